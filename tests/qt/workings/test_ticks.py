from __future__ import annotations

import pytest

from explorer.qt.workings.scale_ends import dragged
from explorer.qt.workings.ticks import decades, share_ticks, step_over, ticks


@pytest.mark.parametrize(
    ("span", "most", "step"),
    [(10.0, 10, (1, 0)), (10.0, 9, (2, 0)), (11.0, 3, (5, 0)), (0.3, 5, (1, -1)), (9.0, 1, (1, 1)), (3e-8, 4, (1, -8))],
)
def test_step_is_the_least_round_one(span: float, most: int, step: tuple[int, int]) -> None:
    assert step_over(span, most) == step


def test_ticks_are_round_numbers_within_the_axis() -> None:
    places, texts = zip(*ticks(-0.26, 0.51, 8), strict=True)
    assert places == pytest.approx([-0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert texts == ("−0.2", "−0.1", "0", "0.1", "0.2", "0.3", "0.4", "0.5")


@pytest.mark.parametrize(("low", "high"), [(-1e-9, 1e-9), (-3e30, 2e30), (0.0, 1.0), (1e6, 1e6 + 1)])
@pytest.mark.parametrize("most", [1, 2, 7])
def test_ticks_are_few_and_all_different(low: float, high: float, most: int) -> None:
    found = ticks(low, high, most)
    assert 0 < len(found) <= most + 1 and len({text for _, text in found}) == len(found)
    assert all(low <= place <= high and len(text) <= 9 for place, text in found)


def test_shares_are_per_cents() -> None:
    assert [text for _, text in share_ticks(0.47, 4)] == ["0 %", "20 %", "40 %"]


def test_decades_count_from_the_floor() -> None:
    found = decades(-3.5, 8)
    assert [text for _, text in found] == ["100 %", "10 %", "1 %", "0.1 %"]
    assert [place for place, _ in found] == pytest.approx([3.5, 2.5, 1.5, 0.5])
    assert [text for _, text in decades(-8.2, 4)] == ["100 %", "0.1 %", "0.0001 %"]


@pytest.mark.parametrize(
    ("before", "after", "diverging", "ends"),
    [
        ((-2.0, 2.0), (-2.0, 1.04), True, (-1.0, 1.0)),  # both sides reach equally far
        ((-2.0, 2.0), (-3.14, 2.0), True, (-3.1, 3.1)),
        ((0.0, 2.0), (0.0, 1.26), True, (0.0, 1.3)),  # one-sided scales stay so
        ((-2.0, 0.0), (-0.52, 0.0), True, (-0.5, 0.0)),
        ((-2.0, 2.0), (-2.0, -1.0), True, (-0.1, 0.1)),  # and no end crosses zero
        ((-2.0, 2.0), (-2.0, 1.04), False, (-2.0, 1.0)),
        ((0.0, 2.0), (0.0, 0.01), False, (0.0, 2.0)),  # no scale without a width
    ],
)
def test_end_that_is_dragged(before, after, diverging: bool, ends) -> None:
    assert dragged(before, after, 0.1, diverging) == pytest.approx(ends)
