from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.render.colour import palette
from explorer.render.levels import levels_of
from explorer.render.montage import GROUNDS, Grid, captioned, compose, dense, near_square
from explorer.render.resample import shrunk

GRIDS = st.builds(
    Grid,
    st.integers(1, 40),
    st.integers(1, 9),
    st.integers(1, 30),
    st.integers(1, 30),
    gap=st.integers(0, 12),
    caption=st.integers(0, 20),
    margin=st.integers(0, 16),
)


@given(GRIDS)
def test_each_tile_is_found_where_it_lies_and_within_the_picture(grid: Grid) -> None:
    height, width = grid.shape
    for tile in range(grid.count):
        y, x = grid.origin(tile)
        assert 0 <= y < y + grid.height <= height
        assert 0 <= x < x + grid.width <= width
        assert grid.at(y, x) == grid.at(y + grid.height - 0.01, x + grid.width - 0.01) == tile


@given(GRIDS)
def test_every_pixel_belongs_to_one_tile_or_none(grid: Grid) -> None:
    covered = sum(grid.at(y, x) is not None for y in range(-3, grid.shape[0]) for x in range(-3, grid.shape[1]))
    assert covered == grid.count * grid.height * grid.width


def test_the_letter_goes_upright_through_the_grid(letter: npt.NDArray[Any]) -> None:
    volume = np.stack([letter * (index + 1) for index in range(5)])
    grid = Grid(5, 3, 7, 5)
    picture = compose(volume, grid, levels_of(volume, "slice"), palette("grey"), GROUNDS["light"])
    assert picture.shape == (15, 17, 3)
    for tile, (top, left) in enumerate([(0, 0), (0, 6), (0, 12), (8, 0), (8, 6)]):
        np.testing.assert_array_equal(picture[top : top + 7, left : left + 5, 0] == 255, letter == 1, err_msg=str(tile))


def test_captioned_tiles_have_a_border_outside_their_data(letter: npt.NDArray[Any]) -> None:
    volume = letter[None]
    ground = GROUNDS["dark"]
    grid = captioned(1, 7, 5, across=100, least=50, most=50, gap=12, caption=20, margin=16)
    picture = compose(volume, grid, levels_of(volume), palette("grey"), ground)
    y, x = grid.origin(0)
    assert tuple(picture[y - 1, x]) == tuple(picture[y + grid.height, x + grid.width]) == ground.border
    assert tuple(picture[0, 0]) == ground.canvas
    assert tuple(picture[y, x]) == (255, 255, 255)


@pytest.mark.parametrize("count", [1, 2, 10, 64, 512, 2048])
def test_a_dense_mosaic_fits_its_area(count: int) -> None:
    grid = dense(count, 14, 14, area=(700, 844))
    assert grid.columns * grid.rows >= count
    assert grid.shape[0] <= 700
    assert grid.shape[1] <= 844
    assert 0.5 < grid.shape[1] / grid.shape[0] < 3


def test_a_mosaic_of_very_many_keeps_one_pixel_each() -> None:
    grid = dense(10_000, 7, 7, area=(50, 50))
    assert (grid.height, grid.width) == (1, 1)


@given(st.integers(1, 600), st.integers(1, 300), st.integers(1, 300), st.integers(1, 2000))
def test_captioned_tiles_fill_the_width(count: int, height: int, width: int, across: int) -> None:
    grid = captioned(count, height, width, across=across, least=96, most=1 << 14, gap=12, caption=20, margin=16)
    assert grid.width >= 96
    assert 1 <= grid.columns <= count
    assert grid.height <= 8 * grid.width
    if across >= 128:
        assert grid.shape[1] <= across
        assert across - grid.shape[1] < grid.columns + 1


def test_near_square_counts_columns() -> None:
    assert near_square(64, 10, 10, 1) == 8
    assert near_square(65, 10, 10, 1) == 9
    assert near_square(16, 10, 10, 4) == 8
    assert near_square(3, 1, 100, 1) == 1


def test_enlarging_repeats_the_nearest(letter: npt.NDArray[Any]) -> None:
    ground = Grid(1, 1, 21, 20, gap=0)
    picture = compose(letter[None], ground, levels_of(letter[None]), palette("grey"), GROUNDS["light"])
    np.testing.assert_array_equal(picture[..., 0] == 255, np.kron(letter, np.ones((3, 4))))


@given(GRIDS, st.integers(1, 12), st.integers(1, 12))
def test_every_pixel_is_data_border_or_canvas(grid: Grid, height: int, width: int) -> None:
    ground = GROUNDS["light"]
    volume = np.full((grid.count, height, width), np.nan, np.float32)
    picture = compose(volume, grid, levels_of(volume), palette("grey"), ground)
    expected = np.empty((*grid.shape, 3), np.uint8)
    expected[:] = ground.canvas
    places = [grid.origin(tile) for tile in range(grid.count)]
    for y, x in places if grid.gap else ():
        expected[max(0, y - 1) : y + grid.height + 1, max(0, x - 1) : x + grid.width + 1] = ground.border
    for y, x in places:
        expected[y : y + grid.height, x : x + grid.width] = (255, 0, 255)
    np.testing.assert_array_equal(picture, expected)


def test_slices_do_not_shrink_into_each_other() -> None:
    values = np.arange(5, dtype=np.float32)[:, None, None] * np.ones((1, 7, 11), np.float32)
    np.testing.assert_array_equal(shrunk(values, 3, 4), values[:, :3, :4])


def test_shrinking_averages_areas() -> None:
    values = np.random.default_rng(0).random((2, 6, 9)).astype(np.float32)
    np.testing.assert_allclose(shrunk(values, 2, 3), values.reshape(2, 2, 3, 3, 3).mean(axis=(2, 4)), rtol=1e-5)


def test_each_axis_shrinks_by_itself() -> None:
    values = np.array([[[0, 1, 2, 3]]], np.float32)
    np.testing.assert_allclose(shrunk(values, 2, 2), [[[0.5, 2.5]]])


def test_the_same_size_is_not_copied(letter: npt.NDArray[Any]) -> None:
    assert np.shares_memory(shrunk(letter[None], 7, 5), letter)


def test_nan_marks_only_what_it_touches() -> None:
    values = np.zeros((1, 8, 8), np.float32)
    values[0, 0, 0] = np.nan
    smaller = shrunk(values, 4, 4)
    assert np.isnan(smaller[0, 0, 0])
    assert np.isnan(smaller).sum() == 1
