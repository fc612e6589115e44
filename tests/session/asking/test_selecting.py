from __future__ import annotations

from pathlib import Path

import pytest

from explorer.session.bundled import bundled_nets
from explorer.session.pointed import Cell


def _changed(old, new) -> set[str]:
    return {
        name
        for name in ("input", "maps", "slice", "filter", "answer", "pointed", "readout")
        if getattr(old, name) != getattr(new, name)
    }


def test_only_what_changes_differs(digits) -> None:
    old = digits.view
    digits.session.select_slice(3)
    assert _changed(old, digits.view) == {"slice", "filter"}
    old = digits.view
    digits.session.hover(Cell(2, 4, 5))
    assert _changed(old, digits.view) == {"pointed", "readout"}


def test_nothing_is_told_when_nothing_changes(digits) -> None:
    digits.session.select_slice(0)
    digits.session.set_scope("layer")
    assert digits.views == []


def test_readout_spells_the_hovered_cell(digits) -> None:
    digits.session.hover(Cell(2, 4, 5))
    readout = digits.view.readout
    value = digits.view.maps.volume[2, 4, 5]
    assert readout.address == "conv1:2@5,4"
    assert float(readout.exact.replace("−", "-")) == pytest.approx(float(value), rel=1e-8)
    digits.session.hover(None)
    assert digits.view.readout is None


@pytest.mark.parametrize("cell", [Cell(6, 0, 0), Cell(0, 28, 0), Cell(0, 0, 28), Cell(0, -1, 0)])
def test_cell_outside_is_not_read(digits, cell: Cell) -> None:
    digits.session.hover(cell)
    assert digits.view.readout is None
    digits.session.pin(cell)
    assert digits.session.state.pinned is None


def test_pin_selects_the_slice_and_shows_the_value(digits) -> None:
    digits.session.pin(Cell(4, 10, 11))
    assert digits.view.slice.title == "Map 4"
    assert digits.view.slice.address == "conv1:4@11,10"
    assert digits.view.slice.facts[0][0] == "Value at row 10, column 11"


def test_escape_leaves_the_large_map_then_the_pin(digits) -> None:
    digits.session.pin(Cell(0, 1, 1))
    digits.session.toggle_zoom()
    digits.session.step_back()
    assert (digits.session.state.zoomed, digits.session.state.pinned) == (False, (1, 1))
    digits.session.step_back()
    assert digits.session.state.pinned is None


def test_slices_step_in_the_grid_and_stop_at_its_edges(digits) -> None:
    digits.session.set_columns(4)
    places = []
    for dx, dy in [(1, 0), (0, 1), (0, 1), (1, 0), (0, -1), (-1, 0), (-9, 0)]:
        digits.session.step_slice(dx, dy)
        places.append(digits.session.state.slice)
    assert places == [1, 5, 5, 5, 1, 0, 0]


def test_layers_step_and_stop_at_the_ends(digits) -> None:
    digits.session.step_layer(-5)
    assert digits.view.maps.title == digits.view.strip.cards[0].title
    digits.session.step_layer(+100)
    assert digits.session.state.layer == digits.view.strip.cards[-1].value


def test_slice_is_clipped_to_the_layer(digits) -> None:
    digits.session.step_layer(+3)
    digits.session.select_slice(15)
    assert digits.session.state.slice == 15
    digits.session.select_layer(digits.view.strip.cards[1].value)
    assert digits.session.state.slice == 5


def test_activation_shows_the_filter_of_its_convolution(digits) -> None:
    digits.session.select_layer(digits.view.strip.cards[2].value)
    assert digits.view.filter.note == "of conv1, before Relu"
    assert digits.view.filter.node == "conv1"


def test_selection_stays_when_the_picture_changes(digits, photo: Path) -> None:
    digits.session.step_layer(+3)
    digits.session.select_slice(9)
    digits.session.pin(Cell(9, 2, 2))
    digits.session.open_picture(photo)
    digits.settle()
    assert (digits.view.maps.title, digits.session.state.slice, digits.session.state.pinned) == ("conv2", 9, (2, 2))


def test_every_layer_of_every_bundled_net_can_be_selected(desk, photo: Path) -> None:
    for name in bundled_nets():
        desk.session.open_net(name)
        desk.session.open_picture(photo)
        desk.settle()
        for card in desk.view.strip.cards:
            desk.session.select_layer(card.value)
            assert desk.view.maps.value == card.value
            assert desk.view.slice.plane.shape == desk.view.maps.volume.shape[1:]
            assert len(desk.view.maps.ranges) == len(desk.view.maps.levels) == len(desk.view.maps.volume)
    assert desk.messages == []


def test_scope_of_a_slice_gives_each_its_own_scale(digits) -> None:
    shared = digits.view.maps
    digits.session.set_scope("slice")
    own = digits.view.maps
    assert len(set(map(id, shared.levels))) == 1
    assert len({levels.high for levels in own.levels}) > 1
    assert "…" in own.caption(0) and "…" not in shared.caption(0)
    assert own.subtitle.endswith("number = range")


def test_fit_feeds_the_picture_again(digits) -> None:
    boxes = []
    for _ in range(3):
        boxes.append(digits.view.input.framing.box)
        digits.session.step_fit()
        digits.settle()
    assert boxes == [(0, 10, 40, 50), (-10, 0, 50, 60), (0, 0, 40, 60)]


def test_tile_stays_within_bounds(digits) -> None:
    digits.session.set_tile(1000)
    assert digits.session.state.tile == 192
    digits.session.set_tile(1)
    assert digits.session.state.tile == 48


def test_the_theme_command_turns_over_what_is_seen(desk) -> None:
    seen = []
    for dark in (False, True, False):
        desk.session.set_dark(dark)
        desk.session.step_theme()
        seen.append(desk.session.state.theme)
    assert seen == ["dark", "light", "dark"]
