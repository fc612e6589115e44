"""One thing a turn of the event loop, so that what the user does meanwhile comes between: reports, and painting."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from explorer.session.messages import Report


class Courier(QObject):
    """Carries reports from the worker's thread to the window's: one a turn of its loop.

    Attributes
    ----------
    arrived
        A report, in the window's thread.
    """

    arrived = Signal(object)
    _sent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Report] = deque()
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._hand_over)
        self._sent.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def deliver(self, report: Report) -> None:
        """Send a report; called in the worker's thread."""
        self._sent.emit(report)

    def _take(self, report: Report) -> None:
        self._waiting.append(report)
        self._turn.start(0)

    def _hand_over(self) -> None:
        report = self._waiting.popleft()
        if not self._waiting:
            self._turn.stop()
        self.arrived.emit(report)


class Painter(QObject):
    """Paints what has changed of a window in a turn of its own.

    Qt would do so before it looks at what the user has done while panels took what is to be painted.

    Attributes
    ----------
    begun, ended
        The window is painted, and has been.
    """

    begun = Signal()
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._paint)
        window.installEventFilter(self)

    @property
    def pending(self) -> bool:
        """Whether the window is to be painted."""
        return self._turn.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put painting off."""
        asked = event.type() is QEvent.Type.UpdateRequest
        if asked:
            self._turn.start(0)
        return asked

    def _paint(self) -> None:
        self.begun.emit()
        self._window.event(QEvent(QEvent.Type.UpdateRequest))
        self.ended.emit()
