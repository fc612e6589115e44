"""Numba and NumPy kernels over C-contiguous float32 arrays; they validate nothing and allocate nothing."""
