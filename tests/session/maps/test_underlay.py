"""Where the picture lies under a map, against the pixels that single values see."""

from __future__ import annotations

import pytest

from explorer.session.pointed import Cell


def pixels_under(view, place: tuple[int, int]) -> tuple[float, float]:
    """Return the point of the picture, in its pixels, under the middle of a cell."""
    under = view.slice.under
    height, width = under.pixels.shape[:2]
    y, x = place[0] + 0.5 - under.top, place[1] + 0.5 - under.left
    return y / under.height * height, x / under.width * width


@pytest.mark.parametrize("layer", ["conv1", "pool1", "conv2", "pool2"])
def test_each_value_lies_over_the_middle_of_what_it_sees(digits, layer: str) -> None:
    session = digits.session
    session.select_layer(layer)
    session.toggle_over_picture()
    height, width = digits.view.slice.plane.shape
    for place in ((0, 0), (height // 2, 1), (height - 1, width - 1)):
        fields = session._exchange.loaded.fields
        box = fields.seen(layer, Cell(0, *place)).field("image").box
        assert pixels_under(digits.view, place) == pytest.approx(
            ((box.top + box.bottom + 1) / 2, (box.left + box.right + 1) / 2)
        )


def test_single_numbers_and_the_grid_lie_over_nothing(digits) -> None:
    digits.session.select_layer("conv2")
    assert digits.view.slice.under is None
    digits.session.toggle_over_picture()
    assert digits.view.slice.under is not None
    digits.session.select_layer("fc5")
    assert digits.view.slice.under is None


def test_map_is_laid_over_the_picture_and_shown_by_itself_again(digits) -> None:
    session = digits.session
    session.toggle_over_picture()
    assert (session.state.zoomed, session.state.over_picture) == (True, True)
    session.toggle_over_picture()
    assert (session.state.zoomed, session.state.over_picture) == (True, False)
    assert digits.view.slice.under is None
    session.toggle_zoom()
    session.toggle_over_picture()
    assert (session.state.zoomed, session.state.over_picture) == (True, True)
