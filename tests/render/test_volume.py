from __future__ import annotations

import numpy as np
import pytest

from explorer.render.volume import as_volume, element_of, place_of, plane_axes, slice_names, volume_shape


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((1, 3, 4, 5), (3, 4, 5)),
        ((1, 3, 5), (3, 1, 5)),
        ((1, 10), (10, 1, 1)),
        ((10,), (10, 1, 1)),
        ((), (1, 1, 1)),
        ((1,), (1, 1, 1)),
        ((3, 4), (1, 3, 4)),
        ((2, 3, 4, 5), (6, 4, 5)),
        ((1, 2, 3, 4, 5), (6, 4, 5)),
        ((2, 3, 4, 5, 6, 7), (120, 6, 7)),
        ((3, 4, 5), (3, 4, 5)),
        ((1, 0, 4, 5), (0, 4, 5)),
    ],
)
def test_every_rank_becomes_a_volume(shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape, dtype=int), dtype=np.float32).reshape(shape)
    volume = as_volume(array)
    assert volume.shape == expected
    np.testing.assert_array_equal(volume.ravel(), array.ravel())


def test_channels_last_is_turned() -> None:
    array = np.arange(60, dtype=np.float32).reshape(1, 4, 5, 3)
    np.testing.assert_array_equal(as_volume(array, "NHWC"), array[0].transpose(2, 0, 1))
    assert as_volume(np.zeros((1, 7)), "NHWC").shape == (7, 1, 1)


@pytest.mark.parametrize("dtype", [np.float64, np.int64, np.uint8, np.bool_])
def test_every_type_becomes_float32(dtype: type) -> None:
    assert as_volume(np.ones((1, 2, 3, 3), dtype)).dtype == np.float32


def test_what_is_too_large_for_float32_becomes_infinite() -> None:
    assert as_volume(np.array([1e300])).item() == np.inf


def test_float32_is_not_copied() -> None:
    array = np.zeros((1, 2, 3, 3), np.float32)
    assert np.shares_memory(as_volume(array), array)


SHAPES = [(1, 3, 4, 5), (1, 3, 5), (1, 1, 5), (1, 3, 1), (2, 3, 5), (1, 10), (10,), (3, 4), (3, 4, 5)]
SHAPES += [(2, 3, 4, 5), (1, 2, 3, 4, 5)]


@pytest.mark.parametrize("layout", ["NCHW", "NHWC", "NTD"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_place_of_the_volume_is_found_in_the_array(shape: tuple[int, ...], layout: str) -> None:
    array = np.arange(np.prod(shape, dtype=int), dtype=np.float32).reshape(shape)
    volume = as_volume(array, layout)
    for place in np.ndindex(volume.shape):
        assert array[element_of(shape, place, layout)] == volume[place]
        assert place_of(shape, element_of(shape, place, layout), layout) == place


@pytest.mark.parametrize("layout", ["NCHW", "NHWC", "NTD"])
@pytest.mark.parametrize("shape", SHAPES)
def test_rows_and_columns_have_the_extents_of_their_axes(shape: tuple[int, ...], layout: str) -> None:
    extents = tuple(1 if axis is None else shape[axis] for axis in plane_axes(shape, layout))
    assert extents == volume_shape(shape, layout)[1:]


def test_a_sequence_of_tokens_is_one_picture() -> None:
    array = np.arange(15, dtype=np.float32).reshape(1, 3, 5)
    np.testing.assert_array_equal(as_volume(array, "NTD"), array)
    assert as_volume(array[:, :1], "NTD").shape == (5, 1, 1)
    assert as_volume(np.zeros((1, 4, 7, 7)), "NTD").shape == (4, 7, 7)


def test_slices_of_many_axes_are_named_by_their_indices() -> None:
    assert slice_names((1, 2, 3, 4, 5)) == ("(0, 0)", "(0, 1)", "(0, 2)", "(1, 0)", "(1, 1)", "(1, 2)")
    assert slice_names((2, 3, 4, 5))[-1] == "(1, 2)"
    assert slice_names((1, 3, 4, 5)) == slice_names((1, 10)) == slice_names((4, 5)) == ()
