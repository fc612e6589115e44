"""A hand on the mouse or on the keys: it reaches only what the window shows, or what has the focus."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from live_window import LiveWindow
from pointer import move_over
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QListView, QMenu, QPushButton, QWidget

_LOOK_MS = 20


@dataclass(frozen=True)
class Mouse:
    """Clicks on what lies at a point of the window, whatever that is."""

    live: LiveWindow

    def click(self, widget: QWidget, point: QPointF | None = None, *, twice: bool = False) -> None:
        """Click on a point of a widget, or on its middle, where it is not covered."""
        at = (point or QPointF(widget.rect().center())).toPoint()
        window = widget.window()
        place = widget.mapTo(window, at)
        hit = window.childAt(place)
        assert hit is not None and (hit is widget or widget.isAncestorOf(hit)), f"{hit} covers {widget}"
        press = QTest.mouseDClick if twice else QTest.mouseClick
        press(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(window, place))
        self.live.settle()

    def point(self, widget: QWidget, point: QPointF) -> None:
        """Move the pointer over a point of a widget."""
        move_over(widget, point)
        self.live.settle()

    def choose(self, button: QWidget, *titles: str) -> None:
        """Click on a button with a menu, then on the entries that have these titles, one menu inside of another."""
        left = list(titles)

        def go_on(popup: QWidget) -> bool:
            if not left:  # what was chosen has opened something over the window itself
                return True
            assert isinstance(popup, QMenu)
            entries = {action.text().replace("&", ""): action for action in popup.actions()}
            if left[0] not in entries:  # the menu inside of this one has not opened yet
                return False
            action = entries[left.pop(0)]
            assert action.isEnabled(), action.text()
            QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=popup.actionGeometry(action).center())
            return not left

        over(self.live, QApplication.activePopupWidget, go_on)
        self.click(button)
        assert not left

    def open_file(self, ask: Callable[[], None], path: Path) -> None:
        """Open the dialog that asks for a file, in the folder of ``path``, and click on the file."""

        def click_on_file(dialog: QWidget) -> bool:
            assert isinstance(dialog, QFileDialog)
            dialog.setDirectory(str(path.parent))  # it begins where the last one of all tests ended
            files = dialog.findChild(QListView, "listView")
            assert files is not None
            index = next(
                (
                    files.model().index(row, 0, files.rootIndex())
                    for row in range(files.model().rowCount(files.rootIndex()))
                    if files.model().index(row, 0, files.rootIndex()).data() == path.name
                ),
                None,
            )
            if index is None:  # the folder is still being read
                return False
            files.scrollTo(index)
            QTest.mouseClick(files.viewport(), Qt.MouseButton.LeftButton, pos=files.visualRect(index).center())
            self._press(dialog, QDialogButtonBox.StandardButton.Open)
            return True

        over(self.live, QApplication.activeModalWidget, click_on_file)
        ask()
        self.live.settle()

    def save_file(self, ask: Callable[[], None], folder: Path) -> Path:
        """Open the dialog that asks where to write, and take what it proposes, in ``folder``."""
        proposed: list[str] = []

        def save(dialog: QWidget) -> bool:
            assert isinstance(dialog, QFileDialog)
            proposed.append(Path(dialog.selectedFiles()[0]).name)
            self._press(dialog, QDialogButtonBox.StandardButton.Save)
            return True

        over(self.live, QApplication.activeModalWidget, save)
        ask()
        self.live.settle()
        return folder / proposed[0]

    @staticmethod
    def _press(dialog: QFileDialog, which: QDialogButtonBox.StandardButton) -> None:
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        button: QPushButton = buttons.button(which)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


_PATIENCE = 250
"""Looks at what has opened, before it is closed as nothing that can be dealt with."""


def over(live: LiveWindow, find: Callable[[], QWidget | None], act: Callable[[QWidget], bool]) -> None:
    """Let ``act`` deal with what opens over the window, once it is there, until it returns True."""
    timer = QTimer(live.window)
    looks = itertools.count()

    def look() -> None:
        opened = find()
        if opened is None or not opened.isVisible():
            return
        if next(looks) > _PATIENCE:
            opened.close()
        elif act(opened):
            timer.stop()
            timer.deleteLater()

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)


def middle(widget: QWidget, across: float = 0.5, down: float = 0.5) -> QPointF:
    """Return a point of a widget, by shares of its width and height."""
    return QPointF(QPoint(round(widget.width() * across), round(widget.height() * down)))
