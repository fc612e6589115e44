from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from explorer.bench.architectures import WELL_KNOWN
from explorer.bench.case import Case
from explorer.bench.single_layers import SINGLE_LAYERS
from explorer.bench.suite import SUITE, find_case
from explorer.errors import UsageError
from explorer.importers.writer import model_of
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.summary import NetSummary, summarise
from explorer.session.feeding import usual_shapes

LIGHT = [*SINGLE_LAYERS, "lenet5", "cifar10", "resnet8", "mobilenet_v2"]


def _summary(graph: Graph) -> NetSummary:
    return summarise(graph, usual_shapes(graph))


def test_suite_has_bundled_nets_well_known_ones_and_layers() -> None:
    nets = ["lenet5", "cifar10", "resnet8", "filters", "alexnet", "vgg16", "resnet50", "mobilenet_v2"]
    assert list(SUITE) == [*nets, *SINGLE_LAYERS]


@pytest.mark.parametrize(
    ("name", "parameters", "multiply_adds"),
    [
        ("alexnet", 62_378_344, 1_135_256_096),
        ("vgg16", 138_357_544, 15_470_264_320),
        # What torchvision counts, less two statistics of each batch norm, which has become a bias.
        ("resnet50", 25_557_032 - 26_560, 4_089_184_256),
        ("mobilenet_v2", 3_504_872 - 17_056, 300_774_272),
    ],
)
def test_well_known_nets_cost_what_they_are_known_to(name: str, parameters: int, multiply_adds: int) -> None:
    summary = _summary(WELL_KNOWN[name]())
    assert (summary.parameters, summary.multiply_adds) == (parameters, multiply_adds)


def test_every_build_is_the_same() -> None:
    first, second = WELL_KNOWN["mobilenet_v2"](), WELL_KNOWN["mobilenet_v2"]()
    assert first == second
    for name, weights in first.initializers.items():
        np.testing.assert_array_equal(weights, second.initializers[name])


@pytest.mark.parametrize("name", LIGHT)
def test_case_passes_the_checker_and_onnx_runtime_answers_alike(name: str) -> None:
    ort = pytest.importorskip("onnxruntime")
    case = SUITE[name]()
    model = model_of(case.graph)
    onnx.checker.check_model(model, full_check=True)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (theirs,) = session.run(None, dict(case.feeds))
    ours = Executor(case.graph).run(case.feeds)[case.graph.outputs[0]]
    assert np.abs(ours - theirs).max() <= 1e-4 * np.abs(theirs).max()


def test_filters_is_fed_a_photograph() -> None:
    assert SUITE["filters"]().feeds["image"].shape == (1, 3, 512, 512)


def test_net_in_a_file_is_found(checkout: Path) -> None:
    case: Case = find_case(str(checkout / "assets" / "nets" / "filters.onnx"))()
    assert (case.name, case.feeds["image"].shape) == ("filters", (1, 3, 224, 224))


def test_presets_are_nets_too() -> None:
    assert find_case("preset:cs231n-demo")().feeds["input"].shape == (1, 3, 5, 5)


def test_unknown_net_names_one_like_it() -> None:
    with pytest.raises(UsageError, match=r"there is no net 'vgg19' \(did you mean vgg16\?"):
        find_case("vgg19")
