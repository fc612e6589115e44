"""Weighted sums against loops that multiply and add one product at a time."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from passes import net_of, pass_of

from explorer.nn.arithmetic.order import fold
from explorer.nn.arithmetic.parts import Arithmetic, Pass, WeightedSum
from explorer.nn.arithmetic.unit import explain
from explorer.nn.relation import NOWHERE
from explorer.nn.spec import Array

ROUNDING = 1e-6


def sum_at(run: Pass, value: str, *index: int) -> tuple[Arithmetic, WeightedSum]:
    unit = explain(run, value, index)
    assert isinstance(unit.workings, WeightedSum)
    return unit, unit.workings


def looped(image: Array, filters: Array, unit: tuple[int, int, int], how: dict[str, int]) -> list[float]:
    """Return the partial sum of each channel of the group, the products added one by one."""
    o, y, x = unit
    members, kh, kw = filters.shape[1:]
    first = o // (len(filters) // how["group"]) * members
    partials = []
    for i in range(members):
        total = 0.0
        for ky, kx in itertools.product(range(kh), range(kw)):
            row = y * how["stride"] + ky * how["dilation"] - how["top"]
            column = x * how["stride"] + kx * how["dilation"] - how["left"]
            if 0 <= row < image.shape[1] and 0 <= column < image.shape[2]:
                total += float(image[first + i, row, column]) * float(filters[o, i, ky, kx])
        partials.append(total)
    return partials


CASES = [
    {"group": group, "stride": stride, "dilation": dilation, "top": top, "left": left}
    for group, stride, dilation, (top, left) in itertools.product((1, 2, 6), (1, 2, 3), (1, 2), ((0, 0), (1, 2)))
]


@pytest.mark.parametrize("how", CASES, ids=lambda how: "-".join(map(str, how.values())))
def test_convolution_sums_channel_by_channel(how: dict[str, int]) -> None:
    rng = np.random.default_rng(how["stride"])
    image = rng.standard_normal((1, 6, 13, 11)).astype(np.float32)
    filters = rng.standard_normal((12, 6 // how["group"], 3, 2)).astype(np.float32)
    attributes = {
        "group": how["group"],
        "strides": (how["stride"],) * 2,
        "dilations": (how["dilation"],) * 2,
        "pads": (how["top"], how["left"], 1, 1),
    }
    bias = rng.standard_normal(12).astype(np.float32)
    run = pass_of(net_of(image.shape, {"w": filters, "b": bias}, ("v", "Conv", ("x", "w", "b"), attributes)), image)
    _, depth, height, width = run.specs["v"].shape
    for o, y, x in ((0, 0, 0), (depth - 1, height - 1, width - 1), (5, height // 2, width // 2)):
        unit, sums = sum_at(run, "v", 0, o, y, x)
        partials = looped(image[0], filters, (o, y, x), how)
        assert sums.partials.tolist() == pytest.approx(partials, rel=1e-12, abs=1e-14)
        assert sums.bias == float(bias[o])
        assert sums.result == pytest.approx(math.fsum(partials) + float(bias[o]), rel=1e-12)
        assert abs(unit.residual) <= ROUNDING * sums.magnitude
        assert (sums.patches[:, ~sums.footprint.inside] == 0).all()


def test_terms_bias_and_residual_add_up_to_the_cell() -> None:
    rng = np.random.default_rng(0)
    weights = {"w": rng.standard_normal((4, 9, 3, 3)).astype(np.float32), "b": np.ones(4, np.float32)}
    graph = net_of((1, 9, 8, 8), weights, ("v", "Conv", ("x", "w", "b"), {"pads": (1, 1, 1, 1)}))
    unit, sums = sum_at(pass_of(graph, rng.standard_normal((1, 9, 8, 8))), "v", 0, 2, 0, 7)
    folded = fold(sums)
    shown = [float(sums.partials[place]) for place in folded.shown]
    assert (len(shown), folded.others) == (8, 1)
    assert math.fsum([*shown, folded.rest, 1.0, unit.residual]) == unit.cell


def test_terms_come_by_size_or_by_channel() -> None:
    weights = {"w": np.array([1.0, -9.0, 3.0], np.float32).reshape(1, 3, 1, 1)}
    graph = net_of((1, 3, 1, 1), weights, ("v", "Conv", ("x", "w"), {}))
    _, sums = sum_at(pass_of(graph, np.ones((1, 3, 1, 1))), "v", 0, 0, 0, 0)
    assert fold(sums).shown == (1, 2, 0)
    assert fold(sums, "index").shown == (0, 1, 2)
    assert fold(sums, "index", 1).rest == -6.0
    assert fold(sums, "contribution", None).others == 0


@pytest.mark.parametrize("group", [1, 2])
def test_transposed_convolution_sums_the_taps_that_fall_on_the_unit(group: int) -> None:
    rng = np.random.default_rng(group)
    image, filters = (rng.standard_normal(shape).astype(np.float32) for shape in ((1, 4, 5, 5), (4, 3, 3, 3)))
    attributes = {"strides": (2, 2), "pads": (1, 1, 1, 1), "group": group}
    run = pass_of(net_of(image.shape, {"w": filters}, ("v", "ConvTranspose", ("x", "w"), attributes)), image)
    for o, y, x in ((0, 0, 0), (2, 3, 4), (3 * group - 1, 8, 8)):
        _, sums = sum_at(run, "v", 0, o, y, x)
        expected = []
        for c in range(o // 3 * (4 // group), (o // 3 + 1) * (4 // group)):
            taps = [
                float(image[0, c, r, s]) * float(filters[c, o % 3, y + 1 - 2 * r, x + 1 - 2 * s])
                for r, s in itertools.product(range(5), range(5))
                if 0 <= y + 1 - 2 * r < 3 and 0 <= x + 1 - 2 * s < 3
            ]
            expected.append(math.fsum(taps))
        assert sums.partials.tolist() == pytest.approx(expected, rel=1e-12, abs=1e-14)
        rows, columns = (places == NOWHERE for places in sums.footprint.places)
        assert rows.any() or columns.any()
        assert (sums.patches[:, rows[:, None] | columns] == 0).all()


def test_fully_connected_layer_lies_on_the_volume_that_was_flattened() -> None:
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((5, 24)).astype(np.float32)
    graph = net_of(
        (1, 2, 3, 4),
        {"w": rows, "b": np.arange(5, dtype=np.float32)},
        ("flat", "Flatten", ("x",), {}),
        ("v", "Gemm", ("flat", "w", "b"), {"transB": 1}),
    )
    image = rng.standard_normal((1, 2, 3, 4)).astype(np.float32)
    _, sums = sum_at(pass_of(graph, image), "v", 0, 3)
    assert (sums.footprint.value, sums.kernels.shape, sums.bias) == ("x", (2, 3, 4), 3.0)
    assert (sums.patches == image[0]).all()
    assert (sums.kernels == rows[3].reshape(2, 3, 4)).all()


def test_one_dimensional_window_is_one_row() -> None:
    graph = net_of((1, 1, 4), {"w": np.array([[[1, 2]]], np.float32)}, ("v", "Conv", ("x", "w"), {"pads": (1, 0)}))
    _, sums = sum_at(pass_of(graph, np.array([[[3.0, 4, 5, 6]]])), "v", 0, 0, 0)
    assert sums.patches.tolist() == [[[0.0, 3.0]]]
    assert sums.footprint.inside.tolist() == [[False, True]]
    assert (sums.footprint.axes, sums.footprint.extents) == ((None, 2), (1, 4))


def test_resize_mixes_the_elements_nearby() -> None:
    weights = {"scales": np.array([1, 1, 2, 2], np.float32)}
    graph = net_of((1, 1, 2, 2), weights, ("v", "Resize", ("x", "", "scales"), {"mode": "linear"}))
    unit, sums = sum_at(pass_of(graph, np.array([[[[0.0, 4], [8, 12]]]])), "v", 0, 0, 1, 1)
    assert sums.kernels.tolist() == [[[0.5625, 0.1875], [0.1875, 0.0625]]]
    assert (sums.result, unit.cell) == (3.0, 3.0)
