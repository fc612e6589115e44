"""Random nets of 2 to 12 nodes, every value compared with ONNX Runtime; EXPLORER_SEEDS sets how many of them."""

from __future__ import annotations

import os

import numpy as np
import onnx
import pytest
from random_nets import INPUT, random_net

from explorer.importers.reader import graph_of
from explorer.importers.writer import model_of
from explorer.nn.executor import Executor

ort = pytest.importorskip("onnxruntime")

SEEDS = int(os.environ.get("EXPLORER_SEEDS", "1000"))
WRITTEN_BACK = SEEDS // 4
TOLERANCE = 1e-4


def reference(model: onnx.ModelProto, image: np.ndarray) -> dict[str, np.ndarray]:
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(model.SerializeToString(), options)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {INPUT: image}), strict=True))


def difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Return the largest deviation, relative to the largest value where that is above 1."""
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return float("inf")
    deviation = np.abs(ours.astype(np.float64) - theirs.astype(np.float64)).max(initial=0)
    return float(deviation / max(1.0, np.abs(theirs).max(initial=0)))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_value_is_the_one_of_onnx_runtime(seed: int) -> None:
    model, image = random_net(seed)
    activations = Executor(graph_of(model, "random")).run({INPUT: image})
    for node, expected in _by_node(model, reference(model, image)):
        for name, theirs in expected.items():
            ours = activations[name]
            described = f"{onnx.helper.printable_node(node)} in opset {model.opset_import[0].version}"
            assert ours.shape == theirs.shape, described
            assert difference(ours, theirs) <= TOLERANCE, described


@pytest.mark.parametrize("seed", range(WRITTEN_BACK))
def test_net_written_back_computes_the_same_in_onnx_runtime(seed: int) -> None:
    model, image = random_net(seed)
    written = model_of(graph_of(model, "random"))
    onnx.checker.check_model(written, full_check=True)
    before, after = reference(model, image), reference(written, image)
    assert before.keys() == after.keys()
    assert max(difference(after[name], before[name]) for name in before) <= 1e-6


def _by_node(
    model: onnx.ModelProto, values: dict[str, np.ndarray]
) -> list[tuple[onnx.NodeProto, dict[str, np.ndarray]]]:
    return [(node, {name: values[name] for name in node.output}) for node in model.graph.node]
