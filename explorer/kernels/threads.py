"""How many threads kernels run on."""

from __future__ import annotations

import numba


def threads() -> int:
    """Return the number of threads that parallel kernels of the calling thread use."""
    return int(numba.get_num_threads())


def set_threads(count: int) -> None:
    """Let parallel kernels of the calling thread use ``count`` threads, at most one a core; 0 means all."""
    most = numba.config.NUMBA_NUM_THREADS
    numba.set_num_threads(min(count, most) if count > 0 else most)
