from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explorer.sources.crop import GRIPS, Framing, Grip
from explorer.sources.fit import Box

WHOLE = Box(0, 0, 400, 600)
SQUARE = Framing(Box(100, 100, 200, 200), WHOLE, 1.0)
FREE = Framing(Box(100, 100, 200, 200), WHOLE)
PLACE, SIZE = st.floats(-900, 900), st.floats(1, 900)


def inside(box: Box, bounds: Box) -> bool:
    slack = 1e-6
    return (
        box.top >= bounds.top - slack
        and box.left >= bounds.left - slack
        and box.bottom <= bounds.bottom + slack
        and box.right <= bounds.right + slack
    )


@st.composite
def framings(draw: st.DrawFn) -> Framing:
    bounds = Box(0, 0, draw(st.integers(1, 500)), draw(st.integers(1, 500)))
    aspect = draw(st.sampled_from([None, 0.5, 1.0, 1.7]))
    top, left, height, width = draw(st.tuples(PLACE, PLACE, SIZE, SIZE))
    box = Box(top, left, top + height, left + width)
    return Framing(Framing(box, bounds, aspect).reshaped(), bounds, aspect)


@given(framings(), st.sampled_from(GRIPS), PLACE, PLACE)
@example(Framing(Box(0, 0, 1.0, 1.0), Box(0, 0, 2, 2)), GRIPS[0], 0.0, 0.0)
def test_nothing_leaves_the_bounds_or_the_shape(framed: Framing, grip: Grip, y: float, x: float) -> None:
    boxes = (framed.box, framed.moved(y, x), framed.resized(grip, y, x), framed.scaled(1.5), framed.scaled(0.1))
    for box in boxes:
        assert inside(box, framed.bounds)
        assert box.height > 0 and box.width > 0
        if framed.aspect is not None:
            assert box.width / box.height == pytest.approx(framed.aspect)


def test_box_moves_as_far_as_the_bounds() -> None:
    assert SQUARE.moved(10, -20) == Box(110, 80, 210, 180)
    assert SQUARE.moved(999, -999) == Box(300, 0, 400, 100)


def test_corner_is_pulled_while_the_opposite_one_stays() -> None:
    assert FREE.resized(Grip(-1, -1), 50, 80) == Box(50, 80, 200, 200)
    assert FREE.resized(Grip(1, 1), 300, 500) == Box(100, 100, 300, 500)


def test_edge_is_pulled_by_itself() -> None:
    assert FREE.resized(Grip(0, 1), 7, 350) == Box(100, 100, 200, 350)


def test_shape_is_kept_by_the_larger_pull() -> None:
    assert SQUARE.resized(Grip(1, 1), 250, 400) == Box(100, 100, 400, 400)
    assert SQUARE.resized(Grip(0, 1), 0, 250) == Box(75, 100, 225, 250)


def test_shape_is_kept_at_the_bounds() -> None:
    assert SQUARE.resized(Grip(1, 1), 400, 600) == Box(100, 100, 400, 400)


def test_box_is_not_turned_inside_out() -> None:
    small = FREE.resized(Grip(1, 1), 0, 0)
    assert (small.top, small.left) == (100, 100)
    assert small.height == small.width == 4


def test_box_grows_about_its_centre_as_far_as_the_bounds() -> None:
    assert SQUARE.scaled(2) == Box(50, 50, 250, 250)
    assert SQUARE.scaled(99) == Box(0, 0, 400, 400)


def test_box_of_another_shape_keeps_its_centre_and_area() -> None:
    box = Framing(Box(100, 100, 200, 300), WHOLE, 0.5).reshaped()
    assert box == Box(50, 150, 250, 250)
