"""Tells when the user has waited so long that it should be seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

PATIENCE_MS = 150
"""What comes sooner takes the place of what is shown without a word: saying so would only flicker."""


class Patience(QObject):
    """Watches how long the worker has been busy since something was shown last.

    Attributes
    ----------
    ended
        The user has waited.
    """

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._busy = False
        self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._end)

    @property
    def over(self) -> bool:
        """Whether the user is kept waiting."""
        return self._over

    def watch(self, *, busy: bool) -> None:
        """Follow whether the worker is busy."""
        if busy != self._busy:
            self._busy = busy
            self.begin_anew()

    def begin_anew(self) -> None:
        """Count from now on: what is shown is new."""
        self._over = False
        if self._busy:
            self._timer.start()
        else:
            self._timer.stop()

    def _end(self) -> None:
        self._over = True
        self.ended.emit()
