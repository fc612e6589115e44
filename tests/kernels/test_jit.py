"""The policy that all kernels are compiled by."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
