"""Sums against the reference implementation of ONNX, fed double precision."""

from __future__ import annotations

import os

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator
from random_nets import INPUT, random_net

from explorer.importers.reader import graph_of
from explorer.nn.arithmetic.parts import Pass, WeightedSum
from explorer.nn.arithmetic.unit import explain
from explorer.nn.executor import Executor
from explorer.nn.infer import infer
from explorer.nn.spec import Array

SEEDS = min(int(os.environ.get("EXPLORER_SEEDS", "150")), 1000)
OPERATORS = ("Conv", "Gemm", "MatMul", "GlobalAveragePool")
"""Those whose reference is right for all opsets and attributes; the others are compared with ONNX Runtime."""

UNITS = 4

SCALED = 1e-7
"""What is lost where ``alpha`` is multiplied into float32 weights, as Gemm may ask for."""


def in_double(model: onnx.ModelProto, node: onnx.NodeProto, run: Pass) -> Array:
    """Return what a node gives for the inputs of the pass, computed in double precision."""
    names = [name for name in node.input if name]
    double = onnx.TensorProto.DOUBLE
    graph = onnx.helper.make_graph(
        [node],
        "one",
        [
            onnx.helper.make_tensor_value_info(name, double, run.activations[name].shape)
            for name in dict.fromkeys(names)
        ],
        [onnx.helper.make_tensor_value_info(node.output[0], double, None)],
    )
    one = onnx.helper.make_model(graph, opset_imports=model.opset_import, ir_version=8)
    feeds = {name: run.activations[name].astype(np.float64) for name in names}
    (found,) = ReferenceEvaluator(one).run(None, feeds)
    return np.asarray(found)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_units_come_to_what_onnx_computes_in_double_precision(seed: int) -> None:
    model, image = random_net(seed)
    graph, rng = graph_of(model, "random"), np.random.default_rng(seed)
    run = Pass(graph, infer(graph, {INPUT: image.shape}), Executor(graph, exact=True).run({INPUT: image}))
    for node in model.graph.node:
        if node.op_type not in OPERATORS:
            continue
        expected = in_double(model, node, run)
        for _ in range(UNITS):
            index = tuple(int(rng.integers(extent)) for extent in expected.shape)
            workings = explain(run, node.output[0], index).workings
            scale = workings.magnitude if isinstance(workings, WeightedSum) else max(abs(expected[index]), 1.0)
            assert workings.result is not None
            assert abs(workings.result - expected[index]) <= (SCALED if node.op_type == "Gemm" else 1e-13) * scale
