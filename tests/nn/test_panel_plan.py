"""Products by packed panels, against sums in float64."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.threads import set_threads
from explorer.kernels.vector import LANES
from explorer.nn.panel_plan import plan_panels
from explorer.nn.spec import FLOAT


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("seed", range(20))
def test_every_plan_sums_the_product_and_writes_nothing_beside(seed: int, threads: int) -> None:
    rng = np.random.default_rng(seed)
    rows, inner, columns = (int(2 ** rng.uniform(0, most)) for most in (8.5, 9.5, 5))
    left, right = (rng.standard_normal(shape, FLOAT) for shape in ((rows, inner), (inner, columns * LANES)))
    expected = left.astype(float) @ right
    set_threads(threads)
    try:
        plans = list(plan_panels(rows, inner, columns * LANES))
        plan = plans[rng.integers(len(plans))]
        out = np.full((rows + 2, columns * LANES), np.nan, FLOAT)
        plan.bind(left, plan.prepare(right), out[1:-1])()
    finally:
        set_threads(0)
    np.testing.assert_allclose(out[1:-1], expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())
    assert np.isnan(out[[0, -1]]).all()


def test_columns_that_fill_no_vector_or_are_too_many_have_no_plan() -> None:
    assert not list(plan_panels(64, 64, LANES + 1))
    assert not list(plan_panels(64, 4096, 1024))
