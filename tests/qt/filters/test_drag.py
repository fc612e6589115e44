"""How far a number goes when it is dragged."""

from __future__ import annotations

import pytest

from explorer.qt.filters.drag import COARSE, FINE, USUAL, Drag, step_of, stepped


@pytest.mark.parametrize(("reach", "step"), [(1, 0.01), (0.38, 0.002), (0.6, 0.005), (2.1, 0.02), (150, 1), (0, 1e-8)])
def test_a_step_is_a_round_number(reach: float, step: float) -> None:
    assert step_of(reach) == pytest.approx(step)


def test_up_is_more_and_keys_make_it_finer_or_coarser() -> None:
    drag = Drag(0.123456, 0.01)
    assert drag.moved(10, USUAL).value == pytest.approx(0.223)
    assert drag.moved(-10, FINE).value == pytest.approx(0.113)
    assert drag.moved(1, COARSE).value == pytest.approx(0.223)
    assert drag.moved(10, USUAL).moved(5, FINE).value == pytest.approx(0.228)


def test_back_where_it_began_it_is_the_same_number_to_the_last_digit() -> None:
    drag = Drag(0.123456789, 0.002)
    assert drag.moved(7, FINE).moved(3, COARSE).moved(-3, COARSE).moved(-7, FINE).value == 0.123456789


def test_zero_has_no_sign() -> None:
    assert str(stepped(-0.02, 2, 0.01)) == "0.0"
