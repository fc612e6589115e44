"""Numba and NumPy kernels over C-contiguous float32 arrays; they validate nothing and allocate nothing."""

from __future__ import annotations

from explorer.kernels.cpu import choose_tier

TIER = choose_tier()
"""The CPUs that kernels are compiled for; chosen here, as Numba reads it from the environment when it is imported."""
