"""Flat icon buttons, and rows of buttons of which one is down."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from explorer.qt.basics.look import SMALL_ICON, Look
from explorer.qt.basics.panels import named
from explorer.qt.basics.shortcuts import withheld
from explorer.qt.basics.theme import CONTROL_HEIGHT

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_LEAST = 48
"""Width of a joined button whose title is cut."""


class FlatButton(QToolButton):
    """An icon without a frame that explains itself.

    Parameters
    ----------
    name
        The Phosphor icon.
    tip
        What it does, shown as the tooltip and told to screen readers.
    """

    def __init__(self, look: Look, name: str, tip: str, size: QSize = SMALL_ICON) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self.setObjectName("flat")
        self.setToolTip(tip)
        self.setAccessibleName(tip.split(" (", maxsplit=1)[0])
        self.setIconSize(size)
        self.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look.changed.connect(self._tint)
        self._tint()

    def show_icon(self, name: str) -> None:
        """Draw another icon of the set."""
        self._name = name
        self._tint()

    def _tint(self) -> None:
        self.setIcon(self._look.icon(self._name))


class Chooser(QToolButton):
    """A button with a menu, which a caret at its right tells of."""

    def __init__(self, look: Look, tip: str) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("chooser")
        self.setToolTip(tip)
        self.setIconSize(SMALL_ICON)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the caret over the button."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.theme.color("second"), 1.4))
        x, y = self.width() - 16, self.height() / 2
        painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        painter.end()


class _Segment(QToolButton):
    """One of joined buttons; the arrow keys go from one to the next before they move anything else."""

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from the window's shortcuts."""
        return withheld(event, _ARROWS) or super().event(event)


class Segments(QWidget):
    """Joined buttons of which exactly one is down.

    Parameters
    ----------
    choices
        Pairs of key and title, left to right.
    yields
        Whether titles are cut where there is no room for them.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, *, yields: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum if yields else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for i, (key, title) in enumerate(choices):
            button = named(_Segment(), "segment")
            button.setText(title)
            button.setCheckable(True)
            button.setProperty("place", "first" if i == 0 else "last" if i == len(choices) - 1 else "middle")
            button.setAccessibleName(f"{name}: {title}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            if yields:
                button.setToolTip(title)
                button.setMinimumWidth(_LEAST)
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)

    def show_choice(self, key: str) -> None:
        """Put the button of ``key`` down, the one that the Tab key goes to."""
        for name, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == key else Qt.FocusPolicy.NoFocus)
        self._buttons[key].setChecked(True)

    def enable(self, key: str, possible: bool) -> None:
        """Say whether the button of ``key`` can be pressed."""
        self._buttons[key].setEnabled(possible)

    def allow(self, keys: Collection[str]) -> None:
        """Let only the buttons of these be pressed."""
        for key, button in self._buttons.items():
            button.setEnabled(key in keys)

    def explain(self, key: str, tip: str) -> None:
        """Give the button of ``key`` a tooltip."""
        self._buttons[key].setToolTip(tip)
