"""One layer or folded block in the strip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["input", "conv", "activation", "pool", "join", "softmax", "other"]
"""Colour of a layer card's bar."""


@dataclass(frozen=True)
class Card:
    """One layer or folded block in the strip.

    Attributes
    ----------
    value
        Value name that selecting the card selects.
    title
        Name of the (first) node, or the input's.
    name
        The same without what goes without saying.
    operator
        ONNX name; ``"Input"`` for inputs, ``"Conv + BN + Relu"`` for a block.
    kinds
        Of each layer.
    volume
        ``"111 x 111 x 64"`` (W x H x D); empty before it is known.
    parameters
        ``"1.2 k"``; empty for layers without.
    formulas
        ``"(5·5·3 + 1)·16 = 1216"`` of each layer with parameters.
    milliseconds
        ``"1.2 ms"``; empty before the forward pass, and where another node did the work.
    speed
        ``"131 GFLOP/s"``, where a multiply-add is two operations; empty where there are none, and before the forward
        pass.
    layers
        Value names of the layers that it stands for.
    block
        The block that it folds or opens, by the value name of its last layer; empty where it does neither.
    contents
        Titles of the layers of that block.
    """

    value: str
    title: str
    name: str
    operator: str
    kinds: tuple[Kind, ...]
    volume: str = ""
    parameters: str = ""
    formulas: tuple[str, ...] = ()
    milliseconds: str = ""
    speed: str = ""
    layers: tuple[str, ...] = ()
    block: str = ""
    contents: tuple[str, ...] = ()

    @property
    def folded(self) -> bool:
        """Whether it stands for a block."""
        return len(self.layers) > 1
