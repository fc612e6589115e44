from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from explorer.nn.reshaping import Reshaping
from explorer.render.numbers import three_digits
from explorer.session.numbers import duration
from explorer.session.pointed import Cell


@pytest.fixture
def other(tmp_path: Path, photo: Path) -> Path:
    """Another picture: the same upside down."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    path = tmp_path / "other.png"
    with Image.open(photo) as image:
        ImageOps.flip(image).save(path)
    return path


@pytest.fixture
def pair(digits, other: Path):
    """Two pictures in one net: other.png is open, photo.png is pinned."""
    digits.session.pin_pass()
    digits.before = digits.view.maps.volume.copy()
    digits.session.open_picture(other)
    digits.settle()
    return digits


def test_nothing_is_compared_at_first(digits) -> None:
    digits.session.show_side("difference")
    digits.session.step_side()
    digits.session.unpin_pass()
    assert (digits.view.compare, digits.session.state.side) == (None, "a")


def test_pinning_says_what_is_pinned(digits) -> None:
    digits.session.pin_pass()
    part = digits.view.compare
    assert part.same and part.possible == ("a", "b", "difference")
    assert (part.a, part.b) == ("photo.png in lenet5", "photo.png in lenet5")


def test_two_pictures_in_one_net(pair) -> None:
    part = pair.view.compare
    assert (part.side, part.a, part.b, part.same) == ("a", "other.png", "photo.png", False)
    a = pair.view.maps.volume.copy()
    pair.session.show_side("b")
    assert np.array_equal(pair.view.maps.volume, pair.before)
    assert (pair.view.input.name, pair.view.compare.side) == ("photo.png", "b")
    pair.session.show_side("difference")
    assert np.array_equal(pair.view.maps.volume, a - pair.before)
    assert pair.view.maps.title == "conv1, A − B"
    assert pair.view.input.name == "other.png"


def test_strip_shows_the_picture_of_the_side_that_is_shown(pair) -> None:
    own = pair.view.strip.run
    pair.session.show_side("b")
    assert pair.view.strip.run == pair.view.maps.run != own
    pair.session.show_side("a")
    assert pair.view.strip.run == own


def test_scale_of_a_difference_reaches_as_far_both_ways(pair) -> None:
    pair.session.set_colormap("viridis")
    pair.session.show_side("difference")
    for layer in ("relu1", "pool2", pair.session._exchange.loaded.layers[-1].value):
        pair.session.select_layer(layer)
        legend = pair.view.maps.legend
        assert legend.levels.low == -legend.levels.high
        assert legend.colours.name == "signed"
    assert pair.session.state.colormap == "viridis"


def test_cell_of_a_difference_tells_both_values(pair) -> None:
    pair.session.show_side("difference")
    pair.session.hover(Cell(2, 3, 4))
    assert pair.view.readout.text.startswith("conv1:2@4,3: A ")
    assert " − B " in pair.view.readout.text


def test_sides_are_stepped_through(pair) -> None:
    sides = []
    for _ in range(4):
        pair.session.step_side()
        sides.append(pair.view.compare.side)
    assert sides == ["b", "difference", "a", "b"]


def test_two_nets_that_share_layers(pair) -> None:
    pair.session.open_net("cifar10")
    pair.settle()
    part = pair.view.compare
    assert (part.a, part.b) == ("other.png in cifar10", "photo.png in lenet5")
    assert "difference" not in part.possible and part.why
    pair.session.show_side("difference")
    assert pair.view.compare.side == "a"


@pytest.fixture
def nets(pair):
    """Two nets: cifar10 is open, lenet5 is pinned and shown."""
    pair.session.open_net("cifar10")
    pair.settle()
    pair.session.select_layer(value_of(pair, "softmax"))
    pair.session.show_side("b")
    return pair


def value_of(desk, title: str) -> str:
    """Return the value name of a card of the strip."""
    return next(card.value for card in desk.view.strip.cards if card.title == title)


def titles(desk) -> list[str]:
    return [card.title for card in desk.view.strip.cards]


def test_strip_shows_the_net_of_the_side_that_is_shown(nets) -> None:
    strip = nets.view.strip
    assert titles(nets)[:4] == ["image", "conv1", "relu1", "pool1"] and nets.view.maps.title == "softmax"
    assert strip.cards[strip.selected].title == "softmax" and strip.run == nets.view.maps.run
    assert strip.thumbnail(strip.cards[1].value, 40, "light").shape == (28, 28, 3)
    assert duration(nets.session._comparison.pinned.activations.total_milliseconds) in nets.view.status
    nets.session.show_side("a")
    assert "conv1_1" in titles(nets) and nets.view.strip.run != strip.run


def test_what_is_pinned_is_shown_where_it_has_no_such_layer(nets) -> None:
    nets.session.show_side("a")
    nets.session.go_to("conv1_1")
    part = nets.view.compare
    assert (part.possible, part.why) == (("a", "b"), "B has no layer conv1_1")
    nets.session.step_side()
    assert (nets.view.compare.side, nets.view.maps.title) == ("b", "conv1")
    nets.session.step_layer(1)
    nets.session.show_side("a")
    assert nets.view.maps.title == "conv1_1"


def test_difference_shows_the_strip_of_what_is_open(pair) -> None:
    own = pair.view.strip
    pair.session.show_side("b")
    pair.session.show_side("difference")
    assert pair.view.strip == own


def test_card_of_a_layer_that_only_b_has_is_selected(nets) -> None:
    open_layer = nets.session.state.layer
    nets.session.select_layer(value_of(nets, "conv2"))
    part = nets.view.compare
    assert nets.view.maps.title == "conv2" and nets.view.maps.volume.shape == (16, 10, 10)
    assert nets.view.strip.cards[nets.view.strip.selected].title == "conv2"
    assert (part.side, part.possible, part.why) == ("b", ("a", "b"), "A has no layer conv2")
    assert nets.session.state.layer == open_layer and nets.session.layer.title == "conv2"
    nets.session.hover(Cell(3, 4, 5))
    assert nets.view.readout.text.startswith("conv2:3@5,4 = ")
    assert nets.view.pointed.outlines["image"].inside.top == 8 / 32
    nets.session.step_layer(1)
    assert nets.view.maps.title == "relu2"
    nets.session.go_to("pool1:2@3,4")
    assert (nets.view.maps.title, nets.session.address) == ("pool1", "pool1:2@3,4")
    nets.session.select_layer(value_of(nets, "fc3"))
    nets.session.show_side("a")
    assert nets.view.maps.title == "pool1" and nets.session.state.only_b == ""


def test_card_of_a_layer_that_both_have_is_selected_in_both(nets) -> None:
    nets.session.select_layer(value_of(nets, "pool1"))
    assert nets.view.compare.why == "pool1 has another shape in B" and nets.view.maps.volume.shape == (6, 14, 14)
    nets.session.show_side("a")
    assert nets.view.maps.title == "pool1" and nets.view.maps.volume.shape[1:] == (16, 16)


def test_selecting_in_b_is_undone(nets) -> None:
    nets.session.select_layer(value_of(nets, "conv2"))
    nets.session.undo()
    assert (nets.view.compare.side, nets.view.maps.title) == ("b", "softmax")
    nets.session.redo()
    assert nets.view.maps.title == "conv2"


def test_layers_of_b_are_searched_and_folded(nets) -> None:
    nets.session.search("conv")
    assert [nets.view.strip.cards[tile].title for tile in sorted(nets.view.strip.found)] == ["conv1", "conv2"]
    nets.session.step_hit(1)
    assert nets.view.maps.title == "conv1" and nets.view.strip.search.place == 1
    nets.session.step_hit(1)
    assert nets.view.maps.title == "conv2" and nets.view.strip.search.place == 2
    nets.session.search(None)
    nets.session.fold(nets.view.strip.cards[1].block)
    assert nets.view.strip.cards[1].contents == ("conv1", "relu1", "pool1") and nets.view.strip.cards[1].folded
    nets.session.fold_all()
    nets.session.select_layer(value_of(nets, "conv1"))
    assert nets.view.maps.title == "pool1"


def test_thumbnails_of_b_tell_its_values(nets) -> None:
    pool = value_of(nets, "pool1")
    volume = nets.session._comparison.pinned.activations[pool][0]
    nets.session.glimpse(pool, (5.5 / 14, 3.5 / 14))
    index = min(nets.session.state.slice, 5)
    assert nets.view.readout.text.startswith(f"pool1:{index}@3,5 = {three_digits(float(volume[index, 5, 3]))}")


def test_column_and_picture_of_b_are_kept_as_those_of_b(nets, tmp_path: Path) -> None:
    nets.session.select_layer(value_of(nets, "conv2"))
    nets.session.pin(Cell(3, 4, 5))
    nets.session.keep_column()
    (column,) = nets.session.state.kept_columns
    assert (column.net, column.picture, column.layer) == ("lenet5", "photo.png", "conv2")
    assert np.array_equal(column.values, nets.view.maps.volume[:, 4, 5])
    assert nets.session.suggested_name("slice") == "photo_conv2_003.png"
    nets.session.save_slice_png(tmp_path / "saved.png")
    assert (tmp_path / "saved.png").exists()


def test_what_is_pinned_is_not_edited(nets) -> None:
    nets.session.select_layer(value_of(nets, "conv2"))
    nets.session.ablate_slice()
    nets.session.edit_weight(0, 0, 0, 1.0)
    assert not nets.session.edits and [message.text for message in nets.messages[-2:]] == [
        "What is pinned stays as it is",
        "There is no filter to edit here",
    ]


def test_another_net_is_opened_while_b_is_shown(nets) -> None:
    nets.session.select_layer(value_of(nets, "conv2"))
    nets.session.open_net("resnet8")
    nets.settle()
    assert nets.view.strip is not None and nets.view.maps is not None
    nets.session.show_side("a")
    assert nets.view.maps.volume.shape[0] == len(nets.view.maps.levels)


def test_what_follows_no_pointer_is_kept_on_either_side(pair) -> None:
    for side in ("b", "difference"):
        pair.session.show_side(side)
        pair.session.hover(Cell(1, 2, 3))
        planes = pair.view.maps.planes
        pair.session.hover(Cell(1, 2, 4))
        assert pair.view.maps.planes is planes and pair.view.maps.levels is not None


def test_same_picture_fitted_otherwise(digits) -> None:
    digits.session.pin_pass()
    digits.session.set_fit("pad")
    digits.settle()
    assert digits.view.compare.a == "photo.png in lenet5, pad"
    assert digits.view.compare.b == "photo.png in lenet5, crop"
    digits.session.show_side("difference")
    assert np.any(digits.view.maps.volume)


def test_escape_lets_go_of_the_cell_then_of_what_is_pinned(pair) -> None:
    pair.session.show_side("difference")
    pair.session.pin(Cell(0, 1, 1))
    pair.session.step_back()
    assert pair.view.compare is not None
    pair.session.step_back()
    assert (pair.view.compare, pair.session.state.side) == (None, "a")


def test_undo_leaves_the_comparison_alone(pair) -> None:
    pair.session.select_layer("conv2")
    pair.session.show_side("difference")
    pair.session.undo()
    assert (pair.view.maps.title, pair.view.compare.side) == ("conv1, A − B", "difference")


def test_what_is_pinned_is_the_same_when_undo_has_brought_it_back(pair) -> None:
    pair.session.undo()
    pair.settle()
    assert pair.view.input.name == "photo.png" and pair.view.compare.same


def test_arithmetic_is_that_of_the_side_that_is_shown(pair) -> None:
    pair.session.show_tab("arithmetic")
    pair.session.pin(Cell(2, 3, 3))
    for side, volume in (("a", pair.view.maps.volume), ("b", pair.before)):
        pair.session.show_side(side)
        assert pair.view.arithmetic.steps[0].cell == pair.view.workings.worked.steps[0].cell == volume[2, 3, 3]
    pair.session.show_side("difference")
    assert "Show A or B" in pair.view.arithmetic.words == pair.view.workings.words


def test_nothing_is_changed_of_what_is_pinned(pair) -> None:
    """Neither its filters and shapes, nor what it is fed; nor is the open net changed in their stead."""
    pair.session.show_tab("shapes")
    pair.session.show_side("b")
    pair.settle()
    assert pair.view.filter.edited is None
    assert (pair.view.workings.knobs, pair.view.workings.unchanging) == (None, "What is pinned keeps its shapes")
    assert pair.view.input.fixed and pair.view.feed.fixed
    wanted = pair.session._exchange.wanted
    pair.session.reshape(Reshaping("conv1", filters=4))
    pair.session.set_crop((0, 0, 20, 20))
    pair.session.set_fit("stretch")
    pair.session.set_format(replace(pair.session._exchange.loaded.graph.input_format, high=255.0))
    assert pair.session._exchange.wanted == wanted
    assert [m.text for m in pair.messages[-4:]] == ["What is pinned stays as it is"] * 4
    pair.session.show_side("a")
    assert pair.view.filter.edited is not None and pair.view.workings.knobs is not None
    assert not pair.view.input.fixed and not pair.view.feed.fixed


def test_infinite_values_are_compared_without_a_warning(desk, tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415

    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 16, 16])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    nodes = [helper.make_node("Log", ["image"], ["out"], name="log")]
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out])), tmp_path / "log.onnx")
    desk.session.open_net(str(tmp_path / "log.onnx"))
    Image.new("RGB", (16, 16), (0, 9, 9)).save(tmp_path / "no-red.png")
    desk.session.open_picture(tmp_path / "no-red.png")
    desk.settle()
    desk.session.go_to("log")
    assert np.isinf(desk.view.maps.volume).any()
    desk.session.pin_pass()
    desk.session.show_side("difference")
    assert np.isnan(desk.view.maps.volume).any() and not np.nan_to_num(desk.view.maps.volume).any()
