from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from explorer.session.computing.worker import LatestWorker, Lull
from explorer.session.messages import Crashed, Idle, Progress, Report

PATIENCE = 10.0


class Bench:
    """A worker whose jobs are names, each of which waits for leave to finish."""

    def __init__(self) -> None:
        self.reports: queue.Queue[Report] = queue.Queue()
        self.begun: queue.Queue[str] = queue.Queue()
        self.leave = threading.Semaphore(0)
        self.worker: LatestWorker[str, Report] = LatestWorker(self._work, self.reports.put)

    def _work(self, job: str) -> Iterator[Report | Lull]:
        self.begun.put(job)
        assert self.leave.acquire(timeout=PATIENCE)
        if job == "bad":
            raise ValueError("no such thing")
        yield Progress(job)
        if job.startswith("long"):
            assert self.leave.acquire(timeout=PATIENCE)
            yield Lull()
            yield Progress(f"rest of {job}")

    def next(self) -> Report:
        return self.reports.get(timeout=PATIENCE)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.leave.release(100)
    bench.worker.stop()


def test_running_job_finishes_and_newest_pending_one_follows(bench: Bench) -> None:
    bench.worker.submit("first")
    assert bench.begun.get(timeout=PATIENCE) == "first"
    for job in ("second", "third", "last"):
        bench.worker.submit(job)
    bench.leave.release(2)
    assert [bench.next() for _ in range(3)] == [Progress("first"), Progress("last"), Idle("last")]


def test_rest_of_a_job_is_dropped_for_a_newer_one(bench: Bench) -> None:
    bench.worker.submit("long")
    bench.begun.get(timeout=PATIENCE)
    bench.worker.submit("longer")
    bench.leave.release(4)
    reports = [bench.next() for _ in range(4)]
    assert reports == [Progress("long"), Progress("longer"), Progress("rest of longer"), Idle("longer")]


def test_thread_starts_with_the_first_job(bench: Bench) -> None:
    before = threading.active_count()
    bench.worker.submit("first")
    bench.begun.get(timeout=PATIENCE)
    assert threading.active_count() == before + 1


def test_jobs_share_one_thread(bench: Bench) -> None:
    before = threading.active_count()
    bench.leave.release(3)
    for job in ("a", "b", "c"):
        bench.worker.submit(job)
        while bench.next() != Idle(job):
            pass
    assert threading.active_count() == before + 1


def test_unexpected_error_is_reported_and_the_thread_lives_on(bench: Bench) -> None:
    bench.leave.release(2)
    bench.worker.submit("bad")
    crashed = bench.next()
    assert isinstance(crashed, Crashed)
    assert crashed.text == "ValueError: no such thing"
    assert "Traceback" in crashed.report and "_work" in crashed.report
    assert bench.next() == Idle("bad")
    bench.worker.submit("good")
    assert bench.next() == Progress("good")


def test_stop_lets_the_running_job_finish_and_drops_the_pending_one(bench: Bench) -> None:
    bench.worker.submit("first")
    bench.begun.get(timeout=PATIENCE)
    bench.worker.submit("second")
    stopping = threading.Thread(target=bench.worker.stop)
    stopping.start()
    while bench.worker._pending:
        pass
    bench.leave.release(2)
    stopping.join(PATIENCE)
    assert bench.next() == Progress("first")
    assert bench.next() == Idle("first")
    assert bench.reports.empty()


def test_stop_without_a_job_returns() -> None:
    LatestWorker[str, Report](lambda job: iter(()), lambda report: None).stop()
