"""Running graphs: feeds, kept values, times, plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from explorer.errors import InputError, NetError
from explorer.kernels.threads import set_threads
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.nn.spec import INT, Array

PICTURE = np.arange(48, dtype=np.float32).reshape(1, 3, 4, 4) - 20


def node(operator: str, inputs: str, outputs: str, **attributes: Any) -> Node:
    names = tuple("" if n == "-" else n for n in outputs.split())
    op = build(operator, attributes, opset=13, outputs=len(names))
    return Node(f"{operator} {outputs}", op, tuple(inputs.split()), names)


def graph(*nodes: Node, initializers: Mapping[str, Array] | None = None) -> Graph:
    inputs = (GraphInput("x", (1, 3, None, None)),)
    return Graph("test", nodes, inputs, (nodes[-1].outputs[0],), initializers or {}, 13)


def test_every_value_is_kept() -> None:
    net = graph(node("Relu", "x", "y"), node("Flatten", "y", "z"), node("Neg", "z", "w"))
    values = Executor(net).run({"x": PICTURE})
    assert list(values) == ["x", "y", "z", "w"]
    np.testing.assert_array_equal(values["y"], np.maximum(PICTURE, 0))
    np.testing.assert_array_equal(values["w"], -np.maximum(PICTURE, 0).reshape(1, 48))


def test_weights_and_folded_values_are_among_the_values() -> None:
    nodes = (node("Transpose", "w", "wt"), node("Add", "x wt", "y"))
    values = Executor(graph(*nodes, initializers={"w": PICTURE.T.copy()})).run({"x": PICTURE})
    np.testing.assert_array_equal(values["wt"], PICTURE)
    np.testing.assert_array_equal(values["y"], PICTURE * 2)


def test_values_are_read_only() -> None:
    weights = np.ones(1, np.float32)
    net = graph(node("Relu", "x", "y"), node("Flatten", "y", "z"), node("Add", "z w", "v"), initializers={"w": weights})
    values = Executor(net).run({"x": PICTURE})
    assert not any(array.flags.writeable for array in values.values())
    assert weights.flags.writeable


def test_feeding_does_not_share_memory_with_the_values() -> None:
    fed = PICTURE.copy()
    values = Executor(graph(node("Identity", "x", "y"))).run({"x": fed})
    fed[:] = 0
    np.testing.assert_array_equal(values["y"], PICTURE)


def frozen(array: Array) -> Array:
    array = array.copy()
    array.flags.writeable = False
    return array


def test_what_is_written_between_two_passes_is_seen() -> None:
    executor = Executor(graph(node("Neg", "x", "y")))
    fed = PICTURE.copy()
    executor.run({"x": fed})
    fed += 1
    np.testing.assert_array_equal(executor.run({"x": fed})["y"], -PICTURE - 1)
    fed.flags.writeable = False
    executor.run({"x": fed})
    fed.flags.writeable = True
    fed += 1
    np.testing.assert_array_equal(executor.run({"x": fed})["y"], -PICTURE - 2)


def test_a_read_only_view_of_what_is_written_is_seen_anew() -> None:
    executor = Executor(graph(node("Neg", "x", "y")))
    owner = PICTURE.copy()
    view = owner.view()
    view.flags.writeable = False
    executor.run({"x": view})
    owner += 1
    np.testing.assert_array_equal(executor.run({"x": view})["y"], -PICTURE - 1)


def test_what_nobody_writes_is_copied_once_into_each_memory() -> None:
    executor = Executor(graph(node("Neg", "x", "y")))
    fed = PICTURE.copy()
    written = fed.view()  # as only a test writes, to see whether it is read
    fed.flags.writeable = False
    first = executor.run({"x": fed})
    written += 1
    second = executor.run({"x": fed})  # in memory of its own, as the first is held
    np.testing.assert_array_equal(first["y"], -PICTURE)
    np.testing.assert_array_equal(second["y"], -PICTURE - 1)
    del first
    written += 1
    np.testing.assert_array_equal(executor.run({"x": fed})["y"], -PICTURE)


def test_another_picture_and_back() -> None:
    executor = Executor(graph(node("Neg", "x", "y")))
    one, other = frozen(PICTURE), frozen(PICTURE * 2)
    for fed in (one, one, other, other, one, PICTURE, one):
        np.testing.assert_array_equal(executor.run({"x": fed})["y"], -fed)


def test_maps_that_lie_side_by_side_are_sliced_where_they_are() -> None:
    nodes = (
        node("Neg", "x", "minus"),
        node("Slice", "minus one two one", "second"),
        node("Slice", "minus one two last", "column"),
        node("Abs", "column", "y"),
    )
    known = {"one": np.array([1]), "two": np.array([2]), "last": np.array([3])}
    executor = Executor(graph(*nodes, initializers=known))
    pictures = np.random.default_rng(0).normal(size=(3, 1, 3, 4, 5)).astype(np.float32)
    kept = [executor.run({"x": picture}) for picture in pictures]
    for values, picture in zip(kept, pictures, strict=True):
        np.testing.assert_array_equal(values["second"], -picture[:, 1:2])
        np.testing.assert_array_equal(values["y"], np.abs(picture[..., 1:2]))
        assert np.shares_memory(values["second"], values["minus"])
        assert not np.shares_memory(values["column"], values["minus"])


def test_second_run_leaves_the_first_values_alone() -> None:
    executor = Executor(graph(node("Relu", "x", "y")))
    first = executor.run({"x": PICTURE})
    executor.run({"x": PICTURE * 0})
    np.testing.assert_array_equal(first["y"], np.maximum(PICTURE, 0))


def test_every_node_has_its_time_and_those_with_nothing_to_compute_took_none() -> None:
    nodes = (node("Shape", "x", "shape"), node("Relu", "x", "y"), node("Reshape", "y shape", "z"))
    values = Executor(graph(*nodes)).run({"x": PICTURE})
    assert list(values.milliseconds) == ["Shape shape", "Relu y", "Reshape z"]
    assert values.milliseconds["Shape shape"] == 0
    assert values.milliseconds["Relu y"] > 0
    assert values.milliseconds["Reshape z"] == 0
    assert values.total_milliseconds == sum(values.milliseconds.values())


def test_second_run_of_the_same_shape_uses_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    net = graph(node("Relu", "x", "y"))
    planned: list[int] = []
    cls = type(net.nodes[0].op)
    plan = cls.plan  # type: ignore[attr-defined]
    monkeypatch.setattr(cls, "plan", lambda *arguments: planned.append(1) or plan(*arguments))
    executor = Executor(net)
    for _ in range(3):
        executor.run({"x": PICTURE})
    assert len(planned) == 1
    executor.run({"x": PICTURE[:, :, :2]})
    assert len(planned) == 2


def test_other_shapes_give_other_values() -> None:
    executor = Executor(graph(node("Flatten", "x", "y")))
    assert executor.run({"x": PICTURE})["y"].shape == (1, 48)
    assert executor.run({"x": PICTURE[:, :, :2]})["y"].shape == (1, 24)
    assert executor.run({"x": PICTURE})["y"].shape == (1, 48)


def test_output_that_nobody_asked_for_is_left_out() -> None:
    net = graph(node("TopK", "x k", "- indices", axis=1), initializers={"k": np.array([1])})
    values = Executor(net).run({"x": PICTURE})
    assert "" not in values
    np.testing.assert_array_equal(values["indices"], np.full((1, 1, 4, 4), 2))


def test_kernels_take_views() -> None:
    nodes = (node("Transpose", "x", "t", perm=(0, 2, 3, 1)), node("Relu", "t", "y"), node("Slice", "y s e", "z"))
    constants = {"s": np.array([0, 1]), "e": np.array([1, 3])}
    values = Executor(graph(*nodes, node("Relu", "z", "w"), initializers=constants)).run({"x": PICTURE})
    np.testing.assert_array_equal(values["w"], np.maximum(PICTURE.transpose(0, 2, 3, 1)[:, 1:3], 0))


def test_feeds_become_the_input_type() -> None:
    values = Executor(graph(node("Identity", "x", "y"))).run({"x": PICTURE.astype(np.float64)[:, :, ::-1]})
    assert values["x"].dtype == np.float32
    assert values["x"].flags.c_contiguous


def test_missing_input_is_refused() -> None:
    with pytest.raises(InputError, match="input 'x' is missing"):
        Executor(graph(node("Relu", "x", "y"))).run({})


def test_unknown_input_is_refused() -> None:
    with pytest.raises(InputError, match=r"the net has no input 'image' \(it has x\)"):
        Executor(graph(node("Relu", "x", "y"))).run({"image": PICTURE})


@pytest.mark.parametrize("shape", [(1, 4, 4, 4), (3, 4, 4), (2, 3, 4, 4)])
def test_wrong_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match=r"input 'x' has the shape .* \(the net takes 1x3x\?x\?\)"):
        Executor(graph(node("Relu", "x", "y"))).run({"x": np.zeros(shape)})


def test_text_is_refused() -> None:
    with pytest.raises(InputError, match="not a number type"):
        Executor(graph(node("Relu", "x", "y"))).run({"x": np.full((1, 3, 4, 4), "a")})


def test_error_during_the_run_names_its_node() -> None:
    nodes = (node("Cast", "x", "i", to=7), node("Gather", "w i", "y"))
    with pytest.raises(NetError, match="Gather node 'Gather y': index -20 is outside an axis of 3"):
        Executor(graph(*nodes, initializers={"w": np.zeros(3, np.float32)})).run({"x": PICTURE})


def test_two_inputs_of_two_types() -> None:
    inputs = (GraphInput("x", (4,)), GraphInput("i", (None,), INT))
    net = Graph("test", (node("Gather", "x i", "y"),), inputs, ("y",), {}, 13)
    values = Executor(net).run({"i": [3, -4], "x": [0.0, 1.0, 2.0, 3.0]})
    np.testing.assert_array_equal(values["y"], [3, 0])


def test_held_values_outlive_later_runs() -> None:
    net = graph(
        node("Relu", "x", "y"), node("Reshape", "y s", "z"), node("Neg", "z", "w"), initializers={"s": np.array([48])}
    )
    executor = Executor(net)
    first = executor.run({"x": PICTURE})
    held, part = first["y"], first["z"][1:3]
    del first
    for shift in (1, 2, 3):
        executor.run({"x": PICTURE + 100 * shift})
    np.testing.assert_array_equal(held, np.maximum(PICTURE, 0))
    np.testing.assert_array_equal(part, np.maximum(PICTURE, 0).reshape(48)[1:3])


def test_arrays_and_times_outlive_the_pass_that_they_are_of() -> None:
    executor = Executor(graph(node("Relu", "x", "y"), node("Transpose", "y", "z"), node("Neg", "z", "w")))
    first = executor.run({"x": PICTURE})
    arrays, milliseconds = dict(first.arrays), first.milliseconds
    spent = dict(milliseconds)
    del first
    for shift in (1, 2, 3):
        executor.run({"x": PICTURE + 100 * shift})
    np.testing.assert_array_equal(arrays["y"], np.maximum(PICTURE, 0))
    np.testing.assert_array_equal(arrays["w"], -np.maximum(PICTURE, 0).T)
    assert dict(milliseconds) == spent


@pytest.mark.parametrize("part", ["milliseconds", "arrays"])
def test_a_part_of_a_pass_holds_it_alone(part: str) -> None:
    executor = Executor(graph(node("Relu", "x", "y")))
    held = getattr(executor.run({"x": PICTURE}), part)
    before = {name: np.array(value) for name, value in held.items()}
    for shift in (1, 2, 3):
        executor.run({"x": PICTURE + 100 * shift})
    assert all(np.array_equal(held[name], value) for name, value in before.items())


def test_memory_of_values_that_nobody_holds_is_used_again() -> None:
    executor = Executor(graph(node("Relu", "x", "y"), node("Transpose", "y", "z"), node("Neg", "z", "w")))
    places = {executor.run({"x": PICTURE}).arrays["y"].ctypes.data for _ in range(5)}
    assert len(places) == 1


def test_values_lie_no_power_of_two_apart() -> None:
    net = graph(node("Relu", "x", "y"), node("Sigmoid", "y", "z"))
    values = Executor(net).run({"x": np.zeros((1, 3, 64, 64), np.float32)})
    first, *others = (values[name].ctypes.data for name in "xyz")
    assert all(64 <= (place - first) % 4096 <= 4096 - 64 for place in others)


def test_relu_computed_with_its_convolution_keeps_both_values() -> None:
    weights = np.random.default_rng(0).standard_normal((5, 3, 3, 3)).astype(np.float32)
    nodes = (node("Conv", "x w", "y"), node("Neg", "y", "v"), node("Relu", "y", "z"))
    values = Executor(graph(*nodes, initializers={"w": weights})).run({"x": PICTURE})
    assert values["y"].min() < 0
    np.testing.assert_array_equal(values["z"], np.maximum(values["y"], 0))
    np.testing.assert_array_equal(values["v"], -values["y"])


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("side", [3, 5])
def test_convolutions_of_a_later_pass_read_their_own_image(count: int, side: int) -> None:
    rng = np.random.default_rng(0)
    weights = rng.standard_normal((3, 3, side, side)).astype(np.float32)
    pads = (side // 2,) * 4
    nodes = (node("Conv", "x w", "y", pads=pads), node("Conv", "y w", "z", pads=pads))
    net = graph(*nodes, initializers={"w": weights})
    pictures = rng.standard_normal((6, 1, 3, 40, 40)).astype(np.float32)
    set_threads(count)
    try:
        executor = Executor(net)
        for picture in pictures:
            alone = Executor(net).run({"x": picture})
            np.testing.assert_array_equal(executor.run({"x": picture})["z"], alone["z"])
    finally:
        set_threads(0)
