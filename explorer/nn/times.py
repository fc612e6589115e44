"""What nodes took, read off the kernels' clock in a run and worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.kernels.clock import milliseconds_a_tick
from explorer.nn.spec import Array


@dataclass(frozen=True)
class Span:
    """Nodes that run one after the other, each a number of calls.

    Attributes
    ----------
    names
        Of the nodes.
    ends
        How many calls those up to each node are, from 0 on.
    """

    names: tuple[str, ...]
    ends: Array

    def milliseconds(self, ticks: Array) -> dict[str, float]:
        """Return the time of each node, by when each call was finished and, before them, when the first began."""
        return dict(zip(self.names, (np.diff(ticks[self.ends]) * milliseconds_a_tick()).tolist(), strict=True))


class Times(Mapping[str, float]):
    """Milliseconds by node.

    Parameters
    ----------
    names
        Of all nodes, also of those that are not run.
    spans
        The nodes that are run.
    readings
        The ticks of each span.
    """

    def __init__(self, names: Sequence[str], spans: Sequence[Span], readings: Sequence[Array]) -> None:
        self._names, self._spans, self._readings = names, spans, readings

    @cached_property
    def _milliseconds(self) -> dict[str, float]:
        milliseconds = dict.fromkeys(self._names, 0.0)
        for span, ticks in zip(self._spans, self._readings, strict=True):
            milliseconds |= span.milliseconds(ticks)
        return milliseconds

    def __getitem__(self, name: str) -> float:
        """Return the time of a node."""
        return self._milliseconds[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the nodes."""
        return iter(self._milliseconds)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._milliseconds)
