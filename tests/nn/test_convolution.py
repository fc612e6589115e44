"""Conv and ConvTranspose against hand-made numbers, sums written out, and ONNX Runtime."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.kernels.threads import set_threads
from explorer.nn.ops.base import Arena, BindableStep, Op
from explorer.nn.ops.convolution import Conv
from explorer.nn.ops.transposed_convolution import ConvTranspose
from explorer.nn.spec import Array, Spec


def in_onnx_runtime(op: Op, *arrays: Array) -> Array:
    runtime = pytest.importorskip("onnxruntime")
    helper = pytest.importorskip("onnx.helper")
    names = ["x", "w", "b"][: len(arrays)]
    node = helper.make_node(type(op).__name__, names, ["y"], **op.attributes())
    inputs = [helper.make_tensor_value_info(n, 1, a.shape) for n, a in zip(names, arrays, strict=True)]
    graph = helper.make_graph([node], "g", inputs, [helper.make_tensor_value_info("y", 1, None)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, dict(zip(names, arrays, strict=True)))[0])


def assert_close(got: Array, wanted: Array) -> None:
    assert got.shape == wanted.shape
    assert np.abs(got - wanted).max() <= 1e-4 * np.abs(wanted).max()


def random(rng: np.random.Generator, *shape: int) -> Array:
    return rng.standard_normal(shape, np.float32)


def test_a_kernel_by_hand() -> None:
    image = np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)
    edge = np.array([[[[1, -1]]]], np.float32)
    (maps,) = Conv(pads=(0, 1, 0, 0)).run([image, edge, np.array([10], np.float32)])
    np.testing.assert_array_equal(maps[0, 0], [[10, 9, 9], [7, 9, 9], [4, 9, 9]])


def test_a_transposed_kernel_by_hand() -> None:
    image = np.array([[[[1, 2], [3, 4]]]], np.float32)
    (out,) = ConvTranspose(strides=(2, 2)).run([image, np.array([[[[1, 10]]]], np.float32)])
    np.testing.assert_array_equal(out[0, 0], [[1, 10, 2, 20], [0, 0, 0, 0], [3, 30, 4, 40]])


@pytest.mark.parametrize("computed", [[1], [2], [1, 2]])
@pytest.mark.parametrize(
    ("channels", "filters", "groups", "stride", "extent"),
    [
        (32, 72, 1, 2, 16),
        (96, 96, 96, 1, 7),
        (96, 96, 96, 2, 14),
        (64, 64, 4, 1, 8),
        (16, 16, 1, 1, 32),
        (64, 9, 1, 1, 1),
    ],
)
def test_filters_and_biases_that_a_net_computes_are_read_in_each_pass(
    channels: int, filters: int, groups: int, stride: int, extent: int, computed: list[int]
) -> None:
    rng = np.random.default_rng(0)
    op = Conv(strides=(stride, stride), pads=(1, 1, 1, 1), group=groups)
    shapes = [(1, channels, extent, extent), (filters, channels // groups, 3, 3), (filters,)]
    arrays = [random(rng, *shape) for shape in shapes]
    specs = [Spec(x.shape, x.dtype, None if i in (0, *computed) else x) for i, x in enumerate(arrays)]
    out = np.empty(op.infer(specs)[0].shape, np.float32)
    step = op.plan(specs, Arena())
    assert isinstance(step, BindableStep)
    call = step.bind(arrays, (out,))
    for _ in range(2):
        for i in (0, *computed):
            arrays[i][...] = random(rng, *shapes[i])
        call()
        assert_close(out, op.run(arrays)[0])


@pytest.mark.parametrize("seed", range(60))
def test_convolution_is_what_onnx_runtime_computes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    axes = int(rng.integers(1, 4)) if seed % 3 == 0 else 2
    group = int(rng.choice([1, 1, 2, 3]))
    kernel = [int(k) for k in rng.integers(1, 6, axes)]
    attributes: dict[str, Any] = {"group": group, "strides": tuple(int(s) for s in rng.integers(1, 4, axes))}
    dilations = [1] * axes
    if seed % 2:
        attributes["auto_pad"] = str(rng.choice(["SAME_UPPER", "SAME_LOWER", "VALID"]))
    else:
        dilations = [int(d) for d in rng.integers(1, 3, axes)]
        attributes |= {"dilations": tuple(dilations), "pads": tuple(int(p) for p in rng.integers(0, 3, 2 * axes))}
    extents = [(k - 1) * d + 1 + int(rng.integers(0, 30 // axes)) for k, d in zip(kernel, dilations, strict=True)]
    channels, filters = int(rng.integers(1, 5)), int(rng.integers(1, 33))
    op = Conv(**attributes)
    image = random(rng, int(rng.integers(1, 3)), group * channels, *extents)
    arrays = image, random(rng, group * filters, channels, *kernel), random(rng, group * filters)
    assert_close(op.run(list(arrays))[0], in_onnx_runtime(op, *arrays))


@pytest.mark.parametrize("seed", range(40))
def test_transposed_convolution_is_what_onnx_runtime_computes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    axes = int(rng.integers(1, 4)) if seed % 3 == 0 else 2
    group = int(rng.choice([1, 1, 2]))
    kernel, strides = rng.integers(1, 5, axes).tolist(), rng.integers(1, 4, axes).tolist()
    extents = rng.integers(2, 8, axes).tolist()
    attributes: dict[str, Any] = {"group": group, "strides": tuple(strides)}
    if seed % 4 == 0:
        attributes["pads"] = tuple(rng.integers(0, 2, 2 * axes).tolist())
    elif seed % 4 == 1:
        attributes["auto_pad"] = str(rng.choice(["SAME_UPPER", "SAME_LOWER", "VALID"]))
    elif seed % 4 == 2:
        attributes["output_padding"] = tuple(s - 1 for s in strides)
    else:
        whole = [(e - 1) * s + k for e, s, k in zip(extents, strides, kernel, strict=True)]
        attributes["output_shape"] = tuple(max(w - (k > 1), 1) for w, k in zip(whole, kernel, strict=True))
    op = ConvTranspose(**attributes)
    channels, filters = group * int(rng.integers(1, 4)), int(rng.integers(1, 6))
    image = random(rng, 2, channels, *extents)
    arrays = image, random(rng, channels, filters, *kernel), random(rng, filters * group)
    assert_close(op.run(list(arrays))[0], in_onnx_runtime(op, *arrays))


@pytest.mark.parametrize(
    ("kernel", "attributes"),
    [
        ((4, 4), {}),
        ((7, 3), {"strides": (2, 3)}),
        ((5,), {}),
        ((2, 3, 4), {}),
        ((4, 4), {"pads": (1, 1, 1, 1)}),
        ((4, 4), {"output_padding": (1, 1), "strides": (2, 2)}),
        ((3, 3), {"dilations": (2, 2)}),
        ((3, 3), {"group": 2}),
    ],
)
@pytest.mark.parametrize("biased", [True, False])
def test_a_single_element_is_spread_as_onnx_runtime_does(
    kernel: tuple[int, ...], attributes: dict[str, Any], biased: bool
) -> None:
    rng, op = np.random.default_rng(0), ConvTranspose(**attributes)
    image, filters = random(rng, 2, 20, *(1 for _ in kernel)), random(rng, 20, 6, *kernel)
    arrays = [image, filters, random(rng, 6 * op.group)][: 2 + biased]
    assert_close(op.run(list(arrays))[0], in_onnx_runtime(op, *arrays))


@pytest.mark.parametrize(
    ("channels", "filters", "kernel", "extent", "attributes"),
    [
        (64, 64, 3, 56, {"pads": (1, 1, 1, 1)}),
        (192, 100, 3, 8, {"pads": (1, 1, 1, 1)}),
        (3, 96, 11, 227, {"strides": (4, 4)}),
        (48, 48, 3, 40, {"group": 48, "strides": (2, 2)}),
        (64, 30, 1, 31, {}),
    ],
)
def test_large_layers_are_shared_among_threads(
    channels: int, filters: int, kernel: int, extent: int, attributes: dict[str, Any]
) -> None:
    rng = np.random.default_rng(0)
    op = Conv(**attributes)
    image = random(rng, 1, channels, extent, extent)
    arrays = image, random(rng, filters, channels // op.group, kernel, kernel), random(rng, filters)
    wanted = in_onnx_runtime(op, *arrays)
    try:
        for count in (1, 2):
            set_threads(count)
            assert_close(op.run(list(arrays))[0], wanted)
    finally:
        set_threads(0)


def test_filters_that_are_computed_are_read_at_every_run() -> None:
    rng = np.random.default_rng(1)
    image, filters = random(rng, 1, 3, 9, 9), random(rng, 4, 3, 3, 3)
    op = Conv()
    step = op.plan([Spec(image.shape), Spec(filters.shape)], Arena())
    out = np.empty((1, 4, 7, 7), np.float32)
    for factor in (1, 2):
        step([image, filters * np.float32(factor)], (out,))
        assert_close(out, factor * op.run([image, filters])[0])


def test_what_lies_outside_the_image_does_not_reach_the_maps() -> None:
    image = np.full((1, 2, 5, 6), np.nan, np.float32)
    Conv(pads=(2, 2, 2, 2)).run([image, np.ones((3, 2, 5, 5), np.float32)])  # leaves NaN in memory that is used again
    (maps,) = Conv(pads=(1, 1, 1, 1)).run([np.ones((1, 2, 5, 6), np.float32), np.ones((3, 2, 3, 3), np.float32)])
    assert maps.min() == 8
    assert maps.max() == 18


@pytest.mark.parametrize(
    ("op", "shapes", "message"),
    [
        (Conv(), [(1, 3, 8, 8), (4, 1, 3, 3)], "the filters take 1 channels where the image has 3"),
        (Conv(), [(1, 3, 8), (4, 3, 3, 3)], "the image has 3 axes and the filters have 4"),
        (Conv(), [(1, 3, 2, 8), (4, 3, 3, 3)], "extent 3 does not fit into 2"),
        (Conv(group=3), [(1, 3, 8, 8), (4, 1, 3, 3)], "4 filters cannot be shared among 3 groups"),
        (Conv(kernel_shape=(5, 5)), [(1, 3, 8, 8), (4, 3, 3, 3)], "kernel_shape is 5x5"),
        (Conv(), [(1, 3, 8, 8), (4, 3, 3, 3), (3,)], "the bias has the shape 3"),
        (ConvTranspose(pads=(9, 9, 9, 9)), [(1, 3, 2, 2), (3, 4, 3, 3)], "nothing is left"),
    ],
)
def test_what_does_not_fit_is_told_in_numbers(op: Op, shapes: list[tuple[int, ...]], message: str) -> None:
    with pytest.raises(NetError, match=message):
        op.infer([Spec(shape) for shape in shapes])


@pytest.mark.parametrize(
    "environment", [{"NUMBA_CPU_NAME": "x86-64-v3"}, {"NUMBA_CPU_NAME": "generic"}, {"NUMBA_DISABLE_JIT": "1"}], ids=str
)
def test_other_cpus_and_none_compute_the_same(environment: dict[str, str], tmp_path: Path) -> None:
    if environment.get("NUMBA_CPU_NAME", "").startswith("x86") and os.uname().machine != "x86_64":
        pytest.skip("another architecture")
    rng = np.random.default_rng(5)
    arrays, wanted = {}, {}
    for i, (filters, extent, pad, stride) in enumerate(itertools.product((1, 6, 27), (5, 20, 40), (0, 1), (1, 2))):
        image, weights = random(rng, 1, 2, extent, extent), random(rng, filters, 2, 3, 3)
        arrays |= {f"x{i}": image, f"w{i}": weights, f"a{i}": np.array([pad, stride])}
        wanted[f"y{i}"] = Conv(pads=(pad,) * 4, strides=(stride,) * 2).run([image, weights])[0]
        spread = np.ascontiguousarray(weights.swapaxes(0, 1))
        wanted[f"z{i}"] = ConvTranspose(pads=(pad,) * 4, strides=(stride,) * 2).run([image, spread])[0]
    np.savez(tmp_path / "in.npz", **arrays)
    base = {key: value for key, value in os.environ.items() if not key.startswith("NUMBA_CPU")}
    program = """
import sys
import numpy as np
from explorer.nn.ops.convolution import Conv
from explorer.nn.ops.transposed_convolution import ConvTranspose
case, results = np.load(sys.argv[1]), {}
for i in range(len(case.files) // 3):
    pad, stride = map(int, case[f"a{i}"])
    image, weights = case[f"x{i}"], case[f"w{i}"]
    results[f"y{i}"] = Conv(pads=(pad,) * 4, strides=(stride,) * 2).run([image, weights])[0]
    spread = np.ascontiguousarray(weights.swapaxes(0, 1))
    results[f"z{i}"] = ConvTranspose(pads=(pad,) * 4, strides=(stride,) * 2).run([image, spread])[0]
np.savez(sys.argv[2], **results)
"""
    files = [str(tmp_path / "in.npz"), str(tmp_path / "out.npz")]
    subprocess.run([sys.executable, "-c", program, *files], check=True, env=base | environment)
    computed = np.load(tmp_path / "out.npz")
    for name, array in wanted.items():
        assert_close(computed[name], array)
