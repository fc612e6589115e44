"""Numba and NumPy kernels over C-contiguous float32 arrays; they validate nothing and allocate nothing."""

from __future__ import annotations

import os

from explorer.kernels.cpu import choose_tier

TIER = choose_tier()
"""The CPUs that kernels are compiled for; chosen here, as Numba reads it from the environment when it is imported."""

# A thread of GNU OpenMP spins for milliseconds by default where others want to run, and holds them up that long.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
