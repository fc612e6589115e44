"""How many threads kernels run on."""

from __future__ import annotations

import os

_most = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_count = _most


def threads() -> int:
    """Return the number of threads that share work."""
    return _count


def set_threads(count: int) -> None:
    """Let ``count`` threads share work that is planned from now on; 0 means one for each core."""
    global _count  # noqa: PLW0603, it is the program's
    _count = count if count > 0 else _most
