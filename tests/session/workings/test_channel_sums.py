from __future__ import annotations

import numpy as np
import pytest

from explorer.session.workings.channel_sums import channel_sums

RANDOM = np.random.default_rng(5)
FALLING = np.linspace(3, 1, 12, dtype=np.float32)[:, None, None]
PARTIAL = RANDOM.standard_normal((12, 4, 5)).astype(np.float32) * FALLING
WHOLE = PARTIAL.sum(axis=0, dtype=np.float64).astype(np.float32)
AFTER = (WHOLE + np.float32(0.5), np.maximum(WHOLE + np.float32(0.5), 0))


def test_running_sum_ends_in_the_sum_of_all_maps() -> None:
    sums = channel_sums(PARTIAL, 0.5, AFTER, "index", unfolded=True)
    assert sums.shown == tuple(range(12)) and not sums.others
    np.testing.assert_allclose(sums.running, np.cumsum(PARTIAL.astype(float), axis=0), rtol=1e-5, atol=1e-6)
    assert sums.deviation < 1e-5


def test_what_is_folded_is_summed_into_one_map() -> None:
    sums = channel_sums(PARTIAL, 0.5, AFTER, "index", unfolded=False)
    assert sums.shown == tuple(range(8)) and sums.others == 4
    np.testing.assert_allclose(sums.alone[8], PARTIAL[8:].sum(axis=0), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(sums.running[-1], WHOLE, rtol=1e-5, atol=1e-6)


def test_largest_contributions_come_first() -> None:
    sums = channel_sums(PARTIAL, 0.5, AFTER, "contribution", unfolded=False)
    size = np.abs(PARTIAL).mean(axis=(1, 2))
    assert list(sums.shown) == sorted(range(12), key=lambda i: -size[i])[:8]
    np.testing.assert_array_equal(sums.alone[0], PARTIAL[sums.shown[0]])


def test_one_scale_holds_all_maps() -> None:
    sums = channel_sums(PARTIAL, 0.5, AFTER, "index", unfolded=True)
    everything = np.concatenate([sums.alone, sums.running, sums.after])
    assert (sums.levels.minimum, sums.levels.maximum) == (everything.min(), everything.max())


@pytest.mark.parametrize("order", ["index", "contribution"])
def test_wrong_sum_is_told(order: str) -> None:
    assert channel_sums(PARTIAL, 0.75, AFTER, order, unfolded=True).deviation == pytest.approx(0.25, abs=1e-5)
