"""How much work is worth a second thread."""

from __future__ import annotations

from typing import Any

from explorer.kernels.jit import WITHOUT_JIT, scalar
from explorer.kernels.threads import threads

_WORTH_A_THREAD = 1 << 15
"""Elements; below it, waking a thread (1.5 us) costs more than half of a rectification saves."""


def count_parts(elements: int) -> int:
    """Return into how many parts to split work over so many elements: one for each thread, or 1."""
    return 1 if WITHOUT_JIT or elements < _WORTH_A_THREAD else threads()


@scalar
def part(array: Any, index: Any, parts: Any) -> Any:
    """Return part ``index`` of ``parts`` equal ones of the first axis; the last ones may be short or empty."""
    extent = -(-array.shape[0] // parts)
    return array[index * extent : (index + 1) * extent]
