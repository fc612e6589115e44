"""One thread that works on the newest request: a running job finishes, a pending one is replaced."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeAlias, TypeVar

from explorer.session.messages import Crashed, Idle, Report

Job = TypeVar("Job")
Said = TypeVar("Said")


@dataclass(frozen=True)
class Lull:
    """What a job yields where the rest of it may be dropped for a newer one."""


Deliver: TypeAlias = Callable[[Report], None]
"""Takes a report in the worker's thread and hands it to ``Session.receive`` in the session's."""


class LatestWorker(Generic[Job, Said]):
    """Works on one job at a time, always the newest.

    Parameters
    ----------
    work
        Yields the reports of a job, in the worker's thread; all of them are delivered. After a ``Lull`` it is dropped
        if another job is pending.
    deliver
        Called in the worker's thread with every report, then with ``Idle`` when nothing is pending.
    name
        Of the thread. That of the one worker that calls kernels is ``"inference"``.

    Notes
    -----
    The thread starts with the first job, so that a window can paint before.
    """

    def __init__(
        self,
        work: Callable[[Job], Iterator[Said | Lull]],
        deliver: Callable[[Said | Crashed | Idle], None],
        name: str = "inference",
    ) -> None:
        self._work = work
        self._deliver = deliver
        self._name = name
        self._changed = threading.Condition()
        self._pending: list[Job] = []
        self._stopping = False
        self._thread: threading.Thread | None = None

    def submit(self, job: Job) -> None:
        """Ask for ``job``; it takes the place of one that has not begun."""
        with self._changed:
            self._pending = [job]
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify()

    def stop(self) -> None:
        """Drop what is pending, let the running job finish and join the thread."""
        with self._changed:
            self._pending = []
            self._stopping = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            with _Reporting(self._deliver):
                for report in self._work(job):
                    if isinstance(report, Lull) and self._pending:
                        break
                    if not isinstance(report, Lull):
                        self._deliver(report)
            if not self._pending:
                self._deliver(Idle(job))

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._pending or self._stopping)
            return self._pending.pop() if self._pending else None


class _Reporting:
    """Turns an exception that nobody expected into a ``Crashed`` report; the thread lives on."""

    def __init__(self, deliver: Callable[[Crashed], None]) -> None:
        self._deliver = deliver

    def __enter__(self) -> None:
        """Begin to watch."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Deliver what was raised."""
        if error is None:
            return False
        text = f"{type(error).__name__}: {error}".splitlines()[0]
        self._deliver(Crashed(text, "".join(traceback.format_exception(error))))
        return True
