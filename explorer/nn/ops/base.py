"""What every operator is: frozen ONNX attributes, shape inference and evaluation, side by side."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias, TypeVar

import numpy as np

from explorer.errors import NetError
from explorer.nn.memory import aligned
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs

NOT_AN_ATTRIBUTE = {"onnx": False}

Step: TypeAlias = Callable[[Arrays, tuple[Array, ...]], None]
"""Computes a node: reads its inputs, writes its outputs, allocates nothing of size."""


@dataclass(frozen=True)
class BindableStep:
    """A step that can look its arrays up beforehand.

    Attributes
    ----------
    bind
        Returns the call that reads these inputs and writes these outputs, as often as it is made: where kernels do
        it all, their ``Work``.
    """

    bind: Callable[[Arrays, tuple[Array, ...]], Callable[[], None]]

    def __call__(self, inputs: Arrays, outputs: tuple[Array, ...]) -> None:
        """Compute once."""
        self.bind(inputs, outputs)()


@dataclass(frozen=True, kw_only=True)
class Op(ABC):
    """An ONNX operator with its attributes.

    A subclass is named as ONNX names the operator, its fields are ONNX's attributes (None where absent and
    without a default), and it gives ``infer`` and ``run``.
    """

    outputs: int = field(default=1, metadata=NOT_AN_ATTRIBUTE)

    @classmethod
    def from_onnx(cls, attributes: Mapping[str, Any], *, opset: int, outputs: int) -> Self:
        """Return the operator that ``attributes`` mean in ``opset``, of a node with ``outputs`` outputs.

        Attribute values are plain: int, float, str, tuples of them, arrays. Operators whose meaning has changed
        between opsets override this to set a field that says which meaning.

        Raises
        ------
        NetError
            An attribute is not one of the operator's.
        """
        known = {f.name for f in dataclasses.fields(cls) if f.metadata.get("onnx", True)}
        if unknown := sorted(set(attributes) - known):
            raise NetError(
                f"{cls.__name__} has no attribute {unknown[0]!r}", f"it has {', '.join(sorted(known)) or 'none'}"
            )
        return cls(outputs=outputs, **attributes)

    def attributes(self) -> dict[str, Any]:
        """Return the ONNX attributes that are set, to write the operator back in the opset that it came from."""
        named = [f.name for f in dataclasses.fields(self) if f.metadata.get("onnx", True)]
        return {name: value for name in named if (value := getattr(self, name)) is not None}

    def in_place(self, inputs: Specs) -> bool:
        """Return whether outputs are elements of the first input as they lie, so that there is nothing to compute."""
        return False

    @abstractmethod
    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the specs of the outputs; absent optional inputs are None.

        Raises
        ------
        NetError
            The inputs do not fit the operator or each other.
        """

    @abstractmethod
    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the outputs, shaped as ``infer`` says; they may be views of the inputs, which stay unchanged."""


@dataclass(frozen=True, kw_only=True)
class KernelOp(Op):
    """An operator computed by kernels that write into given outputs, after a plan made once for its shapes."""

    @abstractmethod
    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step that computes this operator on inputs of these specs.

        Whatever depends on shapes and known values alone (weights packed, offsets, blocks) is done here.
        The step gets C-contiguous arrays. Scratch memory is taken from ``arena`` inside the step.
        """

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Plan, allocate and compute, for one use; there is nothing to do for empty outputs."""
        contiguous = [None if x is None else np.asarray(x, order="C") for x in inputs]
        specs = [None if x is None else Spec.of(x) for x in contiguous]
        outputs = tuple(np.empty(spec.shape, spec.dtype) for spec in self.infer(specs))
        if any(output.size for output in outputs):
            self.plan(specs, Arena())(contiguous, outputs)
        return outputs


@dataclass(frozen=True)
class Cut:
    """The companion min(max(0, value), ceiling), as Relu and Clip make it."""

    ceiling: float = np.inf


@dataclass(frozen=True)
class Gated:
    """The companion x value, where x is the input that the value was computed from: SiLU where that is its sigmoid."""


Companion: TypeAlias = Cut | Gated
"""What another node makes of an output."""


@dataclass(frozen=True, kw_only=True)
class AccompaniedOp(KernelOp):
    """An operator that can write companions of its output along with it, in one pass over memory."""

    @abstractmethod
    def plan_both(self, inputs: Specs, arena: Arena, companion: Companion) -> Step | None:
        """Return the step that writes ``companion`` as a second output; None where the operator cannot write that."""


_CACHE_BYTES = 24 << 20
"""What a last-level cache holds of a net's values."""


class Arena:
    """Scratch memory shared by steps that run one after another; what it holds is lost between steps.

    Attributes
    ----------
    exact
        Whether convolutions that work in it shall add the products of their definition.
    occupied
        Bytes of all values of the net whose steps are planned.
    """

    def __init__(self, *, exact: bool = False) -> None:
        self.exact = exact
        self.occupied = 0
        self._floats = np.empty(0, FLOAT)

    @property
    def crowded(self) -> bool:
        """Whether the values are more than a cache holds, so that a step finds nothing there of the pass before."""
        return self.occupied > _CACHE_BYTES

    def floats(self, count: int) -> Array:
        """Return ``count`` float32 elements of undefined content, 64-byte aligned, valid until the next call."""
        if self._floats.size < count:
            self._floats = aligned(count)
        return self._floats[:count]


OPERATORS: dict[str, type[Op]] = {}
"""Every operator by its ONNX name; filled by ``operator`` as the modules of ``ops`` are imported."""

_T = TypeVar("_T", bound=type[Op])


def operator(cls: _T) -> _T:
    """Class decorator: enter an operator under its own name."""
    OPERATORS[cls.__name__] = cls
    return cls


def present(inputs: Specs, index: int, op: Op) -> Spec:
    """Return the spec of a required input.

    Raises
    ------
    NetError
        The node does not have it.
    """
    spec = inputs[index] if index < len(inputs) else None
    if spec is None:
        raise NetError(f"{type(op).__name__} lacks its input {index}")
    return spec
