from __future__ import annotations

from explorer.bench.builder import Builder
from explorer.nn.changes import changed, drawn_again, having
from explorer.nn.infer import infer
from explorer.nn.reshaping import Reshaping


def test_changes_are_made_one_after_another() -> None:
    net = Builder("net", 1, 3, 32, 32)
    net.conv(6, 5)
    net.conv(16, 5)
    shapes = {"image": (1, 3, 32, 32)}
    after = changed(net.graph(), (Reshaping("conv1", filters=8), Reshaping("conv2", strides=(2, 2))), shapes)
    assert infer(after, shapes)["conv2"].shape == (1, 16, 12, 12)
    assert after.untrained == "conv1, conv2: He-initialised, seed 0"


def test_a_layer_that_is_made_anew_twice_is_named_once() -> None:
    net = Builder("net", 1, 3, 32, 32)
    net.conv(6, 5)
    net.max_pool(2, 2)
    net.add("Flatten")
    net.fully_connected(10)
    shapes = {"image": (1, 3, 32, 32)}
    after = changed(net.graph(), (Reshaping("conv1", filters=8), Reshaping("maxpool1", strides=(4, 4))), shapes)
    assert after.untrained == "conv1, gemm1: He-initialised, seed 0"


def test_what_a_layer_is_reshaped_to_takes_the_place_of_what_it_was() -> None:
    changes = having(having((), Reshaping("a", filters=3)), Reshaping("b", filters=4))
    assert having(changes, Reshaping("a", filters=5)) == (Reshaping("a", filters=5), Reshaping("b", filters=4))


def test_all_changes_draw_from_one_seed() -> None:
    changes = having(drawn_again(having((), Reshaping("a", filters=3))), Reshaping("b", filters=4))
    assert [change.seed for change in changes] == [1, 1]


def test_new_weights_are_drawn_again_from_the_next_seed() -> None:
    assert drawn_again((Reshaping("a", filters=3, seed=1),)) == (Reshaping("a", filters=3, seed=2),)
