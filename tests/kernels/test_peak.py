from __future__ import annotations

import os
import subprocess
import sys

import pytest

from explorer.kernels import TIER
from explorer.kernels.peak import measure_peak
from explorer.kernels.threads import set_threads

PROGRAM = """
import numpy as np
from explorer.kernels import TIER
from explorer.kernels import TIER
from explorer.kernels.peak import spin_each
shares = np.zeros((2, TIER.lanes), np.float32)
spin_each(shares, 100)()
print(np.unique(shares), 2 * (TIER.registers * 5 // 8))
"""


@pytest.mark.parametrize("environment", [{}, {"NUMBA_CPU_NAME": "generic"}, {"NUMBA_DISABLE_JIT": "1"}], ids=str)
def test_every_step_is_done(environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sums, wanted = done.stdout.split("]")
    assert float(sums.strip("[ ")) == float(wanted)


COUNT = """
import re
import numba
import numpy as np
from explorer.kernels import TIER
from explorer.kernels import TIER
from explorer.kernels.peak import spin

@numba.njit
def compute(out, steps):
    spin(out, steps)

compute(np.zeros(TIER.lanes, np.float32), 9)
(code,) = compute.inspect_asm().values()
print(len(re.findall("vfmadd", code)), TIER.registers * 5 // 8)
"""


@pytest.mark.skipif(not TIER.needs, reason="has fused multiply-adds by another name")
def test_the_compiler_leaves_no_sum_out() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    found, sums = map(int, done.stdout.split())
    assert found > 0
    assert found % sums == 0


def test_a_core_does_some_thousand_million_a_second() -> None:
    set_threads(1)
    try:
        assert 1e9 < measure_peak() < 1e12
    finally:
        set_threads(0)
