from __future__ import annotations

import pytest

from explorer.errors import UsageError
from explorer.render.numbers import three_digits
from explorer.session.maps.outlines import Rect
from explorer.session.pointed import Bias, Cell, Number, Pixel, Tap, Unit, Weight
from explorer.session.views.view import View


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


def values(digits, title: str):
    """Return the volume of a layer, by its title, as the pass computed it."""
    exchange = digits.session._exchange
    layer = next(layer for layer in exchange.loaded.layers if layer.title == title)
    return layer.value, exchange.computed.activations[layer.value][0]


def test_what_comes_under_the_pointer_takes_the_place_of_what_was(digits) -> None:
    digits.session.weigh(Weight(0, 1, 2))
    digits.session.hover(Cell(2, 4, 5))
    assert digits.view.readout.cell == Cell(2, 4, 5) and digits.view.sharing.lit is None
    digits.session.weigh(None)
    assert digits.session.state.hovered == Cell(2, 4, 5)
    digits.session.hover(None)
    assert digits.view.readout is None


def test_a_unit_of_another_layer_is_told_with_what_it_sees(digits) -> None:
    digits.session.pin(Cell(1, 3, 4))
    pinned, arithmetic = digits.view.readout, digits.view.arithmetic
    value, volume = values(digits, "pool2")
    digits.session.hover(Unit(value, 7, 2, 3))
    part = digits.view.readout
    assert part.text.startswith(f"pool2:7@3,2 = {three_digits(float(volume[7, 2, 3]))}   receptive field 16 × 16")
    assert float(part.exact.replace("−", "-")) == pytest.approx(float(volume[7, 2, 3]), rel=1e-8)
    assert (part.cell, digits.session.address) == (None, "pool2:7@3,2")
    assert digits.view.reached.inside == Rect(8 / 28, 12 / 28, 20 / 28, 24 / 28)
    assert digits.view.arithmetic == arithmetic
    digits.session.hover(None)
    assert digits.view.readout == pinned and digits.view.reached is None


@pytest.mark.parametrize("unit", [Unit("nowhere", 0, 0, 0), Unit("image", 0, 99, 0)])
def test_a_unit_that_there_is_not_tells_nothing(digits, unit: Unit) -> None:
    digits.session.hover(unit)
    assert digits.view.readout is None


def test_a_weight_of_another_filter_is_told(digits) -> None:
    digits.session.hover(Tap(4, 1, 2))
    weight = float(digits.view.filter.siblings[4, 0, 1, 2])
    assert digits.view.readout.text == f"conv1, filter 4, row 1, column 2 = {three_digits(weight)}"
    digits.session.hover(Tap(4, 9, 2))
    assert digits.view.readout is None


def test_weights_over_red_green_and_blue_are_told_together(desk, photo) -> None:
    desk.session.open_net("cifar10")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.hover(Tap(2, 0, 1))
    weights = desk.view.filter.siblings[2, :, 0, 1].tolist()
    named = ", ".join(f"{name} {three_digits(w)}" for name, w in zip("RGB", weights, strict=True))
    assert desk.view.readout.text == f"{desk.view.filter.node}, filter 2, row 0, column 1: {named}"


def test_the_bias_is_told(digits) -> None:
    digits.session.weigh(Bias())
    assert digits.view.readout.text == f"conv1, filter 0, bias = {three_digits(digits.view.filter.bias)}"
    digits.session.weigh(None)
    digits.session.go_to("fc3:0")
    digits.session.select_layer("image")
    digits.session.weigh(Bias())
    assert digits.view.readout is None


def test_another_number_is_told_as_its_panel_spells_it(digits) -> None:
    digits.session.hover(Number("W[1, 2] = 0.5", "W[1, 2] = 0.50000001", Cell(0, 3, 4)))
    assert (digits.view.readout.text, digits.view.readout.exact) == ("W[1, 2] = 0.5", "W[1, 2] = 0.50000001")
    assert digits.session.state.cell == Cell(0, 3, 4) and digits.view.pointed.way == "sees"


def test_a_place_of_a_thumbnail_is_told_as_the_unit_that_it_shows(digits) -> None:
    digits.session.select_slice(3)
    pool, volume = values(digits, "pool2")
    digits.session.glimpse(pool, (0.99, 0.3))
    assert digits.session.state.pointed_at == Unit(pool, 3, 4, 1)
    assert digits.view.readout.text.startswith(f"pool2:3@1,4 = {three_digits(float(volume[3, 4, 1]))}")


def test_the_thumbnail_of_the_selected_layer_points_into_its_maps(digits) -> None:
    digits.session.select_slice(3)
    digits.session.glimpse(digits.view.maps.value, (0.5, 1.0))
    assert digits.session.state.hovered == Cell(3, 14, 27)


def test_the_thumbnail_of_the_input_tells_the_pixel(digits) -> None:
    digits.session.glimpse("image", (0.5, 0.25))
    assert digits.session.state.touched == Pixel(16, 8)
    assert digits.view.readout.text.endswith("reaches 5 × 5 of conv1, exact")


def test_units_of_a_vector_lie_side_by_side_in_its_thumbnail(digits) -> None:
    value, scores = values(digits, "fc4")
    assert scores.shape == (84,)
    digits.session.glimpse(value, (1.5 / 7, 2.5 / 12))
    assert digits.session.state.pointed_at == Unit(value, 14, 0, 0)
    assert digits.view.readout.text.startswith(f"fc4:14@0,0 = {three_digits(float(scores[14]))}")
    digits.session.glimpse("", None)
    assert digits.view.readout is None


def test_nothing_is_glimpsed_before_there_are_maps(desk) -> None:
    desk.session.glimpse("image", (0.5, 0.5))
    assert desk.session.state.pointed_at is None


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


def test_what_is_shown_after_a_change_within_a_change_is_the_last(digits) -> None:
    """A panel that is drawn may itself choose something, such as how many columns fit: all see it after the rest."""
    seen = []

    def fit_columns(_: View, new: View) -> None:
        digits.session.set_columns(7)

    digits.session.view_changed.connect(fit_columns)
    digits.session.view_changed.connect(lambda old, new: seen.append((old, new)))
    digits.session.hover(Cell(1, 2, 3))
    assert [new.state.columns for _, new in seen] == [digits.views[-2].state.columns, 7]
    assert seen[0][1] is seen[1][0] and seen[-1][1] is digits.view
