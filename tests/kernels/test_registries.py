"""What Numba loads when it first compiles, and what it remembers."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from explorer.kernels.jit import WITHOUT_JIT, kernel

pytestmark = pytest.mark.skipif(WITHOUT_JIT, reason="nothing is compiled without JIT")

PROGRAM = """
import sys
{before}
from explorer.kernels.clock import now
now()
print("scipy.linalg" in sys.modules)
import scipy
print(scipy.__name__)
"""


@pytest.mark.parametrize(("before", "imported"), [("", "False"), ("import scipy.linalg", "True")])
def test_compiling_imports_no_scipy_and_leaves_what_others_import(before: str, imported: str) -> None:
    pytest.importorskip("scipy")
    command = [sys.executable, "-c", PROGRAM.format(before=before)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.split() == [imported, "scipy"]


def test_operators_are_remembered_for_each_kind_of_number() -> None:
    @kernel
    def halve(numbers: object, out: object) -> None:
        out[0] = numbers[0] / numbers[1] + numbers[0] // numbers[1]  # type: ignore[index]

    for kind in (np.float32, np.int64, np.float64, np.float32):
        out = np.zeros(1, np.float64)
        halve(np.array([7, 2], kind), out)
        assert out[0] == 6.5
