"""Axes in another order."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from explorer.nn.ops.permutation import permuted

SHAPES = [(), (1,), (7,), (3, 4), (40, 33), (2, 3, 17), (3, 20, 1, 35), (1, 5, 1, 1), (2, 3, 4, 5, 2)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_order_is_numpys(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    for order in itertools.permutations(range(len(shape))):
        expected = x.transpose(order)
        out = np.empty(expected.shape, np.float32)
        permuted(x, order, out)()
        np.testing.assert_array_equal(out, expected)
