"""What the command ``explain`` has to tell."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.nn.arithmetic.order import Order
from explorer.nn.arithmetic.parts import Arithmetic
from explorer.nn.receptive_field import Field


@dataclass(frozen=True, eq=False)
class Explained:
    """A unit with all there is to report.

    Attributes
    ----------
    untrained
        How weights came about that nobody has trained; empty where all are trained.
    value
        Name of the value that the unit is an element of.
    chain
        The unit, with what precedes and follows it one to one.
    field
        What it sees of the net's first input; None for nothing.
    order, most
        How the channels of a sum are listed, and how many of them; None for all.
    """

    net: str
    untrained: str
    input: str
    address: str
    value: str
    chain: tuple[Arithmetic, ...]
    field: Field | None
    order: Order
    most: int | None

    @property
    def unit(self) -> Arithmetic:
        """The unit's own arithmetic."""
        return next(one for one in self.chain if one.value == self.value)

    @property
    def correlates(self) -> bool:
        """Whether it comes of a convolution."""
        return any(one.operator in ("Conv", "ConvTranspose") for one in self.chain)
