from __future__ import annotations

import pytest

from explorer.errors import NetError
from explorer.nn.window import Window


def test_same_padding_keeps_the_extent_at_stride_one() -> None:
    window = Window.of((3, 5), (7, 9), auto_pad="SAME_UPPER")
    assert window.pads_begin == window.pads_end == (1, 2)
    assert window.output_extents((7, 9)) == (7, 9)


def test_odd_padding_goes_to_the_end_for_upper_and_to_the_begin_for_lower() -> None:
    upper = Window.of((2,), (5,), auto_pad="SAME_UPPER")
    lower = Window.of((2,), (5,), auto_pad="SAME_LOWER")
    assert (upper.pads_begin, upper.pads_end) == ((0,), (1,))
    assert (lower.pads_begin, lower.pads_end) == ((1,), (0,))


@pytest.mark.parametrize("extent", range(1, 12))
@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.parametrize("kernel", [1, 2, 3])
@pytest.mark.parametrize("ceil_mode", [False, True])
def test_same_padding_divides_by_the_stride_and_rounds_up(
    extent: int, stride: int, kernel: int, ceil_mode: bool
) -> None:
    window = Window.of((kernel,), (extent,), strides=(stride,), auto_pad="SAME_LOWER", ceil_mode=ceil_mode)
    assert window.output_extents((extent,)) == (-(-extent // stride),)


def test_stride_two_halves_and_ceil_mode_rounds_up() -> None:
    assert Window.of((3,), (8,), strides=(2,)).output_extents((8,)) == (3,)
    assert Window.of((3,), (8,), strides=(2,), ceil_mode=True).output_extents((8,)) == (4,)


def test_no_window_starts_in_the_padding_after_the_image() -> None:
    window = Window.of((1,), (3,), strides=(2,), pads=(0, 1), ceil_mode=True)
    assert window.output_extents((3,)) == (2,)


def test_dilation_widens_the_reach_not_the_taps() -> None:
    window = Window.of((3, 3), (9, 9), dilations=(2, 3))
    assert (window.reach, window.taps) == ((5, 7), 9)
    assert window.output_extents((9, 9)) == (5, 3)


def test_a_window_larger_than_the_image_is_told_in_numbers() -> None:
    with pytest.raises(
        NetError, match=r"extent 5 does not fit into 3 elements \(one of at most 3 fits.* 2 more of padding"
    ):
        Window.of((5,), (3,)).output_extents((3,))
    with pytest.raises(NetError, match=r"into 1 element, padded by 1 and 2 \(one of at most 4 fits"):
        Window.of((5,), (1,), pads=(1, 2)).output_extents((1,))


@pytest.mark.parametrize(
    "wrong",
    [{"strides": (1,)}, {"pads": (1, 1)}, {"dilations": (0, 1)}, {"pads": (0, 0, 0, -1)}, {"auto_pad": "SAME"}],
)
def test_attributes_that_do_not_fit_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(NetError):
        Window.of((3, 3), (8, 8), **wrong)  # type: ignore[arg-type]
