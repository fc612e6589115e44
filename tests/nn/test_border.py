"""Pad, with NumPy as judge."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.nn.spec import Array

IMAGE = np.random.default_rng(0).normal(size=(1, 3, 5, 40)).astype(np.float32)

WIDTHS = [
    ((0, 0), (0, 0), (0, 0), (0, 0)),
    ((0, 0), (0, 0), (1, 1), (1, 1)),
    ((0, 0), (1, 2), (4, 0), (0, 20)),
    ((0, 0), (2, 1), (3, 4), (39, 39)),
    ((2, 1), (0, 9), (7, 12), (50, 90)),
    ((0, 0), (-1, 2), (2, -3), (-4, -5)),
]


def padded(image: Array, widths: tuple[tuple[int, int], ...], mode: str) -> Array:
    pads = np.array([before for before, _ in widths] + [after for _, after in widths])
    op = build("Pad", {"mode": mode}, opset=17, outputs=1)
    known = {"pads": pads, "number": np.float32(0.5)}
    inputs = ("image", "pads", "number") if mode == "constant" else ("image", "pads")
    node = Node("pad", op, inputs, ("padded",))
    executor = Executor(Graph("one", (node,), (GraphInput("image", image.shape),), ("padded",), known, 17))
    executor.run({"image": np.full_like(image, np.nan)})
    return executor.run({"image": image})["padded"]  # in the memory of the run before


@pytest.mark.parametrize("mode", ["constant", "reflect", "edge", "wrap"])
@pytest.mark.parametrize("widths", WIDTHS)
def test_borders_are_numpys(mode: str, widths: tuple[tuple[int, int], ...]) -> None:
    kept = tuple(
        slice(max(-before, 0), n - max(-after, 0)) for n, (before, after) in zip(IMAGE.shape, widths, strict=True)
    )
    added = [(max(before, 0), max(after, 0)) for before, after in widths]
    options = {"constant_values": 0.5} if mode == "constant" else {}
    expected = np.pad(IMAGE[kept], added, mode=mode, **options)  # type: ignore[call-overload]  # modes by name
    np.testing.assert_array_equal(padded(IMAGE, widths, mode), expected)
