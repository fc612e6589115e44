"""Nets whose fully connected layers are convolutions, against ONNX Runtime on pictures that are cut out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from passes import Line, net_of

from explorer.errors import NetError
from explorer.importers.reader import read_net
from explorer.importers.writer import model_of
from explorer.nn.convolutional import convolutional
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.spec import Array

ort = pytest.importorskip("onnxruntime")

TOLERANCE = 2e-5


def outside(graph: Graph) -> Any:
    """Return the function that computes a net's answer by ONNX Runtime."""
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model_of(graph).SerializeToString(), options)
    return lambda image: session.run([graph.outputs[0]], {graph.inputs[0].name: image})[0]


def shapes_of(graph: Graph) -> dict[str, tuple[int, ...]]:
    return {i.name: tuple(n for n in i.shape if n is not None) for i in graph.inputs}


def converted(graph: Graph) -> Graph:
    return convolutional(graph, shapes_of(graph))


def answer(graph: Graph, image: Array) -> Array:
    return Executor(graph).run({graph.inputs[0].name: image})[graph.outputs[0]]


def assert_answers_crops(graph: Graph, image: Array, stride: int) -> tuple[int, int]:
    """Assert that each place of the map is the answer to the picture cut out there, and return the map's extents.

    It may have a place more where the net overlooks the last pixels of a picture of its own size.
    """
    _, _, height, width = shapes_of(graph)[graph.inputs[0].name]
    compute, maps = outside(graph), answer(converted(graph), image)
    rows, columns = (image.shape[2] - height) // stride + 1, (image.shape[3] - width) // stride + 1
    assert maps.shape[2] - rows in (0, 1)
    assert maps.shape[3] - columns in (0, 1)
    for y, x in np.ndindex(rows, columns):
        top, left = y * stride, x * stride
        cut = np.ascontiguousarray(image[:, :, top : top + height, left : left + width])
        expected = compute(cut).reshape(-1)
        assert np.abs(maps[0, :, y, x] - expected).max() <= TOLERANCE * max(1.0, np.abs(expected).max())
    return maps.shape[2], maps.shape[3]


def test_lenet5_answers_a_larger_picture_with_a_map(checkout: Path) -> None:
    graph = read_net(checkout / "assets" / "nets" / "lenet5.onnx")
    image = np.random.default_rng(0).random((1, 1, 44, 60)).astype(np.float32)
    assert assert_answers_crops(graph, image, 4) == (4, 8)
    operators = [node.operator for node in converted(graph).nodes]
    assert "Gemm" not in operators
    assert "Flatten" not in operators
    assert converted(graph).notes[-1].startswith("The classifier slides over the picture: fc3 in a window of 5 × 5")


def test_names_of_layers_stay(checkout: Path) -> None:
    graph = read_net(checkout / "assets" / "nets" / "lenet5.onnx")
    names = [node.name for node in converted(graph).nodes]
    assert names == [node.name for node in graph.nodes if node.operator != "Flatten"]


@pytest.mark.parametrize("name", ["lenet5", "cifar10", "resnet8"])
def test_at_its_own_size_a_net_answers_what_it_did(checkout: Path, name: str) -> None:
    graph = read_net(checkout / "assets" / "nets" / f"{name}.onnx")
    image = np.random.default_rng(1).random(shapes_of(graph)[graph.inputs[0].name]).astype(np.float32)
    maps = answer(converted(graph), image)
    assert maps.shape == (1, 10, 1, 1)
    assert np.allclose(maps.reshape(-1), outside(graph)(image).reshape(-1), atol=1e-6)


@pytest.mark.parametrize(
    "path",
    ["cifar10-winml-pytorch-tutorial/model.onnx", "mnist-cntk-opset8/model.onnx", "tinyvgg-cnn-explainer"],
)
def test_other_peoples_nets_answer_what_they_did(shared_data: Path, path: str) -> None:
    found = shared_data / "nets" / path
    graph = read_net(found if found.is_file() else next(found.glob("*.onnx")))
    shape = tuple(1 if n is None else n for n in graph.inputs[0].shape)
    image = np.random.default_rng(2).random(shape).astype(np.float32)
    name = graph.inputs[0].name
    maps = answer(convolutional(graph, {name: shape}), image)
    assert np.allclose(maps.reshape(-1), answer(graph, image).reshape(-1), atol=2e-5)


def weights(rng: np.random.Generator, *shape: int) -> Array:
    return (rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)


def random_classifier(seed: int) -> tuple[Graph, int]:
    """Return a net without padding and the pixels between its answers."""
    rng = np.random.default_rng(seed)
    height, width, depth = int(rng.integers(15, 24)), int(rng.integers(15, 24)), int(rng.integers(1, 4))
    shape, stride = (1, depth, height, width), 1
    held: dict[str, Array] = {}
    lines: list[Line] = []
    value = "x"
    for layer in range(int(rng.integers(1, 3))):
        filters, kernel, step = int(rng.integers(2, 7)), int(rng.integers(1, 4)), int(rng.integers(1, 3))
        held[f"w{layer}"] = weights(rng, filters, depth, kernel, kernel)
        lines.append((f"c{layer}", "Conv", (value, f"w{layer}"), {"strides": (step, step)}))
        lines.append((f"r{layer}", "Relu", (f"c{layer}",), {}))
        height, width = ((n - kernel) // step + 1 for n in (height, width))
        value, depth, stride = f"r{layer}", filters, stride * step
        if rng.random() < 0.5:
            kind = ("MaxPool", "AveragePool")[int(rng.integers(2))]
            lines.append((f"p{layer}", kind, (value,), {"kernel_shape": (2, 2), "strides": (2, 2)}))
            height, width = height // 2, width // 2
            value, stride = f"p{layer}", stride * 2
    value, count = _flattened(rng, held, lines, value, (depth, height, width))
    for layer in range(int(rng.integers(1, 4))):
        value, count = _connected(rng, held, lines, value, count, layer)
    if rng.random() < 0.6:
        lines.append(
            (
                "answer",
                ("Softmax", "LogSoftmax")[int(rng.integers(2))],
                (value,),
                {"axis": int(rng.integers(-1, 2)) or 1},
            )
        )
    return net_of(shape, held, *lines), stride


def _flattened(
    rng: np.random.Generator, held: dict[str, Array], lines: list[Line], value: str, volume: tuple[int, int, int]
) -> tuple[str, int]:
    count = int(np.prod(volume))
    match int(rng.integers(5)):
        case 0:
            lines.append(("flat", "Flatten", (value,), {}))
        case 1:
            held["shape"] = np.array([1, -1])
            lines.append(("flat", "Reshape", (value, "shape"), {}))
        case 2:
            lines.append(("moved", "Transpose", (value,), {"perm": (0, 2, 3, 1)}))
            lines.append(("flat", "Flatten", ("moved",), {}))
        case 3:
            lines.append(("pooled", "GlobalAveragePool", (value,), {}))
            lines.append(("flat", "Flatten", ("pooled",), {}))
            return "flat", volume[0]
        case _:
            held["axes"] = np.array([2, 3])
            lines.append(("flat", "ReduceMean", (value, "axes"), {"keepdims": 0}))
            return "flat", volume[0]
    return "flat", count


def _connected(
    rng: np.random.Generator, held: dict[str, Array], lines: list[Line], value: str, count: int, layer: int
) -> tuple[str, int]:
    units, name = int(rng.integers(2, 12)), f"fc{layer}"
    held[f"{name}w"], held[f"{name}b"] = weights(rng, units, count), weights(rng, units)
    match int(rng.integers(3)):
        case 0:
            lines.append((name, "Gemm", (value, f"{name}w", f"{name}b"), {"transB": 1, "alpha": 0.5, "beta": 2.0}))
        case 1:
            held[f"{name}w"] = np.ascontiguousarray(held[f"{name}w"].T)
            lines.append((name, "Gemm", (value, f"{name}w"), {}))
        case _:
            held[f"{name}w"] = np.ascontiguousarray(held[f"{name}w"].T)
            lines.append((f"{name}m", "MatMul", (value, f"{name}w"), {}))
            lines.append((name, "Add", (f"{name}m", f"{name}b"), {}))
    lines.append((f"{name}a", ("Relu", "Tanh", "Sigmoid", "LeakyRelu")[int(rng.integers(4))], (name,), {}))
    return f"{name}a", units


@pytest.mark.parametrize("seed", range(40))
def test_random_classifiers_answer_crops(seed: int) -> None:
    graph, stride = random_classifier(seed)
    _, depth, height, width = shapes_of(graph)["x"]
    rng = np.random.default_rng(seed)
    image = rng.standard_normal((1, depth, height + 3 * stride + 1, width + 2 * stride)).astype(np.float32)
    assert_answers_crops(graph, image, stride)


def vgg_like() -> Graph:
    rng = np.random.default_rng(16)
    held: dict[str, Array] = {}
    lines: list[Line] = []
    value, depth = "x", 3
    for block, filters in enumerate((4, 8)):
        for layer in range(2):
            name = f"conv{block}_{layer}"
            held[f"{name}w"], held[f"{name}b"] = weights(rng, filters, depth, 3, 3), weights(rng, filters)
            lines.append((name, "Conv", (value, f"{name}w", f"{name}b"), {"pads": (1, 1, 1, 1)}))
            lines.append((f"{name}r", "Relu", (name,), {}))
            value, depth = f"{name}r", filters
        lines.append((f"pool{block}", "MaxPool", (value,), {"kernel_shape": (2, 2), "strides": (2, 2)}))
        value = f"pool{block}"
    lines.append(("flat", "Flatten", (value,), {}))
    for layer, (before, units) in enumerate(((8 * 7 * 7, 32), (32, 16), (16, 10))):
        held[f"fc{layer}w"], held[f"fc{layer}b"] = weights(rng, units, before), weights(rng, units)
        lines.append(
            (
                f"fc{layer}",
                "Gemm",
                ("flat" if not layer else f"d{layer - 1}", f"fc{layer}w", f"fc{layer}b"),
                {"transB": 1},
            )
        )
        lines.append((f"f{layer}", "Relu", (f"fc{layer}",), {}))
        lines.append((f"d{layer}", "Dropout", (f"f{layer}",), {}))
    return net_of((1, 3, 28, 28), held, *lines)


def test_where_layers_pad_the_map_is_that_of_the_volume_cut_out() -> None:
    graph = vgg_like()
    image = np.random.default_rng(3).standard_normal((1, 3, 40, 64)).astype(np.float32)
    run = Executor(converted(graph)).run({"x": image})
    assert run["pool1"].shape == (1, 8, 10, 16)
    assert run[graph.outputs[0]].shape == (1, 10, 4, 10)
    for y, x in np.ndindex(4, 10):
        row = run["pool1"][0, :, y : y + 7, x : x + 7].astype(np.float64).reshape(-1)
        for layer in range(3):
            row = np.maximum(graph.initializers[f"fc{layer}w"] @ row + graph.initializers[f"fc{layer}b"], 0)
        assert np.allclose(run["d2"][0, :, y, x], row, atol=1e-5)


def test_older_softmax_of_all_that_follows_is_one_of_each_place(checkout: Path) -> None:
    held = {"w": np.random.default_rng(0).standard_normal((6, 4)).astype(np.float32)}
    lines = ("flat", "Flatten", ("x",), {}), ("fc", "MatMul", ("flat", "w"), {}), ("v", "Softmax", ("fc",), {})
    graph = net_of((1, 1, 2, 3), held, *lines, opset=9)
    image = np.random.default_rng(1).standard_normal((1, 1, 4, 5)).astype(np.float32)
    assert assert_answers_crops(graph, image, 1) == (3, 3)
    maps = outside(converted(graph))(image)
    assert np.allclose(maps, answer(converted(graph), image), atol=1e-6)


def test_gates_between_channels_stay_global() -> None:
    held = {"w": np.ones((2, 3), np.float32), "u": np.ones((3, 2), np.float32), "c": np.ones((4, 3 * 36), np.float32)}
    held["shape"] = np.array([1, 3, 1, 1])
    graph = net_of(
        (1, 3, 6, 6),
        held,
        ("pool", "GlobalAveragePool", ("x",), {}),
        ("row", "Flatten", ("pool",), {}),
        ("down", "Gemm", ("row", "w"), {"transB": 1}),
        ("up", "Gemm", ("down", "u"), {"transB": 1}),
        ("gate", "Reshape", ("up", "shape"), {}),
        ("gated", "Mul", ("x", "gate"), {}),
        ("flat", "Flatten", ("gated",), {}),
        ("v", "Gemm", ("flat", "c"), {"transB": 1}),
    )
    image = np.random.default_rng(1).standard_normal((1, 3, 6, 6)).astype(np.float32)
    found = converted(graph)
    assert "GlobalAveragePool" in [node.operator for node in found.nodes]
    assert np.allclose(answer(found, image).reshape(-1), outside(graph)(image).reshape(-1), rtol=1e-5)
    assert answer(found, np.ones((1, 3, 8, 9), np.float32)).shape == (1, 4, 3, 4)


FLAT: Line = ("flat", "Flatten", ("x",), {})


@pytest.mark.parametrize(
    ("lines", "sentence", "hint"),
    [
        ((("v", "Relu", ("x",), {}),), "the net has no fully connected layers", "it is convolutional"),
        (
            (FLAT, ("v", "LayerNormalization", ("flat", "scale"), {})),
            "LayerNormalization node 'v' cannot slide",
            "it mixes numbers of the flattened volume",
        ),
        (
            (
                ("moved", "Reshape", ("x", "shape"), {}),
                ("flat", "Flatten", ("moved",), {}),
                ("v", "MatMul", ("flat", "w"), {}),
            ),
            "the net takes no larger picture",
            "Reshape node 'moved'",
        ),
    ],
)
def test_what_cannot_be_converted_is_told(lines: tuple[Line, ...], sentence: str, hint: str) -> None:
    held = {"w": np.ones((12, 2), np.float32), "shape": np.array([1, 3, 4, 1]), "scale": np.ones(12, np.float32)}
    graph = net_of((1, 3, 2, 2), held, *lines)
    with pytest.raises(NetError) as caught:
        converted(graph)
    assert caught.value.message.startswith(sentence)
    assert caught.value.hint.startswith(hint)


def test_a_net_that_takes_no_picture_is_told() -> None:
    graph = net_of((1, 4), {"w": np.ones((4, 2), np.float32)}, ("v", "MatMul", ("x", "w"), {}))
    with pytest.raises(NetError, match="does not take a picture"):
        converted(graph)
