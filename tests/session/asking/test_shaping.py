from __future__ import annotations

import numpy as np
import pytest

from explorer.nn.changes import Changes
from explorer.nn.reshaping import Reshaping
from explorer.session.keeping.record import from_record, to_record
from explorer.session.request import Request


def depth(desk, layer: str) -> int:
    desk.session.select_layer(layer)
    return len(desk.view.maps.volume)


def weights(desk, name: str) -> np.ndarray:
    graph = desk.session._exchange.loaded.graph
    node = next(node for node in graph.nodes if node.name == name)
    return graph.initializers[node.inputs[1]]


def test_more_filters_are_shown_and_said_to_be_untrained(digits) -> None:
    kept = weights(digits, "fc4")
    digits.session.reshape(Reshaping("conv2", filters=24))
    digits.settle()
    assert depth(digits, "conv2") == 24 and depth(digits, "pool2") == 24
    assert weights(digits, "fc4") is kept
    assert digits.view.reshaped
    assert "untrained, conv2, fc3: He-initialised, seed 0; re-shaped" in digits.view.title
    assert "Untrained (conv2, fc3: He-initialised, seed 0)" in digits.view.status


def test_reshaping_is_undone_and_made_again(digits) -> None:
    trained = weights(digits, "conv2")
    digits.session.select_layer("conv2")
    digits.session.reshape(Reshaping("conv2", filters=24))
    digits.settle()
    digits.session.undo()
    digits.settle()
    assert len(digits.view.maps.volume) == 16 and not digits.view.reshaped
    assert weights(digits, "conv2") is trained
    digits.session.redo()
    digits.settle()
    assert len(digits.view.maps.volume) == 24


def test_reshaping_twice_begins_with_the_net_as_it_was_opened(digits) -> None:
    trained = weights(digits, "conv2")
    for filters in (24, 16):
        digits.session.reshape(Reshaping("conv2", filters=filters))
        digits.settle()
    assert np.array_equal(weights(digits, "conv2"), trained)
    assert "untrained" not in digits.view.title


def test_what_cannot_be_is_told_and_the_net_stays(digits) -> None:
    for _ in range(2):
        digits.messages.clear()
        digits.session.reshape(Reshaping("conv1", strides=(9, 9)))
        digits.settle()
        (message,) = digits.messages
        assert message.kind == "error" and message.text.startswith("the layer 'conv1' cannot be re-shaped so:")
        assert digits.session._exchange.wanted.changes == ()
    assert depth(digits, "conv1") == 6
    digits.session.reshape(Reshaping("conv1", filters=4))
    digits.settle()
    assert depth(digits, "conv1") == 4


def test_shapes_are_reset_and_weights_drawn_again(digits) -> None:
    digits.session.reshape(Reshaping("conv2", filters=24))
    digits.settle()
    first = weights(digits, "conv2")
    digits.session.draw_weights_again()
    digits.settle()
    assert not np.array_equal(weights(digits, "conv2"), first)
    assert "seed 1" in digits.view.title
    digits.session.reset_shapes()
    digits.settle()
    assert depth(digits, "conv2") == 16 and not digits.view.reshaped


def test_another_net_is_opened_as_it_is(digits) -> None:
    digits.session.reshape(Reshaping("conv2", filters=24))
    digits.settle()
    digits.session.open_net("cifar10")
    digits.settle()
    assert not digits.view.reshaped and digits.messages == []


def test_reshapings_are_kept_between_two_starts() -> None:
    changes: Changes = (Reshaping("a", filters=3, strides=(2, 2), seed=4),)
    assert from_record(Request, to_record(Request(changes=changes))).changes == changes


@pytest.mark.parametrize("bias", [True, False])
def test_edits_that_no_longer_fit_are_dropped(digits, bias: bool) -> None:
    digits.session.select_layer("conv1")
    digits.session.edit_bias(3.0) if bias else digits.session.edit_weight(0, 0, 0, 2.0)
    digits.settle()
    digits.session.reshape(Reshaping("conv1", filters=1, kernel=(3, 3)))
    digits.settle()
    assert depth(digits, "conv1") == 1


def test_net_that_is_being_opened_is_not_reshaped_as_the_one_that_it_replaces(digits) -> None:
    digits.session.open_net("cifar10")
    digits.session.reshape(Reshaping("conv1_1", filters=4))
    assert digits.messages[-1].text == "Another net is being opened"
    digits.settle()
    assert not digits.view.reshaped and digits.messages[-1].text == "Another net is being opened"
    digits.session.reshape(Reshaping("conv1_1", filters=4))
    digits.session.reshape(Reshaping("conv1_2", filters=4))
    digits.settle()
    assert depth(digits, "conv1_1") == depth(digits, "conv1_2") == 4


def test_what_is_pinned_neither_gets_its_shapes_back_nor_other_weights(digits) -> None:
    digits.session.reshape(Reshaping("conv2", filters=24))
    digits.settle()
    digits.session.pin_pass()
    digits.session.show_side("b")
    wanted = digits.session._exchange.wanted
    digits.session.reset_shapes()
    digits.session.draw_weights_again()
    digits.session.slide(convolutional=True)
    assert digits.session._exchange.wanted == wanted
    assert [message.text for message in digits.messages[-3:]] == ["What is pinned stays as it is"] * 3
