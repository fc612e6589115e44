"""The window as a PNG, without anybody before the screen."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from explorer.qt.window import MainWindow
from explorer.session.messages import Busy, Message

_SETTLE_MS = 200


class Screenshot:
    """Saves the window once its activations are shown, then leaves the program.

    Attributes
    ----------
    code
        Exit code: 0, or 2 where an error came in place of the activations.
    """

    def __init__(self, window: MainWindow, path: Path) -> None:
        self.code = 0
        self._window = window
        self._path = path
        window.session.busy_changed.connect(self._wait)
        window.session.message.connect(self._fail)

    def break_off(self, text: str, report: str) -> None:
        """Print the report of a bug and leave, where a window with a user before it would open a dialog."""
        self._leave(f"{report}\n{text}")

    def _wait(self, busy: Busy) -> None:
        if not busy:
            QTimer.singleShot(_SETTLE_MS, self._save)

    def _save(self) -> None:
        if self._window.session.view.maps is None:
            self._leave("error: the net has no activations to show")
        elif self._window.grab().save(str(self._path), "PNG"):
            self._leave()
        else:
            hint = "choose a folder that can be written to"
            self._leave(f"error: cannot write {str(self._path)!r} ({hint})")

    def _fail(self, message: Message) -> None:
        if message.kind == "error":
            hint = f" ({message.hint})" if message.hint else ""
            self._leave(f"error: {message.text}{hint}")

    def _leave(self, text: str = "") -> None:
        """Leave, with a line on standard error if anything failed; only the first time counts."""
        if self._window.isHidden():
            return
        self.code = 2 if text else 0
        if text and sys.stderr is not None:
            sys.stderr.write(f"{text}\n")
        self._window.hide()
        QTimer.singleShot(0, self._close)

    def _close(self) -> None:
        self._window.close()
        QApplication.exit(self.code)
