"""How large a layer's output is, worked out in numbers, and what of its input no window covers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from explorer.nn.graph import Node
from explorer.nn.spec import Shape, Spec
from explorer.nn.window import Window


@dataclass(frozen=True)
class Slide:
    """A window that slides along one axis of a layer's input.

    Attributes
    ----------
    extent
        Elements of the input.
    kernel, dilation, stride
        Taps of the window, the distance between two of them, and the step from one window to the next.
    begin, end
        Elements of padding before and after the input.
    count
        Windows, which is the extent of the output.
    """

    extent: int
    kernel: int
    dilation: int
    stride: int
    begin: int
    end: int
    count: int

    @property
    def reach(self) -> int:
        """Elements from the first to the last tap."""
        return (self.kernel - 1) * self.dilation + 1

    @property
    def exact(self) -> Fraction:
        """(W - F + 2P)/S + 1, whether or not it is whole."""
        return Fraction(self.extent - self.reach + self.begin + self.end, self.stride) + 1

    @property
    def whole(self) -> bool:
        """Whether the windows come out even with the end of the padded input."""
        return self.exact.denominator == 1

    @property
    def division(self) -> str:
        """``"(224 − 11 + 2·0)/4 + 1 = 54.25"``."""
        reach = str(self.kernel) if self.dilation == 1 else f"(({self.kernel} − 1)·{self.dilation} + 1)"
        pads = f"2·{self.begin}" if self.begin == self.end else f"({self.begin} + {self.end})"
        return f"({self.extent} − {reach} + {pads})/{self.stride} + 1 = {_decimal(self.exact)}"

    @property
    def formula(self) -> str:
        """The division, ``"(227 − 11 + 2·0)/4 + 1 = 55"``; with ``" → 54"`` behind it where it is not whole."""
        return self.division if self.exact == self.count else f"{self.division} → {self.count}"

    @property
    def fitting(self) -> tuple[int, int]:
        """The next smaller and larger extents of the input that come out whole, where this one does not."""
        less = self.extent - (self.exact.numerator % self.exact.denominator) * self.stride // self.exact.denominator
        return less, less + self.stride

    @property
    def uncovered(self) -> tuple[range, ...]:
        """The elements of the input that lie in no window, in runs."""
        starts = np.arange(self.count)[:, None] * self.stride - self.begin
        places = starts + np.arange(self.kernel) * self.dilation
        covered = np.zeros(self.extent + 2, bool)
        covered[[0, -1]] = True
        covered[1 + places[(places >= 0) & (places < self.extent)]] = True
        edges = np.flatnonzero(np.diff(covered)).reshape(-1, 2)
        return tuple(range(int(first), int(stop)) for first, stop in edges)


def slides_of(node: Node, inputs: Sequence[Spec | None]) -> tuple[Slide, ...]:
    """Return how a convolution or pooling slides along each spatial axis; nothing for other nodes.

    Parameters
    ----------
    inputs
        Specs of the node's inputs.
    """
    attributes, image = node.op.attributes(), inputs[0]
    assert image is not None
    if node.operator == "Conv":
        weights = inputs[1]
        assert weights is not None
        kernel = weights.shape[2:]
    elif node.operator in ("MaxPool", "AveragePool", "LpPool"):
        kernel = attributes["kernel_shape"]
    else:
        return ()
    extents = image.shape[2:]
    window = Window.meant(kernel, extents, attributes)
    axes = zip(
        extents,
        window.kernel,
        window.dilations,
        window.strides,
        window.pads_begin,
        window.pads_end,
        window.output_extents(extents),
        strict=True,
    )
    return tuple(Slide(*axis) for axis in axes)


def size_formula(node: Node, specs: Mapping[str, Spec], slides: Sequence[Slide]) -> str:
    """Return how the extents of a layer's output come about, ``"(227 − 11 + 2·0)/4 + 1 = 55"``; empty where alike.

    Along axes that differ, each is told: ``"W: (32 − 5 + 2·0)/1 + 1 = 28, H: ..."``.
    """
    if slides:
        return _along([slide.formula for slide in slides])
    spell = _OTHERS.get(node.operator)
    return "" if spell is None else spell(node, specs)


def _along(formulas: Sequence[str]) -> str:
    """Return the formula of all axes, rows before columns."""
    if len(set(formulas)) == 1:
        return formulas[0]
    names = ("W", "H", "D") if len(formulas) > 1 else ("W",)
    return "; ".join(f"{name}: {formula}" for name, formula in zip(names, reversed(formulas), strict=False))


def _spread(node: Node, specs: Mapping[str, Spec]) -> str:
    """ConvTranspose-22: (W - 1)·S + F - P + what is added at the end."""
    weights, source, target = (specs[name].shape[2:] for name in (*node.inputs[1::-1], node.outputs[0]))
    spatial = len(source)
    strides, dilations = (node.op.attributes().get(name) or (1,) * spatial for name in ("strides", "dilations"))
    formulas = []
    for extent, taps, stride, dilation, output in zip(source, weights, strides, dilations, target, strict=True):
        reach = (taps - 1) * dilation + 1
        rest = output - (extent - 1) * stride - reach
        cut = "" if not rest else f" {'−' if rest < 0 else '+'} {abs(rest)}"
        formulas.append(f"({extent} − 1)·{stride} + {reach}{cut} = {output}")
    return _along(formulas)


def _flattened(node: Node, specs: Mapping[str, Spec]) -> str:
    source, target = specs[node.inputs[0]].shape, specs[node.outputs[0]].shape
    if len([n for n in target if n != 1]) > 1 or len(source) < 4:
        return ""
    return f"{'·'.join(map(str, reversed(source[1:])))} = {math.prod(target)}"


def _joined(node: Node, specs: Mapping[str, Spec]) -> str:
    target = specs[node.outputs[0]].shape
    axis = int(node.op.attributes()["axis"]) % len(target)
    sources = [str(specs[name].shape[axis]) for name in node.inputs]
    return f"{' + '.join(sources)} = {target[axis]}{' deep' if axis == 1 else ''}"


def _pooled(node: Node, specs: Mapping[str, Spec]) -> str:
    source, target = (_sides(specs[name].shape) for name in (node.inputs[0], node.outputs[0]))
    return f"{source} to {target}"


def _sides(shape: Shape) -> str:
    return " × ".join(map(str, reversed(shape[2:])))


_OTHERS: Mapping[str, Callable[[Node, Mapping[str, Spec]], str]] = {
    "ConvTranspose": _spread,
    "Flatten": _flattened,
    "Reshape": _flattened,
    "Concat": _joined,
    "GlobalAveragePool": _pooled,
    "GlobalMaxPool": _pooled,
    "GlobalLpPool": _pooled,
}


def _decimal(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
