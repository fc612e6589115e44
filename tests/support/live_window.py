"""The window over a session whose worker reports through Qt, as in the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.app import make_window
from explorer.qt.basics.look import Look
from explorer.qt.window import MainWindow
from explorer.session.messages import Message
from explorer.session.session import Session
from explorer.session.views.view import View

PATIENCE_MS = 120_000
"""A first run compiles the kernels."""

W = TypeVar("W", bound=QWidget)


@dataclass
class LiveWindow:
    """A window that is shown, with what its session has said so far."""

    bot: QtBot
    window: MainWindow
    messages: list[Message] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.window.session

    @property
    def view(self) -> View:
        return self.session.view

    def part(self, kind: type[W], name: str = "") -> W:
        """Return the one widget of a kind in the window, or the one with an accessible name."""
        (found,) = [w for w in self.window.findChildren(kind) if not name or w.accessibleName() == name]
        return found

    def settle(self) -> None:
        """Wait until all that was asked for is computed and drawn."""
        self.bot.waitUntil(lambda: not self.session.busy, timeout=PATIENCE_MS)
        self.paint()

    def paint(self) -> None:
        """Let the window paint what has changed, which it does in a turn of its own."""
        for _ in range(2):
            QApplication.processEvents()

    def click(self, widget: QWidget, point: QPointF | QPoint | None = None) -> None:
        place = point.toPoint() if isinstance(point, QPointF) else point or QPoint()
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        self.paint()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in what has the focus, as the user would."""
        self.bot.keyClick(self.window.focusWidget() or self.window, key, modifier)
        self.paint()

    def picture(self) -> QImage:
        """Return what is to be seen of the window."""
        return self.window.grab().toImage()


def open_window(bot: QtBot, application: QApplication, theme: str = "light") -> LiveWindow:
    """Return a window of 1280 x 800 in its empty state."""
    window = make_window(Look(application, theme))
    window.session.set_theme("dark" if theme == "dark" else "light")
    window.resize(1280, 800)
    bot.addWidget(window)
    live = LiveWindow(bot, window)
    window.session.message.connect(live.messages.append)
    window.show()
    bot.waitExposed(window)
    window.activateWindow()
    return live
