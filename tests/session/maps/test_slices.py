from __future__ import annotations

import numpy as np
import pytest

from explorer.session.pointed import Cell
from explorer.session.state import ORDERS, SPEEDS


def test_order_is_that_of_the_values_and_the_grid_is_walked_in_it(digits) -> None:
    session = digits.session
    session.select_layer(next(layer.value for layer in session._exchange.loaded.layers if layer.title == "conv2"))
    session.set_order("maximum")
    maps = digits.view.maps
    highest = maps.volume.max(axis=(1, 2))
    assert list(maps.ordered) == sorted(range(16), key=lambda index: -highest[index])
    session.select_slice(maps.ordered[0])
    session.step_slice(1, 0)
    assert session.state.slice == maps.ordered[1]
    session.step_slice(-5, 0)
    assert session.state.slice == maps.ordered[0]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_shows_every_slice(digits, order) -> None:
    for layer in digits.session._exchange.loaded.layers:
        digits.session.select_layer(layer.value)
        digits.session.set_order(order)
        maps = digits.view.maps
        assert sorted(maps.ordered) == list(range(len(maps.volume)))
        assert maps.selected == digits.session.state.slice


def test_contribution_is_to_the_filter_that_was_selected_in_the_next_layer(digits) -> None:
    session = digits.session
    named = {layer.title: layer.value for layer in session._exchange.loaded.layers}
    session.select_map(named["conv2"], 5)
    session.select_layer(named["pool1"])
    session.set_order("contribution")
    assert digits.view.maps.reader == "conv2:5"
    chosen = digits.view.maps.ordered
    session.select_map(named["conv2"], 9)
    session.select_layer(named["pool1"])
    assert digits.view.maps.reader == "conv2:9"
    assert digits.view.maps.ordered != chosen
    session.select_layer(named["relu1"])
    assert digits.view.maps.reader == ""
    assert digits.view.maps.ordered == range(6)


def test_numbers_at_the_maps_are_those_that_they_are_ordered_by(digits) -> None:
    assert digits.view.maps.subtitle.endswith("number = maximum")
    digits.session.set_order("variance")
    maps = digits.view.maps
    assert maps.subtitle.endswith("number = variance")
    numbers = [float(maps.caption(index).replace("\u2212", "-")) for index in maps.ordered]
    assert numbers == sorted(numbers, reverse=True)
    digits.session.set_order("maximum")
    assert digits.view.maps.subtitle.endswith("number = maximum")


def test_pages_are_turned_and_follow_the_selection(digits) -> None:
    session = digits.session
    session.select_layer(next(layer.value for layer in session._exchange.loaded.layers if layer.title == "conv2"))
    session.set_page(6)
    assert digits.view.maps.slices == range(6)
    session.turn_page(1)
    assert (session.state.slice, digits.view.maps.slices) == (6, range(6, 12))
    session.turn_page(5)
    assert digits.view.maps.slices == range(12, 16)
    session.select_slice(0)
    assert digits.view.maps.slices == range(6)
    session.set_page(0)
    assert len(digits.view.maps.slices) == 16


def test_playing_goes_round(digits) -> None:
    session = digits.session
    session.toggle_play()
    assert session.state.playing
    count = len(digits.view.maps.ordered)
    seen = [session.state.slice]
    for _ in range(count):
        session.play_on()
        seen.append(session.state.slice)
    assert sorted(seen[:-1]) == list(range(count))
    assert seen[-1] == seen[0]
    session.toggle_play()
    assert not session.state.playing


def test_pointer_over_the_large_map_points_into_the_slice_that_is_shown(digits) -> None:
    session = digits.session
    session.toggle_zoom()
    session.hover(Cell(0, 2, 3))
    session.play_on()
    assert session.state.hovered == Cell(1, 2, 3)
    session.toggle_zoom()
    session.hover(Cell(4, 2, 3))
    session.step_slice(1, 0)
    assert session.state.hovered == Cell(4, 2, 3)


def test_speed_stays_within_its_bounds(digits) -> None:
    for count in (1, -1):
        for _ in SPEEDS:
            digits.session.step_speed(count)
        assert digits.session.state.speed == SPEEDS[-1 if count > 0 else 0]


def test_nothing_is_played_or_turned_where_nothing_is_shown(desk) -> None:
    session = desk.session
    session.toggle_play()
    session.play_on()
    session.turn_page(1)
    session.step_slice(1, 1)
    assert not session.state.playing


def test_maps_without_a_number_are_ordered_too(digits) -> None:
    values = digits.view.maps.volume.copy()
    values[2] = np.nan
    assert digits.session._exchange.computed is not None
    digits.session._exchange.computed.measures.volume = lambda _: values
    digits.session.set_order("variance")
    assert digits.view.maps.ordered[-1] == 2
