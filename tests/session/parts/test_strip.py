from __future__ import annotations

import numpy as np
import pytest
from loaded import loaded_from

from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.session.computing.forward import compute
from explorer.session.feeding import usual_shapes
from explorer.session.numbers import count
from explorer.session.parts.thumbnails import thumbnail
from explorer.session.request import Request
from explorer.session.state import Folds, ViewState
from explorer.session.strip.cards import short_name
from explorer.sources.picture import picture_from_array


def names(desk) -> list[str]:
    return [card.name for card in desk.view.strip.cards]


def test_cards_stand_in_the_order_of_the_flow(digits) -> None:
    strip = digits.view.strip
    assert len(strip.cards) == len(strip.flow.places)
    assert strip.flow.sources[1] == (0,) and strip.flow.targets[0] == (1,)
    assert strip.cards[strip.selected].value == digits.session.state.layer


def test_cards_of_edited_layers_are_told(digits) -> None:
    digits.session.go_to("conv2:3")
    digits.session.edit_weight(0, 0, 0, 1.0)
    digits.settle()
    strip = digits.view.strip
    assert [strip.cards[tile].name for tile in strip.edited] == ["conv2"]
    digits.session.undo()
    digits.settle()
    assert not digits.view.strip.edited


def test_folding_makes_one_card_of_a_block_and_the_selection_stays_in_it(digits) -> None:
    digits.session.step_layer(+1)
    relu = digits.session.state.layer
    digits.session.fold_all()
    strip = digits.view.strip
    assert [card.operator for card in strip.cards[:3]] == ["Input", "Conv + Relu + Pool", "Conv + Relu + Pool"]
    assert (strip.selected, digits.session.state.layer) == (1, relu)
    card = strip.cards[1]
    assert (card.name, card.volume, card.parameters, card.folded) == ("conv1", "14 × 14 × 6", "156", True)
    assert card.formulas == ("(5·5·1 + 1)·6 = 156",) and card.contents == ("conv1", "relu1", "pool1")
    digits.session.step_layer(+1)
    assert digits.view.maps.title == "pool2"
    digits.session.fold_all()
    assert not any(card.folded for card in digits.view.strip.cards)


def test_one_block_is_folded_and_opened_again(digits) -> None:
    before = names(digits)
    block = next(card.block for card in digits.view.strip.cards if card.block)
    digits.session.fold(block)
    assert len(names(digits)) == len(before) - 2 and digits.session.state.folds == Folds(turned=(block,))
    digits.session.fold(block)
    assert names(digits) == before


def test_search_marks_hits_and_steps_through_them(digits) -> None:
    digits.session.search("conv")
    strip = digits.view.strip
    assert {strip.cards[tile].name for tile in strip.found} == {"conv1", "conv2"}
    assert (strip.search.place, len(strip.search.hits)) == (1, 2)
    digits.session.step_hit(1)
    assert digits.view.maps.title == "conv2" and digits.view.strip.search.place == 2
    digits.session.step_hit(1)
    assert digits.view.maps.title == "conv1"
    digits.session.step_hit(-1)
    assert digits.view.maps.title == "conv2"
    digits.session.search(None)
    assert digits.view.strip.search is None and not digits.view.strip.found


def test_search_finds_layers_within_folded_blocks(digits) -> None:
    digits.session.fold_all()
    digits.session.search("relu1")
    assert digits.view.strip.found == {1}
    digits.session.step_hit(1)
    assert digits.view.maps.title == "relu1" and digits.view.strip.selected == 1


def test_search_is_no_step_of_undo(digits) -> None:
    digits.session.search("conv")
    digits.session.fold_all()
    digits.session.undo()
    assert (digits.session.state.folds, digits.session.state.search) == (Folds(), "conv")


def test_strip_is_the_same_while_the_pointer_moves(digits) -> None:
    before = digits.view.strip
    digits.session.hover(None)
    assert digits.view.strip == before
    assert digits.view.strip.cards is before.cards and digits.view.strip.flow is before.flow


def test_thumbnail_is_the_slice_that_selecting_would_select(digits) -> None:
    digits.session.select_slice(3)
    strip = digits.view.strip
    picture = strip.thumbnail(strip.cards[1].value, 40, "light")
    assert picture.shape == (28, 28, 3) and picture.dtype == np.uint8
    digits.session.select_slice(4)
    assert digits.view.strip != strip
    assert not np.array_equal(picture, digits.view.strip.thumbnail(strip.cards[1].value, 40, "light"))


def test_thumbnail_of_a_large_map_is_small(digits) -> None:
    strip = digits.view.strip
    assert strip.thumbnail(strip.cards[1].value, 10, "dark").shape == (10, 10, 3)


def test_thumbnail_of_the_input_is_the_picture_that_is_fed(digits) -> None:
    strip = digits.view.strip
    assert strip.thumbnail(strip.cards[0].value, 40, "light").shape == (32, 32, 3)


def test_thumbnail_of_a_vector_shows_all_its_units(digits) -> None:
    strip = digits.view.strip
    values = {card.volume: card.value for card in strip.cards}
    assert strip.thumbnail(values["1 × 1 × 84"], 100, "light").shape == (7, 12, 3)
    assert strip.thumbnail(values["1 × 1 × 10"], 100, "light").shape == (2, 5, 3)


def test_units_of_a_vector_share_one_scale(digits) -> None:
    value = next(card.value for card in digits.view.strip.cards if card.volume == "1 × 1 × 84")
    shared = digits.view.strip.thumbnail(value, 100, "light")
    digits.session.set_scope("slice")
    assert np.array_equal(digits.view.strip.thumbnail(value, 100, "light"), shared)


def test_dead_slice_has_no_thumbnail() -> None:
    weights = np.zeros((2, 3, 1, 1), np.float32)
    weights[0] = 1
    conv = Node("conv", build("Conv", {}, opset=17), ("image", "w"), ("out",))
    graph = Graph("net", (conv,), (GraphInput("image", (1, 3, 4, 4)),), ("out",), {"w": weights}, 17)
    picture = picture_from_array(np.ones((4, 4, 3), np.float32), "white")
    loaded = loaded_from(graph, usual_shapes(graph))
    computed = compute(Executor(graph), loaded, picture, Request())
    alive, dead = (thumbnail(ViewState(slice=index), computed, "out", 40, "light") for index in (0, 1))
    assert alive is not None and dead is None


@pytest.mark.parametrize(
    ("title", "operator", "short"),
    [
        ("conv1", "Conv", "conv1"),
        ("/layer1/layer1.0/conv1/Conv", "Conv", "layer1.0/conv1"),
        ("/features/features.3/Relu_1", "Relu", "features.3"),
        ("Conv", "Conv", "Conv"),
        ("/Conv", "Conv", "Conv"),
        ("fire2/squeeze1x1", "Conv", "fire2/squeeze1x1"),
        ("/", "Add", "/"),
    ],
)
def test_names_lose_what_goes_without_saying(title: str, operator: str, short: str) -> None:
    assert short_name(title, operator) == short


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (156, "156"),
        (999, "999"),
        (1000, "1.0 k"),
        (1792, "1.8 k"),
        (9960, "10 k"),
        (147584, "148 k"),
        (999_600, "1.0 M"),
        (2_359_296, "2.4 M"),
        (138_357_544, "138 M"),
    ],
)
def test_numbers_of_parameters_are_short(number: int, text: str) -> None:
    assert count(number) == text
