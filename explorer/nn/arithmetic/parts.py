"""What the arithmetic of a unit consists of.

Everything is summed in float64, in which a product of two float32 is exact, so that terms add up to their sum in every
digit that is shown. What the kernels left in the tensor is float32: ``Arithmetic.residual`` says how far that is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import Array, Spec

Index: TypeAlias = tuple[int, ...]
"""One number for each axis of a value, N included."""


def total(numbers: Array) -> float:
    """Return the sum of float64 numbers, rounded once; NaN and infinity among them make it what they are."""
    return (math.fsum if np.isfinite(numbers).all() else sum)(numbers.tolist())


@dataclass(frozen=True, eq=False)
class Pass:
    """A forward pass that is done.

    Attributes
    ----------
    specs
        Of every value, from ``infer``.
    activations
        Inputs, initializers and computed values by name.
    """

    graph: Graph
    specs: Mapping[str, Spec] = field(repr=False)
    activations: Mapping[str, Array] = field(repr=False)


@dataclass(frozen=True)
class Unit:
    """An element of an output of a node.

    Attributes
    ----------
    output
        Which of the node's outputs.
    """

    node: Node
    index: Index
    output: int = 0


@dataclass(frozen=True, eq=False)
class WeightedSum:
    """Products of inputs and weights, summed channel by channel, plus the bias, once.

    Conv, ConvTranspose, Gemm and MatMul; also Resize, whose one channel is mixed with weights that its scale gives.
    T is the number of terms, K the shape of the window: rows and columns, with other spatial axes before them.

    Attributes
    ----------
    footprint
        Where the window lies. The windows of convolutions are correlations: patch and kernel slice are multiplied
        cell by cell, without flipping the kernel.
    channels
        int64 (T,), the channel of ``footprint.value`` that each term is of.
    patches
        float32 (T, *K), what lies under the window; 0 where ``footprint.inside`` is False.
    kernels
        (T, *K), the kernel slice of each channel; float32, float64 where it is computed (``alpha`` of Gemm, Resize).
    partials
        float64 (T,), the sum of the products of each channel.
    bias
        None where there is none.
    """

    footprint: Footprint
    channels: Array = field(repr=False)
    patches: Array = field(repr=False)
    kernels: Array = field(repr=False)
    partials: Array = field(repr=False)
    bias: float | None

    @property
    def sum(self) -> float:
        """The sum of the partials, without the bias."""
        return total(self.partials)

    @property
    def result(self) -> float:
        """Sum and bias."""
        return self.sum + (self.bias or 0.0)

    @property
    def magnitude(self) -> float:
        """The sum of the absolute values of all products and the bias: what the residual is measured against."""
        with np.errstate(invalid="ignore"):
            products = np.abs(self.patches.astype(np.float64) * self.kernels)
        return float(products.sum()) + abs(self.bias or 0.0)


@dataclass(frozen=True, eq=False)
class Pooled:
    """A window over one channel, reduced to one number.

    MaxPool, AveragePool, LpPool and their global kin.

    Attributes
    ----------
    channel
        Index of the channel.
    patch
        float32 (*K); 0 where ``footprint.inside`` is False.
    rule
        ``"largest"``, ``"mean"`` or ``"norm"``.
    winner
        Index into ``patch`` of the first of the largest; None but for ``"largest"``.
    count
        What the sum is divided by, for ``"mean"``: the elements that are inside or, where padding counts, those too.
    power
        The p of ``"norm"``.
    """

    footprint: Footprint
    channel: int
    patch: Array = field(repr=False)
    rule: str
    result: float
    winner: Index | None = None
    count: int = 0
    power: int = 0


@dataclass(frozen=True)
class Operand:
    """A number that goes into a formula.

    Attributes
    ----------
    symbol
        What the formula calls it: ``"x"``, ``"mean"``.
    number
        Its value.
    value, index
        The element of a value that it is; empty where it is computed, or an attribute.
    weight
        Whether it is trained: a value that does not depend on the picture.
    """

    symbol: str
    number: float
    value: str = ""
    index: Index = ()
    weight: bool = False


@dataclass(frozen=True)
class Formula:
    """A number computed from a few others.

    Activations, BatchNormalization and other normalisations, Add, Sub, Mul, Div, and what else works by element.

    Attributes
    ----------
    rule
        The formula in the symbols of the operands: ``"max(0, x)"``.
    operands
        In the order in which the rule names them.
    cut
        Whether x was cut off: a negative x at a Relu, one beyond the ends at a Clip.
    note
        What else there is to say: ``"mean and variance are of 784 elements"``.
    """

    rule: str
    operands: tuple[Operand, ...]
    result: float
    cut: bool = False
    note: str = ""


@dataclass(frozen=True, eq=False)
class Shares:
    """One share of all scores along an axis: Softmax, LogSoftmax.

    Attributes
    ----------
    value
        Name of the scores.
    scores
        float32 (D,).
    place
        Which of them is the unit's own.
    largest
        The largest score, which is taken from all first, so that no exponent is too large.
    exponentials
        float64 (D,), exp(score - largest).
    logarithm
        Whether the result is the logarithm of the share.
    """

    value: str
    scores: Array = field(repr=False)
    place: int
    largest: float
    exponentials: Array = field(repr=False)
    logarithm: bool = False

    @property
    def sum(self) -> float:
        """The sum of the exponentials."""
        return total(self.exponentials)

    @property
    def result(self) -> float:
        """The own exponential divided by the sum, or the logarithm of that."""
        if self.logarithm:
            return float(self.scores[self.place]) - self.largest - math.log(self.sum)
        return float(self.exponentials[self.place]) / self.sum


@dataclass(frozen=True, eq=False)
class LocalResponse:
    """A number divided by what its neighbours along depth give: LRN.

    Attributes
    ----------
    value
        Name of the input.
    channels
        The neighbouring channels, the own one among them.
    neighbours
        float32, their numbers at the same place.
    own
        Index of the own one among them.
    size, alpha, beta, bias
        Attributes of the operator: x / (bias + alpha / size * sum of squares) ** beta.
    """

    value: str
    channels: range
    neighbours: Array = field(repr=False)
    own: int
    size: int
    alpha: float
    beta: float
    bias: float

    @property
    def squares(self) -> Array:
        """The squares of the neighbours, float64."""
        return np.square(self.neighbours.astype(np.float64))

    @property
    def divisor(self) -> float:
        """What the own number is divided by."""
        with np.errstate(invalid="ignore"):
            return float(np.power(self.bias + self.alpha / self.size * total(self.squares), self.beta))

    @property
    def result(self) -> float:
        """The own number divided by that."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.float64(self.neighbours[self.own]) / self.divisor)


@dataclass(frozen=True)
class Moved:
    """A number that is an element of an input, unchanged: Concat, Flatten, Reshape, Transpose, Slice, Pad, Dropout.

    Attributes
    ----------
    source, index
        The element that it is; None and empty where it is none, as in a border that Pad adds.
    branch, branches
        Which of the inputs, from 0, of how many.
    """

    source: str | None
    index: Index
    result: float
    branch: int = 0
    branches: int = 1


@dataclass(frozen=True, eq=False)
class Reach:
    """The elements of one input that a unit depends on.

    Attributes
    ----------
    value
        Name of the input.
    indices
        int64 (n, rank), in order, no more than ``MOST_LISTED`` of them.
    numbers
        float64 (n,), these elements.
    count
        How many reach the unit in all.
    exact
        Whether it depends on all of them, or on some.
    """

    value: str
    indices: Array = field(repr=False)
    numbers: Array = field(repr=False)
    count: int
    exact: bool


@dataclass(frozen=True)
class Related:
    """Which elements of the inputs reach the unit; where nothing is known of the operator, that is all there is to say.

    Attributes
    ----------
    rule
        What is done with them: ``"the sum of squares"``; empty where that is not computed here.
    result
        None where it is not.
    """

    reaches: tuple[Reach, ...]
    rule: str = ""
    result: float | None = None


@dataclass(frozen=True)
class Fed:
    """A number of the net's input, which nothing computes."""

    result: None = None


Workings: TypeAlias = WeightedSum | Pooled | Formula | Shares | LocalResponse | Moved | Related | Fed


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """Where one number of a forward pass comes from.

    Attributes
    ----------
    value, index
        The unit: an element of a value.
    node, operator
        Name and ONNX operator of the node that computes it; empty and ``"Input"`` for what is fed.
    cell
        What stands in the tensor.
    workings
        How it comes about; ``workings.result`` is the same in float64, None where it is not computed here.
    """

    value: str
    index: Index
    node: str
    operator: str
    cell: float
    workings: Workings

    @property
    def residual(self) -> float:
        """What the tensor's cell has more than ``workings.result``: the kernels' rounding in float32."""
        result = self.workings.result
        if result is None or result == self.cell or (math.isnan(result) and math.isnan(self.cell)):
            return 0.0
        return self.cell - result
