"""Activation functions, element by element."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from explorer.errors import NetError
from explorer.kernels.elementwise import apply, apply_gated
from explorer.kernels.work import Work
from explorer.nn.ops.base import AccompaniedOp, Arena, BindableStep, Companion, Gated, KernelOp, Step, operator, present
from explorer.nn.ops.binary import Binary
from explorer.nn.ops.shapes import given
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs


@dataclass(frozen=True, kw_only=True)
class Elementwise(KernelOp):
    """A function of every element of a float32 input, with up to two constants."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        if x.dtype != FLOAT:
            raise NetError(f"{type(self).__name__} takes real numbers, not {x.dtype}")
        return (Spec(x.shape),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over all elements."""
        return BindableStep(
            lambda arrays, outputs: apply(
                self._kernel(), given(arrays, 0).reshape(-1), outputs[0].reshape(-1), *self._constants()
            )
        )

    def _kernel(self) -> str:
        """Return the name of the kernel."""
        return type(self).__name__

    def _constants(self) -> tuple[float, float]:
        """Return the kernel's two constants."""
        return 0.0, 0.0


@operator
@dataclass(frozen=True, kw_only=True)
class Relu(Elementwise):
    """ONNX Relu: max(0, x), of integers too."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        return (Spec(x.shape, x.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over all elements; NumPy for integers."""
        x = present(inputs, 0, self)
        if x.dtype == FLOAT:
            return super().plan(inputs, arena)
        zero = x.dtype.type(0)
        return BindableStep(lambda arrays, outputs: partial(np.maximum, given(arrays, 0), zero, out=outputs[0]))


@operator
@dataclass(frozen=True, kw_only=True)
class LeakyRelu(Elementwise):
    """ONNX LeakyRelu: alpha x where x < 0, x elsewhere."""

    alpha: float = 0.01

    def _constants(self) -> tuple[float, float]:
        return self.alpha, 0.0


@operator
@dataclass(frozen=True, kw_only=True)
class ThresholdedRelu(Elementwise):
    """ONNX ThresholdedRelu: x where x > alpha, 0 elsewhere."""

    alpha: float = 1.0

    def _constants(self) -> tuple[float, float]:
        return self.alpha, 0.0


@operator
@dataclass(frozen=True, kw_only=True)
class Elu(Elementwise):
    """ONNX Elu: alpha (exp x - 1) where x < 0, x elsewhere."""

    alpha: float = 1.0

    def _constants(self) -> tuple[float, float]:
        return self.alpha, 0.0


@operator
@dataclass(frozen=True, kw_only=True)
class Celu(Elementwise):
    """ONNX Celu: max(0, x) + min(0, alpha (exp(x / alpha) - 1))."""

    alpha: float = 1.0

    def _constants(self) -> tuple[float, float]:
        return self.alpha, 0.0


@operator
@dataclass(frozen=True, kw_only=True)
class Selu(Elementwise):
    """ONNX Selu: gamma (alpha exp x - alpha) where x <= 0, gamma x elsewhere."""

    alpha: float = 1.67326319217681884765625
    gamma: float = 1.05070102214813232421875

    def _constants(self) -> tuple[float, float]:
        return self.alpha, self.gamma


@operator
@dataclass(frozen=True, kw_only=True)
class Gelu(Elementwise):
    """ONNX Gelu: x times the normal distribution function, or its approximation by tanh."""

    approximate: str = "none"

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        self._kernel()
        return super().infer(inputs)

    def _kernel(self) -> str:
        kernels = {"none": "Gelu", "tanh": "GeluTanh"}
        if self.approximate not in kernels:
            raise NetError(f"approximate is {self.approximate!r}", f"it may be {' or '.join(kernels)}")
        return kernels[self.approximate]


@operator
@dataclass(frozen=True, kw_only=True)
class Mish(Elementwise):
    """ONNX Mish: x tanh(softplus x)."""


@operator
@dataclass(frozen=True, kw_only=True)
class Softplus(Elementwise):
    """ONNX Softplus: log(1 + exp x)."""


@operator
@dataclass(frozen=True, kw_only=True)
class Softsign(Elementwise):
    """ONNX Softsign: x / (1 + abs x)."""


@dataclass(frozen=True, kw_only=True)
class Gate(Elementwise, AccompaniedOp):
    """A function of every element that often weights the element itself."""

    def plan_both(self, inputs: Specs, arena: Arena, companion: Companion) -> Step | None:
        """Return the step that writes the input times the output too."""
        return BindableStep(self._bind_both) if isinstance(companion, Gated) else None

    def _bind_both(self, arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
        x, out, products = (array.reshape(-1) for array in (given(arrays, 0), *outputs))
        return apply_gated(self._kernel(), x, out, products, *self._constants())


@operator
@dataclass(frozen=True, kw_only=True)
class Sigmoid(Gate):
    """ONNX Sigmoid: 1 / (1 + exp -x)."""


@operator
@dataclass(frozen=True, kw_only=True)
class HardSigmoid(Gate):
    """ONNX HardSigmoid: alpha x + beta, cut to 0..1."""

    alpha: float = 0.2
    beta: float = 0.5

    def _constants(self) -> tuple[float, float]:
        return self.alpha, self.beta


@operator
@dataclass(frozen=True, kw_only=True)
class HardSwish(Elementwise):
    """ONNX HardSwish: x times (x / 6 + 1 / 2), cut to 0..1."""


@operator
@dataclass(frozen=True, kw_only=True)
class Swish(Elementwise):
    """ONNX Swish: x sigmoid(alpha x)."""

    alpha: float = 1.0

    def _constants(self) -> tuple[float, float]:
        return self.alpha, 0.0


@operator
@dataclass(frozen=True, kw_only=True)
class Tanh(Elementwise):
    """ONNX Tanh."""


@operator
@dataclass(frozen=True, kw_only=True)
class Erf(Elementwise):
    """ONNX Erf: the error function."""


@operator
@dataclass(frozen=True, kw_only=True)
class Exp(Elementwise):
    """ONNX Exp."""


@operator
@dataclass(frozen=True, kw_only=True)
class Clip(KernelOp):
    """ONNX Clip: the input cut to an interval, of integers too.

    Attributes
    ----------
    min, max
        To opset 10; inputs 1 and 2 since.
    """

    min: float | None = None
    max: float | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        if any(bound is not None and bound.size != 1 for bound in inputs[1:3]):
            raise NetError("each bound of Clip is one number")
        return (Spec(x.shape, x.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over all elements; NumPy for integers."""
        x = present(inputs, 0, self)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            return apply("Clip", given(arrays, 0).reshape(-1), outputs[0].reshape(-1), *self._bounds(arrays, x.dtype))

        def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
            low, high = self._bounds(arrays, x.dtype)
            np.minimum(np.maximum(given(arrays, 0), low), high, out=outputs[0])

        if x.dtype != FLOAT:
            return step
        known = all(bound is None or bound.value is not None for bound in inputs[1:3])
        return BindableStep(bind) if known else lambda arrays, outputs: bind(arrays, outputs)()

    def known_bounds(self, inputs: Specs) -> tuple[float, float]:
        """Return both bounds of a float32 input; NaN if one is computed."""
        if any(bound is not None and bound.value is None for bound in inputs[1:3]):
            return np.nan, np.nan
        low, high = self._bounds([None, *(None if bound is None else bound.value for bound in inputs[1:3])], FLOAT)
        return float(low), float(high)

    def _bounds(self, arrays: Arrays, dtype: np.dtype[Any]) -> tuple[Any, Any]:
        """Return both bounds as numbers of type ``dtype``."""
        widest = (-np.inf, np.inf) if dtype.kind == "f" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
        stated = [self.min, self.max]
        for index, fed in enumerate(arrays[1:3]):
            stated[index] = None if fed is None else fed.item()
        low, high = (wide if one is None else one for one, wide in zip(stated, widest, strict=True))
        return dtype.type(low), dtype.type(high)


def _prelu(x: Array, slope: Array, out: Array) -> None:
    np.copyto(out, np.where(x < 0, slope * x, x))


@operator
@dataclass(frozen=True, kw_only=True)
class PRelu(Binary):
    """ONNX PRelu: slope x where x < 0, x elsewhere, with the slopes of input 1 broadcast."""

    function = _prelu
