"""Any unit of any operator: random nets computed by ONNX Runtime, whose cells the arithmetic comes to."""

from __future__ import annotations

import math
import os

import numpy as np
import onnx
import pytest
from passes import net_of, pass_of
from random_nets import INPUT, random_net

from explorer.importers.reader import graph_of
from explorer.nn.arithmetic.parts import Arithmetic, Fed, Formula, Pass, Related, WeightedSum
from explorer.nn.arithmetic.unit import chain, explain
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.infer import infer
from explorer.nn.spec import Array

ort = pytest.importorskip("onnxruntime")

SEEDS = min(int(os.environ.get("EXPLORER_SEEDS", "150")), 1000)
UNITS = 3
TOLERANCE = 5e-6
"""Of float32 against float64, relative to the sum of all products, or to the number itself."""

FLOAT_MOST = 3.4e38

UNTOLD = {"ArgMax", "ArgMin", "Hardmax", "TopK", "Shape", "Size", "Gather"}
"""Operators of which it is said what reaches a unit, and sometimes not what is done with it."""


def values_of(model: onnx.ModelProto, image: Array) -> dict[str, Array]:
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(model.SerializeToString(), options)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {INPUT: image}), strict=True))


def pass_of_random_net(seed: int) -> Pass:
    model, image = random_net(seed)
    graph = graph_of(model, "random")
    return Pass(
        graph, infer(graph, {INPUT: image.shape}), values_of(model, image) | {INPUT: image} | graph.initializers
    )


def units(run: Pass, seed: int) -> list[Arithmetic]:
    rng = np.random.default_rng(seed)
    names = [name for node in run.graph.nodes for name in node.outputs if name and run.specs[name].size]
    return [
        explain(run, name, tuple(int(rng.integers(extent)) for extent in run.specs[name].shape))
        for name in names
        for _ in range(UNITS)
    ]


def scale_of(unit: Arithmetic) -> float:
    return unit.workings.magnitude if isinstance(unit.workings, WeightedSum) else max(abs(unit.cell), 1.0)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_unit_comes_to_its_cell(seed: int) -> None:
    for unit in units(pass_of_random_net(seed), seed):
        if unit.workings.result is None:
            assert unit.operator in UNTOLD
        elif not math.isnan(unit.cell):
            assert abs(unit.residual) <= TOLERANCE * scale_of(unit), unit


@pytest.mark.parametrize("seed", range(SEEDS))
def test_chains_hold_the_unit_and_pass_numbers_on(seed: int) -> None:
    run = pass_of_random_net(seed)
    for unit in units(run, seed):
        links = chain(run, unit.value, unit.index)
        assert [link.value for link in links].count(unit.value) == 1
        assert all(link.index == unit.index for link in links)


@pytest.mark.parametrize("seed", range(SEEDS // 3))
def test_broken_numbers_are_told_as_they_are(seed: int) -> None:
    model, image = random_net(seed)
    rng = np.random.default_rng(seed)
    image = rng.choice([np.nan, np.inf, -np.inf, 3e38, 0.0, -1.0], image.shape).astype(np.float32)
    graph = graph_of(model, "random")
    run = Pass(graph, infer(graph, {INPUT: image.shape}), Executor(graph).run({INPUT: image}))
    for unit in units(run, seed):
        if isinstance(unit.workings, WeightedSum) and not math.isfinite(unit.cell):
            assert not math.isfinite(unit.workings.result) or abs(unit.workings.result) > FLOAT_MOST


def rectified_sum() -> Graph:
    weights = {"w": np.ones((1, 2, 1, 1), np.float32), "b": np.full((1, 1, 1), -5.0, np.float32)}
    return net_of(
        (1, 2, 2, 2),
        weights,
        ("conv", "Conv", ("x", "w"), {}),
        ("biased", "Add", ("conv", "b"), {}),
        ("relu", "Relu", ("biased",), {}),
        ("pool", "MaxPool", ("relu",), {"kernel_shape": (2, 2)}),
    )


IMAGE = np.arange(8.0).reshape(1, 2, 2, 2)


@pytest.mark.parametrize("value", ["conv", "biased", "relu"])
def test_a_sum_its_bias_and_its_relu_are_one_chain(value: str) -> None:
    links = chain(pass_of(rectified_sum(), IMAGE), value, (0, 0, 0, 0))
    assert [link.value for link in links] == ["conv", "biased", "relu"]
    assert [link.cell for link in links] == [4.0, -1.0, 0.0]


def test_a_relu_says_that_it_cuts() -> None:
    run = pass_of(rectified_sum(), IMAGE)
    cut, kept = (explain(run, "relu", (0, 0, y, y)).workings for y in (0, 1))
    assert isinstance(cut, Formula)
    assert isinstance(kept, Formula)
    assert (cut.cut, cut.operands[0].number, cut.result) == (True, -1.0, 0.0)
    assert (kept.cut, kept.result) == (False, 5.0)


def test_what_is_fed_comes_from_nowhere() -> None:
    unit = explain(pass_of(rectified_sum(), IMAGE), "x", (0, 1, 1, 0))
    assert (unit.cell, unit.operator, unit.workings) == (6.0, "Input", Fed())


def test_an_unknown_rule_says_what_reaches_the_unit() -> None:
    graph = net_of((1, 3, 2, 2), {}, ("best", "ArgMax", ("x",), {"axis": 1, "keepdims": 0}))
    run = pass_of(graph, np.arange(12.0).reshape(1, 3, 2, 2))
    workings = explain(run, "best", (0, 1, 0)).workings
    assert isinstance(workings, Related)
    (reach,) = workings.reaches
    assert reach.indices.tolist() == [[0, 0, 1, 0], [0, 1, 1, 0], [0, 2, 1, 0]]
    assert reach.numbers.tolist() == [2.0, 6.0, 10.0]
    assert (reach.count, reach.exact) == (3, True)
