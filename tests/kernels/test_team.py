"""Work on several threads, whatever else they do, is what one thread would do."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from explorer.kernels import work
from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.packed import unpack
from explorer.kernels.threads import set_threads, threads
from explorer.kernels.work import Work, shared


@shared
def _add_left(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write each number plus the one to its left, of which another job may have written the last."""
    x, out = unpack(arguments)
    for i in range(first, last):
        out[i] = x[i] + (x[i - 1] if i > 0 else x[x.size - 1])


@pytest.fixture(params=[1, 2, 3, 5, 16])
def count(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A number of threads, which share all passes, however short."""
    monkeypatch.setattr(work, "_LONGEST", 0)
    set_threads(request.param)
    yield request.param
    set_threads(0)


def _chain(length: int, values: int) -> tuple[Work, list[Any]]:
    """Return work of which each call reads what the one before it wrote, and the arrays."""
    arrays = [np.zeros(values, np.int64) for _ in range(length + 1)]
    calls = [_add_left.over(values, 1e9, x, out) for x, out in pairwise(arrays)]
    return sum(calls[1:], calls[0]), arrays


def test_calls_follow_each_other_on_any_number_of_threads(count: int) -> None:
    work, arrays = _chain(40, 200)
    rng = np.random.default_rng(0)
    for _ in range(100):
        arrays[0][:] = rng.integers(0, 5, 200)
        work()
        wanted = arrays[0]
        for _ in arrays[1:]:
            wanted = wanted + np.roll(wanted, 1)
        np.testing.assert_array_equal(arrays[-1], wanted)


def test_lists_that_are_dropped_at_once_are_read_by_nobody(count: int) -> None:
    for seed in range(200):
        work, arrays = _chain(3, 64)
        arrays[0][:] = seed
        work()
        np.testing.assert_array_equal(arrays[-1], np.full(64, seed * 8))


def test_callers_in_several_threads_take_turns(count: int) -> None:
    wrong: list[int] = []

    def use(number: int) -> None:
        work, arrays = _chain(5, 64)
        for turn in range(100):
            arrays[0][:] = number + turn
            work()
            if not (arrays[-1] == (number + turn) * 32).all():
                wrong.append(number)

    users = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert not wrong


@pytest.mark.skipif(WITHOUT_JIT, reason="without a compiler there are no helpers")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems choose the cores of threads themselves")
def test_helpers_are_woken_on_other_cores_than_the_caller(count: int) -> None:
    allowed = os.sched_getaffinity(0)
    if len(allowed) == 1:
        pytest.skip("there is one core only")
    work, _ = _chain(1, 64)
    for _ in range(2):
        work()
        time.sleep(0.05)  # until they sleep
    helpers = [thread for thread in threading.enumerate() if thread.name.startswith("kernels-")][: count - 1]
    assert len(helpers) == count - 1
    for helper in helpers:
        assert helper.native_id is not None
        cores = os.sched_getaffinity(helper.native_id)
        assert cores < allowed
        assert len(cores) == len(allowed) - 1


def test_work_planned_for_fewer_threads_has_no_more(count: int) -> None:
    work, _ = _chain(1, 64)
    set_threads(count + 4)
    work()
    assert all(call.threads == count for call in work.calls)
    assert threads() == count + 4


@pytest.mark.skipif(WITHOUT_JIT, reason="without a compiler there are no helpers")
def test_times_of_calls_rise(count: int) -> None:
    work, _ = _chain(10, 64)
    for _ in range(2000):
        work()
        assert (np.diff(work.table.ticks) > 0).all()
