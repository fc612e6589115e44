"""The policy that all kernels are compiled by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.kernels import cache, jit

PROGRAM = """
import os
os.environ.pop("NUMBA_CPU_NAME", None)
import explorer.kernels.{module}
from explorer.kernels import TIER
import numba
print(numba.config.CPU_NAME == (TIER.name if TIER.needs else None))
"""


@pytest.mark.parametrize("module", ["elementwise", "convolution", "jit"])
def test_the_tier_is_chosen_before_numba_is_imported(module: str) -> None:
    command = [sys.executable, "-c", PROGRAM.format(module=module)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


@pytest.mark.skipif(jit.WITHOUT_JIT, reason="nothing is compiled without JIT")
def test_helpers_are_in_the_kernels_that_call_them_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_folders", lambda: (Path("nowhere"),))  # what is found there needs no helpers

    @jit.inlined
    def squared(number: float) -> float:
        return number * number

    @jit.inlined
    def distance(a: float, b: float) -> float:
        return squared(a - b)

    @jit.kernel
    def add_distances(first: Any, second: Any, out: Any) -> None:
        for i in range(out.size):
            out[i] = distance(first[i], second[i]) + squared(out[i])

    first, second, out = np.array([[1, 2, 3], [3, 5, 3], [0, 1, 2]], np.float32)
    add_distances(first, second, out)

    assert out.tolist() == [4, 10, 4]
    for helper in (squared, distance):
        (compiled,) = helper.overloads.values()
        assert compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name) == 0
