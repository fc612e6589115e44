from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.qt.maps.tiles import CAPTION, GAP, LARGEST_FEW, MARGIN, tiling
from explorer.session.pointed import Cell
from explorer.session.state import SMALLEST_TILE

AREA = (600, 700)

shapes = st.tuples(st.integers(1, 600), st.integers(1, 64), st.integers(1, 64))
areas = st.tuples(st.integers(200, 1200), st.integers(320, 1800))
tiles = st.integers(SMALLEST_TILE, 192)


def test_columns_are_as_many_as_fit_at_the_least_width_and_then_stretch() -> None:
    grid = tiling((64, 111, 111), AREA, 96, 1.0).grid
    assert grid.columns == (700 - 2 * MARGIN + GAP) // (96 + GAP)
    assert grid.width >= 96 and grid.caption == CAPTION
    assert 700 - grid.columns < grid.shape[1] <= 700


def test_few_maps_grow_until_all_of_them_fill_the_view() -> None:
    few = tiling((6, 28, 28), AREA, 96, 1.0).grid
    assert few.columns == 3 and few.width > 192
    assert few.width <= LARGEST_FEW and few.shape[0] <= AREA[0]


@pytest.mark.parametrize("area", [(558, 714), (838, 1354)])
@pytest.mark.parametrize("count", [6, 10, 12])
def test_few_maps_take_the_columns_that_make_them_largest(count: int, area: tuple[int, int]) -> None:
    found = tiling((count, 28, 28), area, 96, 1.0).grid

    def width(columns: int) -> int:
        across = (area[1] - 2 * MARGIN - (columns - 1) * GAP) // columns
        rows = math.ceil(count / columns)
        down = (area[0] - 2 * MARGIN - (rows - 1) * GAP) // rows - CAPTION
        return min(across, down, LARGEST_FEW)

    assert found.width == max(map(width, range(1, count + 1)))
    assert found.shape[0] <= area[0] and found.shape[1] <= area[1]


def test_maps_that_fit_but_for_their_stretch_are_all_seen() -> None:
    grid = tiling((64, 224, 224), (798, 1354), 96, 1.0).grid
    assert grid.columns == (1354 - 2 * MARGIN + GAP) // (96 + GAP) and grid.width >= 96
    assert grid.shape[0] <= 798


def test_maps_do_not_leave_their_columns_for_a_little() -> None:
    grid = tiling((3, 28, 28), (558, 714), 96, 1.0).grid
    assert (grid.columns, grid.rows) == (3, 1)


@pytest.mark.parametrize("shape", [(1, 28, 28), (1, 60, 20), (2, 200, 100)])
def test_maps_in_a_single_row_are_seen_whole(shape: tuple[int, int, int]) -> None:
    grid = tiling(shape, AREA, 96, 1.0).grid
    assert grid.shape[0] <= AREA[0] and grid.shape[1] <= AREA[1]


def test_smallest_tiles_of_many_maps_are_a_mosaic_on_one_screen() -> None:
    tiled = tiling((512, 14, 14), AREA, SMALLEST_TILE, 1.0)
    assert not tiled.captioned
    height, width = tiled.grid.shape
    assert height <= AREA[0] and width <= AREA[1] and tiled.grid.gap == 1


def test_smallest_tiles_that_fit_keep_their_captions() -> None:
    assert tiling((16, 14, 14), AREA, SMALLEST_TILE, 1.0).captioned


def test_vectors_are_bars() -> None:
    grid = tiling((120, 1, 1), AREA, 96, 1.0).grid
    assert grid.height < grid.width / 2
    assert grid.caption == 0


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_sizes_follow_the_device_pixels(ratio: float) -> None:
    area = (round(600 * ratio), round(700 * ratio))
    assert tiling((64, 50, 50), area, 96, ratio).grid.columns == tiling((64, 50, 50), AREA, 96, 1.0).grid.columns


@given(shapes, areas, tiles)
def test_every_cell_is_found_where_it_is_drawn(shape: tuple[int, int, int], area: tuple[int, int], tile: int) -> None:
    tiled = tiling(shape, area, tile, 1.0)
    for cell in {Cell(0, 0, 0), Cell(shape[0] // 2, shape[1] // 2, shape[2] // 3), Cell(*(n - 1 for n in shape))}:
        left, top, width, height = tiled.cell_box(cell)
        if width >= 1 and height >= 1:
            assert tiled.cell_at(top + height / 2, left + width / 2) == cell


@given(shapes, areas, tiles, st.floats(0, 1))
def test_rows_that_are_seen_hold_every_tile_that_is_seen(
    shape: tuple[int, int, int], area: tuple[int, int], tile: int, share: float
) -> None:
    tiled = tiling(shape, area, tile, 1.0)
    top = int(share * max(0, tiled.grid.shape[0] - area[0]))
    shown = tiled.tiles(tiled.rows(top, area[0]))
    for index in range(shape[0]):
        y, _ = tiled.grid.origin(index)
        if y < top + area[0] and y + tiled.grid.height > top:
            assert index in shown


@given(shapes, areas, tiles)
def test_nothing_lies_beyond_the_sides(shape: tuple[int, int, int], area: tuple[int, int], tile: int) -> None:
    tiled = tiling(shape, area, tile, 1.0)
    assert tiled.grid.shape[1] <= area[1] or not tiled.captioned
    assert tiled.grid.rows * tiled.grid.columns >= shape[0] > (tiled.grid.rows - 1) * tiled.grid.columns
    assert math.isclose(tiled.pitch, tiled.grid.caption + tiled.grid.height + tiled.grid.gap)


def test_smallest_tiles_show_a_whole_vector_on_one_screen() -> None:
    found = tiling((2048, 1, 1), AREA, SMALLEST_TILE, 1.0)
    assert not found.captioned
    assert found.grid.count == 2048
    assert found.grid.shape[0] <= AREA[0]
    assert tiling((10, 1, 1), AREA, SMALLEST_TILE, 1.0).bars


def test_few_values_are_a_list_and_many_fill_columns() -> None:
    few, many = (tiling((count, 1, 1), AREA, 96, 1.0) for count in (10, 100))
    assert few.bars and many.bars
    assert few.grid.columns == 1
    assert many.grid.columns > 1
    assert many.grid.shape[1] <= AREA[1]
