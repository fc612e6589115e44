from __future__ import annotations

import pytest

from explorer.errors import UsageError
from explorer.session.maps.outlines import Rect
from explorer.session.state import Cell, Pixel, Weight


def test_a_cell_is_told_with_what_it_sees(digits) -> None:
    digits.session.hover(Cell(2, 4, 5))
    assert digits.view.readout.text.startswith("conv1:2@5,4 = ")
    assert digits.view.readout.text.endswith("receptive field 5 × 5 of the input, exact")
    part = digits.view.pointed
    assert (part.way, part.outlines["image"].inside) == ("sees", Rect(4 / 32, 5 / 32, 9 / 32, 10 / 32))
    digits.session.hover(None)
    assert digits.view.pointed is None


def test_a_pixel_is_told_with_what_it_reaches(digits) -> None:
    digits.session.touch((0.5, 0.25))
    assert digits.session.state.touched == Pixel(16, 8)
    assert digits.view.readout.text.startswith("image@8,16 = ")
    assert digits.view.readout.text.endswith("reaches 5 × 5 of conv1, exact")
    assert digits.view.reached.inside == Rect(12 / 28, 4 / 28, 17 / 28, 9 / 28)
    digits.session.touch(None)
    assert digits.view.reached is None


def test_a_picked_pixel_stays_and_lets_go_of_the_pinned_cell(digits) -> None:
    digits.session.pin(Cell(0, 1, 1))
    digits.session.pick((0.5, 0.25))
    assert digits.session.state.cell is None
    digits.session.step_layer(2)
    assert digits.view.pointed.way == "reaches" and digits.view.reached is not None
    digits.session.step_back()
    assert digits.view.pointed is None


def test_a_pinned_cell_lets_go_of_the_picked_pixel(digits) -> None:
    digits.session.pick((0.5, 0.25))
    digits.session.pin(Cell(0, 1, 1))
    assert digits.view.pointed.way == "sees"


def test_a_pixel_picked_again_is_let_go(digits) -> None:
    digits.session.pick((0.5, 0.25))
    digits.session.pick((0.5, 0.25))
    assert digits.session.state.picked is None


def test_a_cell_of_the_input_tells_what_it_reaches(digits) -> None:
    digits.session.select_layer("image")
    digits.session.hover(Cell(0, 16, 8))
    assert digits.view.pointed.way == "reaches"
    assert digits.view.readout.text.startswith("image:0@8,16 = ")


def test_a_weight_is_told(digits) -> None:
    digits.session.weigh(Weight(0, 1, 2))
    value = float(digits.view.filter.kernels[0, 1, 2])
    assert digits.view.readout.text.startswith("conv1, filter 0, channel 0, row 1, column 2 = ")
    assert float(digits.view.readout.exact.replace("−", "-")) == pytest.approx(value, rel=1e-8)
    digits.session.weigh(Weight(0, 99, 0))
    assert digits.view.readout is None


def test_the_field_of_the_pinned_cell_stands_among_its_values(digits) -> None:
    digits.session.step_layer(3)
    digits.session.pin(Cell(0, 1, 1))
    assert ("Receptive field", "14 × 14, exact") in digits.view.slice.facts


def test_the_field_of_a_single_unit_stands_among_its_values(digits) -> None:
    digits.session.go_to("flatten:137")
    assert ("Receptive field", "16 × 16, exact") in digits.view.slice.facts
    digits.session.go_to("fc3:5")
    assert ("Receptive field", "all of the input") in digits.view.slice.facts


@pytest.mark.parametrize(
    ("text", "selection"),
    [
        ("conv2:7@3,9", ("conv2", 7, (9, 3))),
        ("conv2:7", ("conv2", 7, None)),
        ("fc3:100", ("fc3", 100, None)),
    ],
)
def test_going_to_an_address_selects_what_it_names(digits, text: str, selection: tuple) -> None:
    digits.session.go_to(text)
    state = digits.session.state
    assert (digits.view.maps.title, state.slice, state.pinned) == selection
    assert digits.session.address == text


def test_what_is_wrong_with_an_address_is_raised(digits, desk) -> None:
    with pytest.raises(UsageError, match="no depth slice 99"):
        digits.session.go_to("conv2:99")


def test_nothing_is_gone_to_before_there_are_maps(desk) -> None:
    with pytest.raises(UsageError, match="no maps"):
        desk.session.go_to("conv2")
    assert desk.session.address == ""
    desk.session.touch((0.5, 0.5))
    desk.session.pick((0.5, 0.5))
    assert desk.view.pointed is None
