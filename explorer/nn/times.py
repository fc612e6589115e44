"""What nodes took, read off the kernels' clock in a run and worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    ticks
        When each call was finished and, before them, when the first began; written anew in each run.
    """

    names: tuple[str, ...]
    ends: Array
    ticks: Array

    def milliseconds(self) -> dict[str, float]:
        """Return the time of each node."""
        return dict(zip(self.names, (np.diff(self.ticks[self.ends]) * milliseconds_a_tick()).tolist(), strict=True))


class Times(Mapping[str, float]):
    """Milliseconds by node in the last run.

    Parameters
    ----------
    names
        Of all nodes, also of those that are not run.
    spans
        The nodes that are run.
    """

    def __init__(self, names: Sequence[str], spans: Sequence[Span]) -> None:
        self._names, self._spans = names, spans
        self._known: dict[str, float] = {}

    def renew(self) -> None:
        """Forget what has been read, since there was another run."""
        self._known = {}

    def _read(self) -> dict[str, float]:
        if not self._known:
            self._known = dict.fromkeys(self._names, 0.0)
            for span in self._spans:
                self._known |= span.milliseconds()
        return self._known

    def __getitem__(self, name: str) -> float:
        """Return the time of a node."""
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the nodes."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._names)
