"""A button with a menu of choices, of which one is ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from explorer.qt.basics.buttons import Chooser
from explorer.qt.basics.look import Look


class Choices(Chooser):
    """Lets one of several be chosen.

    Parameters
    ----------
    choices
        Pairs of key and title, top to bottom.

    Attributes
    ----------
    chosen
        Key of the choice.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, tip: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(look, tip)
        self.setAccessibleName(tip.split(" (", maxsplit=1)[0])
        menu = QMenu(self)
        group = QActionGroup(menu)
        for key, title in choices:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setData(key)
            group.addAction(action)
            action.triggered.connect(lambda _=False, key=key: self.chosen.emit(key))
        self.setMenu(menu)

    def show_choice(self, key: str, text: str) -> None:
        """Tick the choice of ``key``, if there is one, and print ``text`` on the button."""
        self.setText(text)
        if (action := self._actions.get(key)) is not None:
            action.setChecked(True)

    def enable(self, key: str, possible: bool) -> None:
        """Say whether the choice of ``key`` can be made."""
        self._actions[key].setEnabled(possible)

    @property
    def _actions(self) -> Mapping[str, QAction]:
        return {action.data(): action for action in self.menu().actions()}
