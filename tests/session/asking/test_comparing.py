from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.session.state import Cell


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


def test_arithmetic_is_that_of_the_side_that_is_shown(pair) -> None:
    pair.session.show_tab("arithmetic")
    pair.session.pin(Cell(2, 3, 3))
    for side, volume in (("a", pair.view.maps.volume), ("b", pair.before)):
        pair.session.show_side(side)
        assert pair.view.arithmetic.steps[0].cell == pair.view.workings.worked.steps[0].cell == volume[2, 3, 3]
    pair.session.show_side("difference")
    assert pair.view.arithmetic is None and "Show A or B" in pair.view.workings.words
