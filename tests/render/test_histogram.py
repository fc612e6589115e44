from __future__ import annotations

import math

import numpy as np

from explorer.render.histogram import BINS, histogram_of


def test_every_value_counts_once() -> None:
    counts = histogram_of(np.linspace(-1, 1, 601, dtype=np.float32).reshape(1, 1, -1), -1, 1)
    assert counts.shape == (BINS,)
    assert counts.sum() == 601
    assert counts.min() >= 9


def test_what_lies_beyond_counts_to_the_ends() -> None:
    counts = histogram_of(np.array([-9, -math.inf, 0.5, 7, math.inf], np.float32), 0, 1)
    assert (counts[0], counts[BINS // 2], counts[-1], counts.sum()) == (2, 1, 2, 5)


def test_nan_counts_nowhere() -> None:
    assert not histogram_of(np.full((2, 2), math.nan, np.float32), 0, 1).any()
    assert not histogram_of(np.zeros((0, 2), np.float32), 0, 1).any()


def test_many_values_are_sampled() -> None:
    assert histogram_of(np.zeros(1_000_000, np.float32), -1, 1).sum() < 100_000
