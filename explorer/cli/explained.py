"""What the command ``explain`` has to tell."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.nn.arithmetic.parts import Arithmetic
from explorer.nn.receptive_field import Field
from explorer.session.shown import Loaded


@dataclass(frozen=True, eq=False)
class Explained:
    """A unit with all there is to report.

    Attributes
    ----------
    loaded
        The net, described for what was fed.
    input
        The file that was fed.
    address
        Of the unit.
    unit, chain
        The unit's own arithmetic, and with it what precedes and follows it one to one.
    field
        What it sees of the net's first input; None for nothing.
    """

    loaded: Loaded
    input: str
    address: str
    unit: Arithmetic
    chain: tuple[Arithmetic, ...]
    field: Field | None
