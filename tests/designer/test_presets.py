"""The nets that the source documents speak of, N1 to N12, as presets: volumes, parameters, and ONNX Runtime's word."""

from __future__ import annotations

import math

import numpy as np
import pytest

from explorer.designer.build import build
from explorer.designer.draft import draft, parse
from explorer.designer.presets import presets
from explorer.designer.text import text_of
from explorer.importers.writer import model_of
from explorer.nn.executor import Executor

SLIDING = ("input", "conv", "pool", "globalpool", "fc", "concat")

VOLUMES = {
    "alexnet": "227x227x3 55x55x96 27x27x96 27x27x256 13x13x256 13x13x384 13x13x384 13x13x256 6x6x256 4096 4096 1000",
    "cs231n-numpy": "11x11x4 4x4x2",
    "cs231n-demo": "5x5x3 3x3x2",
    "cifar-first": "32x32x3 28x28x6",
    "lasagne-mnist": "28x28x1 24x24x32 12x12x32 10x10x32 5x5x32 256 10",
    "stride2-same": "28x28x1 14x14x32 7x7x64",
    "small-classifier": "32x32x1 28x28x3 14x14x3 10x10x6 5x5x6 100 10",
    "three-conv-rgb": "32x32x3 28x28x6 24x24x1 20x20x16 120 10",
    "lenet5": "32x32x1 28x28x6 14x14x6 10x10x16 5x5x16 120 84 10",
}
"""What comes out of each layer that changes the volume, W x H x D."""

PARAMETERS = {
    # Krizhevsky et al. 2012 in one column
    "alexnet": sum((f * f * d + 1) * k for f, d, k in ((11, 3, 96), (5, 96, 256), (3, 256, 384), (3, 384, 384)))
    + (3 * 3 * 384 + 1) * 256
    + (6 * 6 * 256 + 1) * 4096
    + 4097 * 4096
    + 4097 * 1000,
    "alexnet-first": (11 * 11 * 3 + 1) * 96,
    "cs231n-numpy": 202,
    "cs231n-demo": 56,
    "cifar-first": 456,
    "lasagne-mnist": 832 + 9248 + 205056 + 2570,
    "stride2-same": 832 + 51264,
    "small-classifier": 78 + 456 + 15100 + 1010,
    "three-conv-rgb": 456 + 151 + 416 + 768120 + 1210,
    "lenet5": 61706,
    "bottleneck": 7168 + (256 * 64 + 64) + (64 * 16 * 256 + 256) + (256 * 16 * 256 + 256),
    "vgg16": 138357544,
    "vgg19": 143667240,
    # Weights, biases, scales and shifts, as torchvision counts its own, without the classifiers that help training.
    "resnet50": 25557032,
    "inception-v3": 23834568,
    "mobilenet-v2": 3504872,
    # The authors' model in Caffe, without those classifiers.
    "googlenet": 6998552,
}


def text(name: str) -> str:
    return presets()[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_the_published_ones(name: str) -> None:
    rows = draft(text(name)).rows
    assert sum(row.summary.parameters for row in rows if row.summary) == PARAMETERS[name]


def test_each_preset_is_counted() -> None:
    assert set(presets()) == set(PARAMETERS)


@pytest.mark.parametrize("name", VOLUMES)
def test_volumes_are_those_of_the_source(name: str) -> None:
    rows = [row for row in draft(text(name)).rows if row.text.split()[0] in SLIDING]
    assert " ".join("x".join(map(str, row.shape[:0:-1])) for row in rows) == VOLUMES[name]


def test_convolutions_of_vgg_are_3x3_with_padding_1_and_halve_five_times() -> None:
    rows = draft(text("vgg16")).rows
    convs = [row for row in rows if row.text.startswith("conv")]
    assert all(row.text.endswith("3x3 stride 1 pad 1") for row in convs)
    assert [row.shape[1] for row in convs] == [64, 64, 128, 128, *[256] * 3, *[512] * 6]
    assert [row.shape[2] for row in rows if row.text.startswith("pool")] == [112, 56, 28, 14, 7]
    assert len([row for row in draft(text("vgg19")).rows if row.text.startswith("conv")]) == 16


def test_residual_net_has_blocks_of_growing_depth() -> None:
    rows = draft(text("resnet50")).rows
    blocks = [row.shape[1:] for row in rows if row.name.startswith("block")]
    assert blocks == [(256, 56, 56)] * 3 + [(512, 28, 28)] * 4 + [(1024, 14, 14)] * 6 + [(2048, 7, 7)] * 3


def test_branches_of_googlenet_are_joined_along_depth() -> None:
    rows = draft(text("googlenet")).rows
    depths = [row.shape[1] for row in rows if row.text.startswith("concat")]
    assert depths == [256, 480, 512, 512, 512, 528, 832, 832, 1024]


def test_branches_of_inception_are_joined_along_depth() -> None:
    rows = draft(text("inception-v3")).rows
    volumes = [row.shape[1:] for row in rows if row.text.startswith("concat")]
    assert volumes == [
        (256, 35, 35),
        (288, 35, 35),
        (288, 35, 35),
        *[(768, 17, 17)] * 5,
        (1280, 8, 8),
        *[(2048, 8, 8)] * 2,
    ]


@pytest.mark.parametrize("name", PARAMETERS)
def test_canonical_text_says_the_same_design(name: str) -> None:
    design = parse(text(name))
    assert parse(text_of(design)) == design


@pytest.mark.parametrize("name", [name for name in PARAMETERS if PARAMETERS[name] < 30_000_000])
def test_onnx_runtime_computes_the_same_shapes_and_values(name: str) -> None:
    ort = pytest.importorskip("onnxruntime")
    design = parse(text(name))
    graph = build(design)
    model = model_of(graph)
    wanted = {row.name: row.shape for row in draft(text(name)).rows[1:]}
    del model.graph.output[:]
    model.graph.output.extend(type(model.graph.input[0])(name=value) for value in wanted)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    (taken,) = graph.inputs
    feeds = {taken.name: np.random.default_rng(1).random(taken.shape, np.float32)}
    computed = dict(zip(wanted, session.run(list(wanted), feeds), strict=True))
    assert {value: array.shape for value, array in computed.items()} == wanted
    ours = Executor(graph).run(feeds)
    for value, array in computed.items():
        np.testing.assert_allclose(ours[value], array, rtol=0, atol=1e-4 * max(1, np.abs(array).max()), err_msg=value)


@pytest.mark.parametrize("name", ["lenet5", "googlenet"])
def test_weights_are_he_initialised_and_biases_zero(name: str) -> None:
    graph = build(parse(text(name)))
    for value, array in graph.initializers.items():
        if value.endswith(".bias"):
            assert not array.any()
        elif value.endswith(".weight") and array.size > 1000:
            variance = 2 / math.prod(array.shape[1:])
            assert abs(array.mean()) < 5 * math.sqrt(variance / array.size)
            assert array.var() == pytest.approx(variance, rel=0.1)


def test_seed_decides_about_the_weights_and_each_layer_has_its_own() -> None:
    design = parse("input 8x8x3\nconv 4 3x3\nconv 4 3x3\n")
    first, again, other = (build(design, seed).initializers for seed in (1, 1, 2))
    assert np.array_equal(first["conv1.weight"], again["conv1.weight"])
    assert not np.array_equal(first["conv1.weight"], other["conv1.weight"])
    longer = build(parse("input 8x8x3\nconv 4 3x3\nrelu\nconv 8 3x3\n"), 1).initializers
    assert np.array_equal(first["conv1.weight"], longer["conv1.weight"])
