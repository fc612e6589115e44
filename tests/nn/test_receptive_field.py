"""Receptive fields against perturbed nets and published numbers; against gradients in ``test_gradients``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from positive_nets import positive_net
from random_nets import INPUT, random_net
from regions import mask_of

from explorer.importers.reader import graph_of
from explorer.nn.dependence.table import dependences
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.receptive_field import Box, Field, field_of, reached, receptive_fields
from explorer.nn.region import region_at
from explorer.nn.spec import Array, Shape

EVERYTHING = slice(None)


def chain(shape: Shape, *layers: tuple[str, dict[str, Any]], width: int = 2) -> Graph:
    """Return a net of layers one after another; convolutions keep ``width`` channels."""
    nodes, weights, value = [], {}, "x"
    for i, (operator, attributes) in enumerate(layers):
        inputs = [value]
        if operator == "Conv":
            weights[f"w{i}"] = np.ones((width, width, *attributes["kernel_shape"]), np.float32)
            inputs.append(f"w{i}")
        value = f"v{i}"
        nodes.append(Node(value, build(operator, attributes, opset=17), tuple(inputs), (value,)))
    return Graph("chain", tuple(nodes), (GraphInput("x", shape),), (value,), weights, 17)


def seen(net: Graph, shape: Shape, value: str, *index: int | slice, at: str = "x") -> Field:
    """Return the receptive field of a unit on an earlier value."""
    specs = infer(net, {"x": shape})
    region = region_at(specs[value].shape, index)
    return field_of(receptive_fields(dependences(net, specs), value, region)[at], 2, 3)


def conv(kernel: int, **attributes: Any) -> tuple[str, dict[str, Any]]:
    return "Conv", {"kernel_shape": (kernel, kernel), **attributes}


def pool(kernel: int, stride: int, **attributes: Any) -> tuple[str, dict[str, Any]]:
    return "MaxPool", {"kernel_shape": (kernel, kernel), "strides": (stride, stride), **attributes}


def test_field_of_two_convolutions_is_the_sum_of_their_kernels() -> None:
    field = seen(chain((1, 2, 9, 9), conv(3), conv(3)), (1, 2, 9, 9), "v1", 0, 1, 2, 3)
    assert field == Field(Box(2, 3, 6, 7), Box(2, 3, 6, 7), "exact", gaps=False, padding=0)


def test_field_at_a_corner_lies_partly_in_the_padding() -> None:
    field = seen(chain((1, 2, 9, 9), conv(3, pads=(1, 1, 1, 1))), (1, 2, 9, 9), "v0", 0, 0, 0, 0)
    assert (field.box, field.inside) == (Box(-1, -1, 1, 1), Box(0, 0, 1, 1))
    assert field.padding == pytest.approx(5 / 9)


def test_dilation_leaves_gaps() -> None:
    field = seen(chain((1, 2, 9, 9), conv(3, dilations=(2, 2))), (1, 2, 9, 9), "v0", 0, 0, 1, 1)
    assert (field.inside, field.kind, field.gaps) == (Box(1, 1, 5, 5), "exact", True)


def test_field_on_the_layers_between() -> None:
    net, shape = chain((1, 2, 12, 12), conv(3), pool(2, 2), conv(3)), (1, 2, 12, 12)
    assert seen(net, shape, "v2", 0, 0, 1, 1, at="v1").inside == Box(1, 1, 3, 3)
    assert seen(net, shape, "v2", 0, 0, 1, 1, at="v0").inside == Box(2, 2, 7, 7)


def test_global_pooling_sees_the_whole_input() -> None:
    net = chain((1, 2, 9, 7), conv(3, pads=(1, 1, 1, 1)), ("GlobalAveragePool", {}))
    field = seen(net, (1, 2, 9, 7), "v1", 0, 0, 0, 0, at="v0")
    assert field == Field(Box(0, 0, 8, 6), Box(0, 0, 8, 6), "whole", gaps=False, padding=0)


def test_whole_layers_are_not_thought_of_as_going_on_into_the_padding() -> None:
    net = chain((1, 2, 9, 9), conv(3, pads=(1, 1, 1, 1)), ("GlobalMaxPool", {}))
    assert seen(net, (1, 2, 9, 9), "v1", 0, 0, 0, 0).kind == "whole"


def test_a_flattened_unit_sees_what_its_cell_saw() -> None:
    net = chain((1, 2, 9, 9), conv(3), ("Flatten", {}))
    specs = infer(net, {"x": (1, 2, 9, 9)})
    regions = receptive_fields(dependences(net, specs), "v1", region_at((1, 98), (0, 49 + 7 * 2 + 3)))
    assert field_of(regions["v0"], 2, 3).inside == Box(2, 3, 2, 3)
    assert field_of(regions["x"], 2, 3).inside == Box(2, 3, 4, 5)


def vgg16() -> Graph:
    blocks = [[conv(3, pads=(1, 1, 1, 1))] * n + [pool(2, 2)] for n in (2, 2, 3, 3, 3)]
    return chain((1, 2, 448, 448), *(layer for block in blocks for layer in block))


def alexnet() -> Graph:
    return chain((1, 2, 448, 448), conv(11, strides=(4, 4)), pool(3, 2), conv(5, pads=(2,) * 4), pool(3, 2),
                 *[conv(3, pads=(1,) * 4)] * 3, pool(3, 2))  # fmt: skip


@pytest.mark.parametrize(("net", "size"), [(alexnet(), 195), (vgg16(), 212)], ids=["AlexNet", "VGG-16"])
def test_published_sizes(net: Graph, size: int) -> None:
    """Of Araujo, Norris, Sim, Computing Receptive Fields of Convolutional Neural Networks (2019)."""
    middle = infer(net, {"x": (1, 2, 448, 448)})[net.outputs[0]].shape[2] // 2
    field = seen(net, (1, 2, 448, 448), net.outputs[0], 0, 0, middle, middle)
    assert (field.box.height, field.box.width, field.kind, field.padding) == (size, size, "exact", 0)


def test_channels_of_a_concatenation_see_what_their_own_branch_sees() -> None:
    ops = {"a": build("Conv", {"kernel_shape": (1, 1)}, opset=17), "b": build("Conv", {"pads": (2,) * 4}, opset=17)}
    weights = {"wa": np.ones((2, 1, 1, 1), np.float32), "wb": np.ones((3, 1, 5, 5), np.float32)}
    nodes = tuple(Node(name, op, ("x", f"w{name}"), (name,)) for name, op in ops.items())
    joined = Node("y", build("Concat", {"axis": 1}, opset=17), ("a", "b"), ("y",))
    net = Graph("two", (*nodes, joined), (GraphInput("x", (1, 1, 9, 9)),), ("y",), weights, 17)
    assert seen(net, (1, 1, 9, 9), "y", 0, 1, 4, 4).inside == Box(4, 4, 4, 4)
    assert seen(net, (1, 1, 9, 9), "y", 0, 2, 4, 4).inside == Box(2, 2, 6, 6)
    assert seen(net, (1, 1, 9, 9), "y", 0, EVERYTHING, 4, 4).kind == "exact"


def test_branches_that_make_no_box_are_an_upper_bound() -> None:
    ops = {"a": build("Conv", {"dilations": (3, 3), "pads": (3,) * 4}, opset=17),
           "b": build("Conv", {"pads": (1,) * 4}, opset=17)}  # fmt: skip
    nodes = tuple(Node(name, op, ("x", "w"), (name,)) for name, op in ops.items())
    added = Node("y", build("Add", {}, opset=17), ("a", "b"), ("y",))
    weights = {"w": np.ones((1, 1, 3, 3), np.float32)}
    net = Graph("two", (*nodes, added), (GraphInput("x", (1, 1, 9, 9)),), ("y",), weights, 17)
    field = seen(net, (1, 1, 9, 9), "y", 0, 0, 4, 4)
    assert (field.inside, field.kind) == (Box(1, 1, 7, 7), "bound")


def changed_by(executor: Executor, base: Array, element: tuple[int, ...]) -> dict[str, Array]:
    """Return which elements of each value change when one of the image grows."""
    before = {name: array.copy() for name, array in executor.run({"x": base}).items()}
    grown = base.copy()
    grown[element] += 1000
    return {name: array != before[name] for name, array in executor.run({"x": grown}).items()}


@pytest.mark.parametrize("seed", range(60))
def test_a_pixel_reaches_what_changes_with_it(seed: int) -> None:
    net, shape = positive_net(seed)
    specs = infer(net, {"x": shape})
    edges, rng, executor = dependences(net, specs), np.random.default_rng(seed), Executor(net)
    base = rng.uniform(0.2, 1, shape).astype(np.float32)
    for _ in range(3):
        element = tuple(int(rng.integers(n)) for n in shape)
        regions = reached(edges, "x", region_at(shape, element))
        for name, changed in changed_by(executor, base, element).items():
            if specs[name].value is None:
                predicted = mask_of(regions, name, changed.shape)
                assert not (changed & ~predicted).any()
                if name in regions and regions[name].exact:
                    assert (changed == predicted).all(), name


@pytest.mark.parametrize("seed", range(12))
def test_a_unit_sees_the_pixels_that_change_it(seed: int) -> None:
    net, shape = positive_net(seed + 1000)
    specs = infer(net, {"x": shape})
    edges, rng, executor = dependences(net, specs), np.random.default_rng(seed), Executor(net)
    base = rng.uniform(0.2, 1, shape).astype(np.float32)
    value = net.nodes[-1].outputs[0]
    effects = {element: changed_by(executor, base, element)[value] for element in np.ndindex(shape)}
    for _ in range(4):
        unit = tuple(int(rng.integers(n)) for n in specs[value].shape)
        regions = receptive_fields(edges, value, region_at(specs[value].shape, unit))
        changing = np.array([effects[element][unit] for element in np.ndindex(shape)]).reshape(shape)
        assert (changing == mask_of(regions, "x", shape)).all()


@pytest.mark.parametrize("seed", range(40))
def test_nothing_changes_beyond_what_any_operator_is_said_to_reach(seed: int) -> None:
    model, image = random_net(seed)
    net = graph_of(model, "random")
    specs = infer(net, {INPUT: image.shape})
    edges, executor = dependences(net, specs), Executor(net)
    element = tuple(n // 2 for n in image.shape)
    regions = reached(edges, INPUT, region_at(image.shape, element))
    before = {name: array.copy() for name, array in executor.run({INPUT: image}).items()}
    nudged = image.copy()
    nudged[element] += 0.7
    for name, array in executor.run({INPUT: nudged}).items():
        changed = ~np.isclose(array, before[name], 0, 0, equal_nan=True)
        if specs[name].value is None:
            assert not (changed & ~mask_of(regions, name, array.shape)).any(), name
