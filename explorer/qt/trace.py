"""When each frame was asked for, computed, rendered and painted, in the format of Chrome's trace viewer."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter, thread_time
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

from explorer.files import write_whole
from explorer.qt.turns import Painter
from explorer.session.computing.worker import Deliver
from explorer.session.messages import Finished, Opened, Report

_WINDOW, _WORKER = 1, 2
_THREADS = {_WINDOW: "window", _WORKER: "inference"}
_UNPAINTED = QEvent.Type(QEvent.registerEventType())
"""Comes after the window would have been asked to paint, had anything of it changed."""

_INPUT = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class _Moment(NamedTuple):
    """Seconds of the clock on the wall, and those that this thread has worked."""

    wall: float
    worked: float


def _now() -> _Moment:
    return _Moment(perf_counter(), thread_time())


class Trace(QObject):
    """Notes the spans of time that a frame is made of.

    ``request`` lasts from the wish to the worker's taking it up, ``compute`` until the activations are there and
    measured, ``render`` from the input or report to the end of what the panels did about it, ``paint`` until the pixels
    are out. ``frame`` is the last two with what lay between. Frames without a forward pass have only these three.

    Attributes
    ----------
    events
        As Chrome's trace viewer and Perfetto take them, in microseconds: ``dur`` as time went by, ``tdur`` as far as
        the thread worked in it, which other programs do not lengthen.
    """

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, object]] = [
            {"name": "thread_name", "ph": "M", "pid": 1, "tid": thread, "args": {"name": name}}
            for thread, name in _THREADS.items()
        ]
        self._painter: Painter | None = None
        self._opened = self._painted = _Moment(0, 0)
        self._began: _Moment | None = None
        self._rendered: _Moment | None = None

    def watching(self, deliver: Deliver) -> Deliver:
        """Return ``deliver``, with the worker's reports noted in its thread."""

        def deliver_noted(report: Report) -> None:
            if isinstance(report, Opened):
                self._opened = _now()
            elif isinstance(report, Finished):
                asked = _Moment(report.request.asked, self._opened.worked)
                self._note("request", asked, self._opened, _WORKER)
                self._note("compute", self._opened, _now(), _WORKER)
            deliver(report)

        return deliver_noted

    def follow(self, painter: Painter) -> None:
        """Note when a window is painted."""
        self._painter = painter
        painter.begun.connect(self._begin_to_paint)
        painter.ended.connect(self._end_painting)

    def watch(self, handle: QObject) -> None:
        """Note what the user does with a window that is shown."""
        handle.installEventFilter(self)

    def begin(self) -> None:
        """Note that something has happened that may change the picture."""
        if self._rendered is None:
            self._began = _now()

    def changing(self) -> None:
        """Note that panels are about to draw, for a reason that nobody noted."""
        if self._began is None:
            self._began = _now()

    def changed(self) -> None:
        """Note that all panels have drawn."""
        self._rendered = _now()
        QCoreApplication.postEvent(self, QEvent(_UNPAINTED), Qt.EventPriority.LowEventPriority.value - 1)

    def event(self, event: QEvent) -> bool:
        """Forget what nothing was to be painted of."""
        if event.type() != _UNPAINTED:
            return super().event(event)
        if self._painter is None or not self._painter.pending:
            self._began = self._rendered = None
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the user's input."""
        if event.type() in _INPUT:
            self.begin()
        return False

    def save(self, path: Path) -> None:
        """Write the events as a JSON file, over one that exists.

        Raises
        ------
        FileError
            It cannot be written.
        """
        text = json.dumps({"traceEvents": self.events, "displayTimeUnit": "ms"})
        write_whole(path, lambda file: file.write(text.encode()), overwrite=True)

    def _begin_to_paint(self) -> None:
        self._painted = _now()

    def _end_painting(self) -> None:
        ended = _now()
        self._note("paint", self._painted, ended, _WINDOW)
        if self._began is not None and self._rendered is not None:
            self._note("render", self._began, self._rendered, _WINDOW)
            self._note("frame", self._began, ended, _WINDOW)
        self._began = self._rendered = None

    def _note(self, name: str, began: _Moment, ended: _Moment, thread: int) -> None:
        micro = {
            "ts": began.wall,
            "dur": ended.wall - began.wall,
            "tts": began.worked,
            "tdur": ended.worked - began.worked,
        }
        times = {key: round(seconds * 1e6, 1) for key, seconds in micro.items()}
        self.events.append({"name": name, "ph": "X", "pid": 1, "tid": thread, **times})
