"""Copies of views into views."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from explorer.nn.ops.copying import copied

SHAPES = [(), (1,), (7,), (3, 4), (40, 33), (2, 3, 17), (3, 20, 1, 35), (1, 5, 1, 1), (2, 3, 4, 5, 2)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_order_is_numpys(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    for order in itertools.permutations(range(len(shape))):
        expected = x.transpose(order)
        out = np.empty(expected.shape, np.float32)
        copied(x, expected, out, out)()
        np.testing.assert_array_equal(out, expected)


def test_places_may_be_views_too() -> None:
    x = np.arange(2 * 3 * 40, dtype=np.float32).reshape(2, 3, 40)
    for cut in (np.s_[:, :, 3:], np.s_[:, ::2, ::-1], np.s_[::-1, 1:, 5:30:3], np.s_[:, :, :1], np.s_[1:, 0, 7]):
        for place in (np.s_[:], np.s_[..., 1:-1], np.s_[1:, ...]):
            view = x[cut]
            out = np.zeros(tuple(n + 2 for n in view.shape), np.float32)
            target = out[place][tuple(slice(n) for n in view.shape)]
            expected = out.copy()
            expected[place][tuple(slice(n) for n in view.shape)] = view
            copied(x, view, out, target)()
            np.testing.assert_array_equal(out, expected)


def test_one_number_may_be_read_again_and_again() -> None:
    x = np.arange(3, dtype=np.float32)
    out = np.empty((3, 2000), np.float32)
    copied(x, np.broadcast_to(x[:, None], out.shape), out, out)()
    np.testing.assert_array_equal(out, np.repeat(x, 2000).reshape(3, 2000))


def test_long_rows_are_cut_into_pieces() -> None:
    x = np.random.default_rng(0).normal(size=5000).astype(np.float32)
    out = np.zeros(6000, np.float32)
    copied(x, x[::2], out, out[3:2503])()
    copied(x, x, out, out[1000:])()
    np.testing.assert_array_equal(out[3:1000], x[:1994:2])
    np.testing.assert_array_equal(out[1000:], x)
