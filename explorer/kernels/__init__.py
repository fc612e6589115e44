"""Numba and NumPy kernels over C-contiguous float32 arrays; they validate nothing and allocate nothing."""

from __future__ import annotations

import os

from explorer.kernels.cpu import choose_tier

TIER = choose_tier()
"""The CPUs that kernels are compiled for; chosen here, as Numba reads it from the environment when it is imported."""

# A waiting thread of GNU OpenMP spins for a millisecond, ten by default: a sleeping one takes 35 us to wake, as long
# as a small layer, and a spinning one holds up whatever else wants to run.
os.environ.setdefault("GOMP_SPINCOUNT", "30000")
