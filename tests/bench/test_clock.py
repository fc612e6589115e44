from __future__ import annotations

import pytest

from explorer.bench.clock import Pace, Timing, take_turns


def test_calls_take_turns() -> None:
    called: list[str] = []
    pace = Pace(seconds=0, rounds=2, rest=0, warm_up=0)
    first, second = take_turns([lambda: called.append("a"), lambda: called.append("b")], pace)
    assert "".join(called) == "aaabbb" * 2  # one pass warms up, two are timed
    assert (first.passes, second.passes) == (4, 4)


def test_each_is_timed_for_as_long_as_asked() -> None:
    (timing,) = take_turns([lambda: None], Pace(seconds=0.02, rounds=2, rest=0))
    assert timing.passes * timing.high >= 0.02 / 2


def test_timing_is_a_median_with_its_spread() -> None:
    timing = Timing.of([float(i) for i in range(11)])
    assert (timing.low, timing.median, timing.high, timing.passes) == pytest.approx((1, 5, 9, 11))
