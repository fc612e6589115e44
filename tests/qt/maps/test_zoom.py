from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.qt.maps.zoom import _LEAST_SIDE, LADDER, Zoom, fitted, ticks

planes = st.tuples(st.integers(1, 2000), st.integers(1, 2000))
views = st.tuples(st.integers(80, 1500), st.integers(80, 2500))


@given(planes, views)
def test_a_plane_that_fits_lies_whole_in_the_view(plane: tuple[int, int], view: tuple[int, int]) -> None:
    zoom = fitted(plane, view)
    smallest = round(plane[1] * zoom.scale), round(plane[0] * zoom.tall)
    whole = any(side % 1 == 0 or round(1 / side, 9) % 1 == 0 for side in (zoom.scale, zoom.tall))
    assert whole or smallest == (_LEAST_SIDE, _LEAST_SIDE)
    assert plane[1] * zoom.scale <= view[1] + 1
    assert plane[0] * zoom.tall <= view[0] + 1
    assert zoom.left >= -1
    assert zoom.top >= -1


def test_a_map_of_few_values_fills_most_of_a_large_view() -> None:
    zoom = fitted((5, 5), (1072, 1350))
    assert zoom.scale == 1072 // 5


def test_magnification_is_the_largest_whole_number_that_fits() -> None:
    assert fitted((28, 28), (500, 700)).scale == 17
    assert fitted((224, 224), (500, 700)).scale == 2
    assert fitted((1000, 1000), (500, 700)).scale == 0.5


def test_a_single_column_is_drawn_wide_enough_to_be_seen() -> None:
    zoom = fitted((4000, 1), (400, 700))
    assert zoom.tall == pytest.approx(1 / 10)
    assert zoom.scale == 48


def test_a_single_row_is_drawn_high_enough_to_be_seen() -> None:
    zoom = fitted((1, 300), (500, 700))
    assert zoom.scale == 2
    assert zoom.tall == 48


@given(planes, views, st.integers(-3, 3), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_value_under_the_pointer(
    plane: tuple[int, int], view: tuple[int, int], steps: int, right: float, down: float
) -> None:
    zoom = fitted(plane, view)
    x, y = right * view[1], down * view[0]
    assert zoom.about(x, y, steps).at(x, y) == pytest.approx(zoom.at(x, y), rel=1e-6, abs=1e-6)


@given(planes, views, st.floats(-9000, 9000), st.floats(-9000, 9000))
def test_a_plane_is_never_lost_from_sight(
    plane: tuple[int, int], view: tuple[int, int], right: float, down: float
) -> None:
    zoom = fitted(plane, view).about(50, 50, 2).moved(right, down).within(plane, view)
    assert zoom.left < view[1]
    assert zoom.top < view[0]
    assert zoom.left + plane[1] * zoom.scale > 0
    assert zoom.top + plane[0] * zoom.tall > 0
    assert (zoom.left, zoom.top) == (round(zoom.left), round(zoom.top))


def test_steps_end_with_the_ladder() -> None:
    zoom = Zoom(1, 1, 0, 0)
    assert zoom.about(0, 0, 99).scale == LADDER[-1]
    assert zoom.about(0, 0, -99).scale == LADDER[0]


@pytest.mark.parametrize(
    ("spacing", "expected"),
    [(0.3, [0, 1, 2, 3, 4]), (1.0, [0, 1, 2, 3, 4]), (1.2, [0, 2, 4]), (3.0, [0]), (40.0, [0])],
)
def test_labels_stand_at_round_indices(spacing: float, expected: list[int]) -> None:
    assert list(ticks(0, 4, spacing)) == expected


def test_labels_of_a_large_plane() -> None:
    assert list(ticks(12.5, 230, 45)) == [50, 100, 150, 200]
