from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.bench.case import Case, case_of, cut_layers
from explorer.nn.executor import Executor


def test_feeds_are_the_same_each_time(case: Case) -> None:
    again = case_of("again", case.graph, {"image": (1, 4, 9, 9)})
    np.testing.assert_array_equal(case.feeds["image"], again.feeds["image"])


def test_open_extents_are_closed(case: Case) -> None:
    (taken,) = case.graph.inputs
    graph = replace(case.graph, inputs=(replace(taken, shape=(1, 4, None, None)),))
    assert case_of("closed", graph, {"image": (1, 4, 7, 8)}).graph.inputs[0].shape == (1, 4, 7, 8)


def test_values_are_those_that_a_pass_computes(case: Case) -> None:
    assert case.values == ("conv1", "relu1", "conv2", "add1", "flatten1")


def test_a_layer_alone_computes_what_it_does_in_its_net(case: Case) -> None:
    whole = Executor(case.graph).run(case.feeds)
    layers = dict(cut_layers(case, whole))
    assert list(layers) == ["conv1", "relu1", "conv2", "add1"]
    for name in ("conv1", "relu1", "add1"):
        np.testing.assert_array_equal(Executor(layers[name].graph).run(layers[name].feeds)[name], whole[name])


def test_layers_alike_are_one_case(case: Case) -> None:
    layers = dict(cut_layers(case, Executor(case.graph).run(case.feeds)))
    assert layers["conv1"] is layers["conv2"]
