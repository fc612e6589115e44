"""The thread that reads texts while they are typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from explorer.session.computing.drafting import Export, Said, Spell, Spelled, Task, Told, Typed, draft
from explorer.session.computing.worker import LatestWorker
from explorer.session.drafts.part import DraftPart
from explorer.session.messages import Idle
from explorer.session.request import DesignText

_PAUSE_MS = 120


class Drafter(QObject):
    """Reads the newest text once typing pauses; has a thread only between ``begin`` and ``end``.

    Attributes
    ----------
    drafted
        The ``DraftPart`` of a text.
    spelled
        A pattern written out.
    told
        One sentence, and whether it says what could not be done.
    """

    drafted = Signal(object)
    spelled = Signal(str)
    told = Signal(str, bool)
    _arrived = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: LatestWorker[Task, Said] | None = None
        self._waiting: list[Task] = []
        self._working = False
        self._text = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._ask(Typed(self._text)))
        self._arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start the thread."""
        if self._worker is None:
            self._worker = LatestWorker(draft, self._arrived.emit, name="designer")

    def end(self) -> None:
        """Stop the thread; what it is at is waited for."""
        self._pause.stop()
        if self._worker is not None:
            self._worker.stop()
        self._worker, self._waiting, self._working = None, [], False

    def read(self, text: str) -> None:
        """Read a text, once no other follows within a moment."""
        self._text = text
        self._pause.start()

    def spell(self, pattern: str) -> None:
        """Write a pattern out, one layer a line."""
        self._ask(Spell(pattern))

    def export(self, design: DesignText, path: Path) -> None:
        """Build a net and write it as an ONNX file."""
        self._ask(Export(design, path))

    def _ask(self, task: Task) -> None:
        """Have a task done after those that are asked for; a text takes the place of one that is not read yet."""
        if isinstance(task, Typed):
            self._waiting = [other for other in self._waiting if not isinstance(other, Typed)]
        self._waiting.append(task)
        self._go_on()

    def _go_on(self) -> None:
        if self._worker is not None and self._waiting and not self._working:
            self._working = True
            self._worker.submit(self._waiting.pop(0))

    def _receive(self, said: Said) -> None:
        match said:
            case DraftPart():
                self.drafted.emit(said)
            case Spelled(text):
                self.spelled.emit(text)
            case Told(text, wrong):
                self.told.emit(text, wrong)
            case Idle():
                self._working = False
                self._go_on()
            case _:
                self.told.emit(f"A bug of ours: {said.text}", True)
