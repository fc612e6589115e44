"""Opens the window, and saves a screenshot of it where one is asked for."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from explorer import resources
from explorer.qt.look import Look
from explorer.qt.report import show_unexpected
from explorer.qt.window import MainWindow
from explorer.session.launch import Launch
from explorer.session.messages import Busy, Message, Report
from explorer.session.session import Session

_SETTLE_MS = 200


class Courier(QObject):
    """Carries reports from the worker's thread to the window's."""

    arrived = Signal(object)

    def deliver(self, report: Report) -> None:
        """Send a report; called in the worker's thread."""
        self.arrived.emit(report)


def show(launch: Launch) -> int:
    """Open the window and return the exit code once it is closed.

    The window is painted before the worker starts, which loads the kernels. Collection of garbage waits until
    then: it stalls for tens of milliseconds while thousands of modules load.
    """
    gc.disable()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationDisplayName("ConvNet Explorer")
    application.setDesktopFileName("convnet-explorer")
    sys.excepthook = show_unexpected
    look = Look(application, launch.theme)
    courier = Courier()
    session = Session(courier.deliver)
    courier.arrived.connect(session.receive, Qt.ConnectionType.QueuedConnection)
    window = MainWindow(session, look)
    window.setWindowIcon(QIcon(QPixmap(str(resources.assets() / "icon" / "icon-256.png"))))
    window.resize(*launch.size)
    session.busy_changed.connect(_collect_again)
    shot = Screenshot(window, launch.screenshot) if launch.screenshot is not None else None
    window.show()
    QTimer.singleShot(0, lambda: session.launch(launch))
    code = application.exec()
    return shot.failed if shot is not None else code


def _collect_again(busy: Busy) -> None:
    if not busy and not gc.isenabled():
        gc.freeze()
        gc.enable()


class Screenshot:
    """Saves the window once its activations are shown, then closes it.

    Attributes
    ----------
    failed
        2 where an error came in place of the activations, else 0.
    """

    def __init__(self, window: MainWindow, path: Path) -> None:
        self.failed = 0
        self._window = window
        self._path = path
        window.session.busy_changed.connect(self._wait)
        window.session.message.connect(self._fail)

    def _wait(self, busy: Busy) -> None:
        if not busy and self._window.session.view.maps is not None:
            QTimer.singleShot(_SETTLE_MS, self._save)

    def _save(self) -> None:
        if not self._window.grab().save(str(self._path)):
            self._leave(f"cannot write {self._path}", "choose a folder that can be written to, and a name in .png")
        self._window.close()

    def _fail(self, message: Message) -> None:
        if message.kind != "info":
            self._leave(message.text, message.hint)
            QTimer.singleShot(0, self._window.close)

    def _leave(self, text: str, hint: str) -> None:
        self.failed = 2
        if sys.stderr is not None:
            sys.stderr.write(f"error: {text} ({hint})\n" if hint else f"error: {text}\n")
