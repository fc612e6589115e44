"""What the worker makes ready is what the window then takes."""

from __future__ import annotations

import numpy as np

from explorer.session.pointed import Cell
from explorer.session.request import Seen


def test_maps_that_are_seen_are_shrunk_before_they_arrive(digits) -> None:
    digits.session.see_tiles(range(4), 9, 9)
    digits.session.see_cards(("image", "conv2"), 12)
    digits.session.set_fit("pad")
    digits.settle()
    computed = digits.session._exchange.computed
    assert computed.request.seen == Seen((0, 4), 9, 9, ("image", "conv2"), 12)
    small, made = digits.view.maps.planes._sized((9, 9))
    assert made.tolist() == [True] * 4 + [False] * 2
    assert small.shape == (6, 9, 9)


def test_thumbnails_that_are_seen_are_painted_before_they_arrive(digits) -> None:
    digits.session.set_dark(True)
    digits.session.see_cards(("image", "conv2"), 12)
    digits.session.set_fit("pad")
    digits.settle()
    computed = digits.session._exchange.computed
    image, conv2 = computed.thumbnails.values()
    assert digits.view.strip.thumbnail("image", 12, "dark") is image
    assert digits.view.strip.thumbnail("conv2", 12, "dark") is conv2
    assert not np.array_equal(digits.view.strip.thumbnail("conv2", 12, "light"), conv2)
    digits.session.select_slice(3)
    assert not np.array_equal(digits.view.strip.thumbnail("conv2", 12, "dark"), conv2)
    computed.thumbnails.clear()
    digits.session.select_slice(0)
    assert np.array_equal(digits.view.strip.thumbnail("conv2", 12, "dark"), conv2)


def test_pointing_makes_no_part_anew(digits) -> None:
    before = digits.view
    digits.session.hover(Cell(1, 2, 3))
    after = digits.view
    assert after.readout != before.readout
    assert after.maps is before.maps and after.slice is before.slice and after.filter is before.filter


def test_selecting_makes_them_anew(digits) -> None:
    before = digits.view
    digits.session.select_slice(2)
    assert (before.slice.slice, digits.view.slice.slice) == (0, 2)
    digits.session.set_colormap("viridis")
    assert digits.view.maps.legend.colours.name == "viridis"
