"""The filter of a slice, with what it is laid on."""

from __future__ import annotations

import numpy as np


def test_a_filter_is_laid_on_the_maps_of_its_input(digits) -> None:
    digits.session.go_to("conv2:3")
    part = digits.view.filter
    assert (part.maps.title, part.maps.slices, part.maps.planes.shape) == ("pool1", range(6), (6, 14, 14))
    assert part.siblings is None and not part.coloured


def test_a_fully_connected_unit_is_laid_on_the_maps_before_the_flatten(digits) -> None:
    digits.session.go_to("fc3:7")
    part = digits.view.filter
    assert (part.maps.title, part.kernels.shape) == ("pool2", (16, 5, 5))
    assert part.note.startswith("fully connected")


def test_the_first_layer_tells_all_its_filters(digits) -> None:
    part = digits.view.filter
    assert part.maps is None and part.siblings.shape == (6, 1, 5, 5)
    assert int(part.histogram.sum()) == 25


def test_statistics_are_those_of_the_weights(digits) -> None:
    digits.session.go_to("conv2:3")
    part = digits.view.filter
    facts = dict(part.facts)
    assert facts["Filter"] == "3 of 16, 5 × 5 × 6"
    assert float(facts["Length (L2 norm)"]) == float(f"{np.linalg.norm(part.kernels):.3g}")


def test_a_map_of_the_input_can_be_selected(digits) -> None:
    digits.session.go_to("conv2:3")
    maps = digits.view.filter.maps
    digits.session.select_map(maps.value, maps.slices[4])
    assert digits.session.address == "pool1:4"
    digits.session.select_map("no such value", 0)
    assert digits.session.address == "pool1:4"
