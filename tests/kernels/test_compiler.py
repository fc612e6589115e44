"""How kernels are compiled."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pytest
from numba.core.errors import NumbaError, TypingError

from explorer.kernels.jit import WITHOUT_JIT, inlined, kernel

pytestmark = pytest.mark.skipif(WITHOUT_JIT, reason="nothing is compiled without JIT")


def test_loops_tuples_and_choices_are_compiled() -> None:
    @inlined
    def ends(count: int, most: int) -> Any:
        return (0, count) if count < most else (count - most, count)

    @kernel
    def write(out: Any, pair: Any) -> None:
        first, last = ends(out.shape[0], pair[1])
        while first < last:
            out[first, pair[0]] = max(first, 2) if first % 2 == 0 else -first
            first += 1

    out = np.zeros((5, 2), np.int64)
    write(out, (1, 4))
    assert out.tolist() == [[0, 0], [0, -1], [0, 2], [0, -3], [0, 4]]


def test_a_kernel_that_would_allocate_is_refused() -> None:
    @kernel
    def double(x: Any, out: Any) -> None:
        out[:] = x * 2

    with pytest.raises(NumbaError):
        double(np.ones(3, np.float32), np.ones(3, np.float32))


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_collected_after_compiling_as_before(collecting: bool) -> None:
    @kernel
    def add(a: Any, b: Any) -> Any:
        return a + b

    was = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        assert add(1, 2) == 3
        with pytest.raises(TypingError):
            add(1, "2")
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if was else gc.disable)()
