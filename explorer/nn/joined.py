"""Where inputs of a Concat lie: in its output, one after another, so that what computes them writes them there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from explorer.nn.spec import Spec


class Piece(NamedTuple):
    """A value that lies in another one.

    Attributes
    ----------
    whole
        Number of the value that it lies in, which lies in no other.
    begin
        Elements of that one before its first.
    """

    whole: int
    begin: int


def pieces(
    joins: Sequence[tuple[Sequence[int], int]], written: Collection[int], specs: Sequence[Spec]
) -> Mapping[int, Piece]:
    """Return the values that lie in others.

    Parameters
    ----------
    joins
        The inputs and the output of each Concat that puts its inputs one after another, in the order of computation.
    written
        Values that are written, each to where it shall lie.
    specs
        Of all values, by number.

    Notes
    -----
    Each value lies in one place: in the last Concat that reads it, and with that in what this one lies in itself. So
    the Concats of a dense block lie in its last one, whether each reads the one before or all that is in it. Other
    Concats that read the value copy it.
    """
    found: dict[int, Piece] = {}
    for inputs, output in reversed(joins):
        begins = [0, *accumulate(specs[i].size for i in inputs)]
        first = found.get(inputs[0])
        if first is not None and output not in found:
            together = [found.get(i) == (first.whole, first.begin + b) for i, b in zip(inputs, begins, strict=False)]
            if all(together):
                found[output] = first
                continue
        whole, begin = found.get(output, Piece(output, 0))
        for i, before in zip(inputs, begins, strict=False):
            if i in written and i not in found:
                found[i] = Piece(whole, begin + before)
    return found
