"""Which maps the window marks as edited."""

from __future__ import annotations


def test_maps_of_an_edited_filter_are_marked_up_to_the_next_one(digits) -> None:
    digits.session.go_to("conv2:3")
    digits.session.edit_bias(1.0)
    digits.settle()
    assert digits.view.maps.edited == {3} == digits.view.filter.edited.filters
    for layer, edited in (("relu2:0", {3}), ("pool2:0", {3}), ("conv1:0", set()), ("fc3:0", set())):
        digits.session.go_to(layer)
        assert digits.view.maps.edited == edited


def test_a_map_that_is_scaled_for_the_layers_behind_is_marked(digits) -> None:
    digits.session.go_to("pool1:2")
    digits.session.scale_slice(0.0)
    digits.settle()
    assert digits.view.maps.edited == {2}
    digits.session.reset_edits()
    digits.settle()
    assert not digits.view.maps.edited
