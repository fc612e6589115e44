"""Architectures that everybody knows, as the onnx package carries them, on random weights against ONNX Runtime."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from explorer.importers.reader import graph_of
from explorer.nn.executor import Executor

ort = pytest.importorskip("onnxruntime")

FOLDER = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
TOLERANCE = 1e-4


@pytest.mark.parametrize(
    "name", ["squeezenet", "shufflenet", "inception_v1", "inception_v2", "resnet50", "densenet121"]
)
def test_every_value_is_the_one_of_onnx_runtime(name: str) -> None:
    path = FOLDER / f"light_{name}.onnx"
    if not path.exists():
        pytest.skip("this onnx package comes without its test nets")
    model = with_random_weights(onnx.load(path))
    graph = graph_of(model, name)
    (taken,) = graph.inputs
    image = np.random.default_rng(1).standard_normal(taken.shape).astype(np.float32)
    activations = Executor(graph).run({taken.name: image})
    for value, expected in reference(model, {taken.name: image}).items():
        scale = max(1.0, float(np.abs(expected).max()))
        np.testing.assert_allclose(activations[value], expected, rtol=0, atol=TOLERANCE * scale, err_msg=value)


def with_random_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with weights where it has ConstantOfShape nodes, to be small."""
    graph = model.graph
    shapes = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    rng = np.random.default_rng(0)
    kept = []
    for node in graph.node:
        if node.op_type == "ConstantOfShape":
            graph.initializer.append(numpy_helper.from_array(weights(rng, shapes[node.input[0]]), node.output[0]))
        else:
            kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)
    return model


def weights(rng: np.random.Generator, shape: np.ndarray) -> np.ndarray:
    """Return filters that keep the variance, or positive numbers that may be one too."""
    array = rng.standard_normal(shape).astype(np.float32)
    return array * np.float32(math.sqrt(2 / np.prod(shape[1:]))) if len(shape) > 1 else np.abs(array) + np.float32(0.5)


def reference(model: onnx.ModelProto, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the first output of every node; the second are masks that nobody reads."""
    stated = {output.name for output in model.graph.output}
    for node in model.graph.node:
        if node.output[0] not in stated:
            model.graph.output.append(helper.make_empty_tensor_value_info(node.output[0]))
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = ort.InferenceSession(model.SerializeToString(), options)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds), strict=True))
