"""Values that lie in the Concat that joins them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from random_nets import INPUT, random_net

from explorer.importers.reader import graph_of
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.joined import Piece, pieces
from explorer.nn.ops import build
from explorer.nn.spec import FLOAT, Array, Spec

PICTURE = np.random.default_rng(0).standard_normal((1, 3, 5, 7)).astype(np.float32)
ONE = Spec((1, 3, 5, 7), FLOAT)


def node(operator: str, inputs: str, output: str, **attributes: Any) -> Node:
    return Node(output, build(operator, attributes, opset=13), tuple(inputs.split()), (output,))


def run(*nodes: Node, known: Mapping[str, Array] | None = None) -> Mapping[str, Array]:
    inputs = (GraphInput("x", PICTURE.shape),)
    net = Graph("test", nodes, inputs, (nodes[-1].outputs[0],), known or {}, 13)
    return Executor(net).run({"x": PICTURE})


def joined(values: Mapping[str, Array], *names: str, axis: int = 1) -> Array:
    return np.concatenate([values[name] for name in names], axis)


def test_inputs_lie_in_the_output() -> None:
    values = run(node("Neg", "x", "a"), node("Exp", "x", "b"), node("Concat", "a b x", "y", axis=1))
    np.testing.assert_array_equal(values["y"], joined(values, "a", "b", "x"))
    np.testing.assert_array_equal(values["a"], -PICTURE)
    assert all(np.shares_memory(values[name], values["y"]) for name in "abx")


def test_what_takes_no_time_is_said_to_take_none() -> None:
    net = Graph("test", (node("Concat", "x", "y", axis=1),), (GraphInput("x", PICTURE.shape),), ("y",), {}, 13)
    values = Executor(net).run({"x": PICTURE})
    assert values.milliseconds == {"y": 0}
    np.testing.assert_array_equal(values["y"], PICTURE)


def test_what_is_joined_along_rows_is_copied() -> None:
    values = run(node("Neg", "x", "a"), node("Concat", "a x", "y", axis=2))
    np.testing.assert_array_equal(values["y"], joined(values, "a", "x", axis=2))
    assert not np.shares_memory(values["a"], values["y"])


def test_an_input_that_is_read_twice_lies_in_one_place() -> None:
    values = run(node("Neg", "x", "a"), node("Concat", "a a", "y", axis=1), node("Concat", "a x", "z", axis=1))
    np.testing.assert_array_equal(values["y"], joined(values, "a", "a"))
    np.testing.assert_array_equal(values["z"], joined(values, "a", "x"))
    assert np.shares_memory(values["a"], values["z"])
    assert not np.shares_memory(values["y"], values["z"])


def test_views_and_weights_are_copied() -> None:
    weights = np.ones((1, 2, 5, 7), np.float32)
    nodes = node("Neg", "x", "a"), node("Identity", "a", "view"), node("Concat", "view w a", "y", axis=1)
    values = run(*nodes, known={"w": weights})
    np.testing.assert_array_equal(values["y"], joined(values, "view", "w", "a"))
    assert np.shares_memory(values["view"], values["y"][:, 5:])
    assert not np.shares_memory(values["w"], values["y"])


@pytest.mark.parametrize(("second", "third"), [("ab c", "abc d"), ("a b c", "a b c d")])
def test_dense_blocks_lie_in_their_last_join(second: str, third: str) -> None:
    values = run(
        *(node("Neg", "x", "a"), node("Exp", "a", "b"), node("Concat", "a b", "ab", axis=1)),
        *(node("AveragePool", "ab", "c", kernel_shape=(3, 3), pads=(1,) * 4), node("Concat", second, "abc", axis=1)),
        *(node("Abs", "abc", "d"), node("Concat", third, "abcd", axis=1)),
    )
    np.testing.assert_array_equal(values["abcd"], joined(values, "a", "b", "c", "d"))
    np.testing.assert_array_equal(values["d"], np.abs(values["abcd"][:, :12]))
    assert all(values[name].ctypes.data == values["abcd"].ctypes.data for name in ("a", "ab", "abc"))


def test_a_join_that_lies_in_another_has_its_inputs_there() -> None:
    found = pieces([((0, 1), 2), ((1, 2), 3)], {0, 1, 2, 3}, [ONE, ONE, Spec((1, 6, 5, 7), FLOAT), ONE])
    assert found == {1: Piece(3, 0), 2: Piece(3, 105), 0: Piece(3, 105)}


def test_a_join_of_what_lies_in_order_elsewhere_lies_there() -> None:
    found = pieces([((1, 2), 3), ((2, 1), 4), ((0, 1, 2), 5)], range(6), [ONE] * 6)
    assert found == {0: Piece(5, 0), 1: Piece(5, 105), 2: Piece(5, 210), 3: Piece(5, 105)}


def test_memory_is_free_once_nobody_holds_a_piece() -> None:
    nodes = node("Neg", "x", "a"), node("Concat", "a x", "y", axis=1)
    executor = Executor(Graph("test", nodes, (GraphInput("x", PICTURE.shape),), ("y",), {}, 13))
    held = executor.run({"x": PICTURE})["a"]
    place = executor.run({"x": PICTURE * 2}).arrays["y"].ctypes.data
    np.testing.assert_array_equal(held, -PICTURE)
    assert {executor.run({"x": PICTURE}).arrays["y"].ctypes.data for _ in range(5)} == {place}


def between_others(net: Graph, values: Mapping[str, Array]) -> tuple[Graph, Sequence[str]]:
    """Return a net whose float32 values each lie between two others, and these others, which are computed first."""
    made = [name for each in net.nodes for name in each.outputs if name]
    names = [name for name in made if values[name].dtype == FLOAT and values[name].ndim]
    inputs = [GraphInput(f"{name} fed", values[name].shape) for name in names]
    sides, joins = [], []
    for name in names:
        before, behind, everything = (f"{name} {which}" for which in ("Neg", "Abs", "all"))
        for operator, side in (("Neg", before), ("Abs", behind)):
            sides.append(Node(side, build(operator, {}, opset=13), (f"{name} fed",), (side,)))
        join = build("Concat", {"axis": 0}, opset=13)
        joins.append(Node(everything, join, (before, name, behind), (everything,)))
    return replace(net, nodes=(*sides, *net.nodes, *joins), inputs=(*net.inputs, *inputs)), names


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_written_beside_a_value(seed: int) -> None:
    model, picture = random_net(seed)
    net = graph_of(model, "random")
    alone = Executor(net).run({INPUT: picture})
    wider, names = between_others(net, alone)
    rng = np.random.default_rng(seed)
    fed = {f"{name} fed": rng.standard_normal(alone[name].shape).astype(np.float32) for name in names}
    values = Executor(wider).run({INPUT: picture, **fed})
    for name in names:
        np.testing.assert_array_equal(values[f"{name} Neg"], -fed[f"{name} fed"])
        np.testing.assert_array_equal(values[name], alone[name])
        np.testing.assert_array_equal(values[f"{name} Abs"], np.abs(fed[f"{name} fed"]))
        np.testing.assert_array_equal(values[f"{name} all"], joined(values, f"{name} Neg", name, f"{name} Abs", axis=0))
