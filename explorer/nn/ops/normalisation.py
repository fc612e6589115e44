"""Operators that shift and scale to a mean and a variance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from explorer.errors import NetError
from explorer.kernels.elementwise import BLOCK
from explorer.kernels.normalisation import channel_norm, normalise, standardise, standardise_rows
from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.ops.base import (
    NOT_AN_ATTRIBUTE,
    AccompaniedOp,
    Arena,
    BindableStep,
    Companion,
    Cut,
    KernelOp,
    Op,
    Step,
    operator,
    present,
)
from explorer.nn.ops.shapes import axis_index, axis_indices, broadcast, given, spell
from explorer.nn.spec import FLOAT, INT, Array, Arrays, Shape, Spec, Specs

_OPERATIONS, _POWER = 3, 40
"""Time to shift and scale a vector, and to raise one to a power, in multiply-adds."""

_NOTHING = np.empty(0, FLOAT)


def _check_vectors(inputs: Specs, indices: range, extent: int, op: Op) -> None:
    for index in indices:
        spec = present(inputs, index, op)
        if spec.shape != (extent,):
            raise NetError(f"input {index} has the shape {spell(spec.shape)} where {extent} numbers are needed")


@operator
@dataclass(frozen=True, kw_only=True)
class BatchNormalization(AccompaniedOp):
    """ONNX BatchNormalization in inference: (x - mean) / sqrt(variance + epsilon) * scale + bias, for each channel.

    Inputs are x, scale, bias, mean and variance.

    Attributes
    ----------
    momentum
        Of no effect in inference.
    spatial
        To opset 8; 0 would mean numbers for each element instead of each channel.
    training_mode
        Since opset 14.
    """

    epsilon: float = 1e-5
    momentum: float | None = None
    spatial: int | None = None
    training_mode: int | None = None

    @classmethod
    def from_onnx(cls, attributes: Mapping[str, Any], *, opset: int, outputs: int) -> Self:
        """Return the operator.

        Raises
        ------
        NetError
            It is to train.
        """
        op = super().from_onnx(attributes, opset=opset, outputs=outputs)
        if op.training_mode or op.spatial == 0 or outputs > 1:
            raise NetError("BatchNormalization is to train", "export the net for inference")
        return op

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of input 0."""
        x = present(inputs, 0, self)
        if x.rank < 2:
            raise NetError(f"BatchNormalization takes the axes N and C, not {x.rank} axes")
        _check_vectors(inputs, range(1, 5), x.shape[1], self)
        return (Spec(x.shape),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over channels."""
        return self._plan_cut(inputs, Cut())

    def plan_both(self, inputs: Specs, arena: Arena, companion: Companion) -> Step | None:
        """Return the step that writes the output cut off, too."""
        return self._plan_cut(inputs, companion) if isinstance(companion, Cut) else None

    def _plan_cut(self, inputs: Specs, cut: Cut) -> Step:
        """Return the kernel, which writes the output cut off, too, if there is a second one."""
        x = present(inputs, 0, self)
        columns = math.prod(x.shape[2:])

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            numbers = self._by_channel([given(arrays, i) for i in range(1, 5)])
            out, rectified = (array.reshape(-1) for array in (*outputs, _NOTHING)[:2])
            flat = given(arrays, 0).reshape(-1), *numbers, out, rectified, float(cut.ceiling)
            return normalise.over(-(-x.size // BLOCK), x.size / LANES * _OPERATIONS, *flat, columns)

        return _bindable(inputs[1:], bind)

    def _by_channel(self, vectors: Sequence[Array]) -> tuple[Array, Array, Array]:
        """Return the mean, scale and shift of each channel."""
        scale, bias, mean, variance = vectors
        with np.errstate(divide="ignore", invalid="ignore"):
            return mean, scale / np.sqrt(variance + np.float32(self.epsilon)), bias


def _bindable(inputs: Specs, bind: Callable[[Arrays, tuple[Array, ...]], Work]) -> Step:
    """Return the step that binds beforehand where ``inputs``, which work depends on, are known; else in each pass."""
    if all(spec is None or spec.value is not None for spec in inputs):
        return BindableStep(bind)
    return lambda arrays, outputs: bind(arrays, outputs)()


@operator
@dataclass(frozen=True, kw_only=True)
class InstanceNormalization(KernelOp):
    """ONNX InstanceNormalization: each channel to mean 0 and variance 1, times scale (input 1) plus bias (input 2)."""

    epsilon: float = 1e-5

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of input 0."""
        x = present(inputs, 0, self)
        if x.rank < 3:
            raise NetError(f"InstanceNormalization takes at least one axis after N and C, not {x.rank} axes")
        _check_vectors(inputs, range(1, 3), x.shape[1], self)
        return (Spec(x.shape),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernels over channels."""
        x = present(inputs, 0, self)
        return _group_step(inputs, x.shape[1], 1, self.epsilon)


def _group_step(inputs: Specs, groups: int, repeats: int, epsilon: float) -> Step:
    """Return the step that normalises ``groups`` of channels of input 0.

    Scale and bias are given for each channel, or for each group and then repeated ``repeats`` times.
    """

    def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
        x, *vectors = (given(arrays, i) for i in range(3))
        rows = x.reshape(len(x) * groups, -1)
        scale, shift = (np.repeat(vector, repeats).reshape(groups, -1) for vector in vectors)
        time = x.size / LANES * _OPERATIONS * 3
        return standardise.over(
            len(rows), time, rows, np.float32(epsilon), scale, shift, outputs[0].reshape(rows.shape)
        )

    return _bindable(inputs[1:], bind)


@operator
@dataclass(frozen=True, kw_only=True)
class GroupNormalization(KernelOp):
    """ONNX GroupNormalization: groups of channels to mean 0 and variance 1, times scale plus bias.

    Attributes
    ----------
    stash_type
        Since opset 21; moments are always float32.
    by_group
        To opset 20: scale (input 1) and bias (input 2) hold a number for each group, not for each channel.
    """

    num_groups: int
    epsilon: float = 1e-5
    stash_type: int | None = None
    by_group: bool = field(default=False, metadata=NOT_AN_ATTRIBUTE)

    @classmethod
    def from_onnx(cls, attributes: Mapping[str, Any], *, opset: int, outputs: int) -> Self:
        """Return the operator; scale and bias were by group before opset 21."""
        return replace(super().from_onnx(attributes, opset=opset, outputs=outputs), by_group=opset < 21)

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of input 0."""
        x = present(inputs, 0, self)
        if x.rank < 2 or self.num_groups < 1 or x.shape[1] % self.num_groups:
            raise NetError(f"{spell(x.shape)} has no channels for {self.num_groups} equal groups")
        _check_vectors(inputs, range(1, 3), self.num_groups if self.by_group else x.shape[1], self)
        return (Spec(x.shape),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernels over groups, then channels."""
        x = present(inputs, 0, self)
        repeats = x.shape[1] // self.num_groups if self.by_group else 1
        return _group_step(inputs, self.num_groups, repeats, self.epsilon)


@operator
@dataclass(frozen=True, kw_only=True)
class LayerNormalization(KernelOp):
    """ONNX LayerNormalization: the axes from ``axis`` on to mean 0 and variance 1, times scale plus an optional bias.

    Outputs are y and, where asked for, the mean and 1 / standard deviation.

    Attributes
    ----------
    stash_type
        Moments are always float32.
    """

    axis: int = -1
    epsilon: float = 1e-5
    stash_type: int = 1

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the specs of y, mean and 1 / standard deviation."""
        x, scale = present(inputs, 0, self), present(inputs, 1, self)
        axis = axis_index(self.axis, x.rank)
        for spec in (scale, *inputs[2:3]):
            if spec is not None and (
                broadcast(spec.shape, x.shape) != x.shape or math.prod(spec.shape[: axis - x.rank]) > 1
            ):
                raise NetError(f"the scale or bias {spell(spec.shape)} does not broadcast to {spell(x.shape[axis:])}")
        kept = Spec(x.shape[:axis] + (1,) * (x.rank - axis))
        return (Spec(x.shape), kept, kept)[: self.outputs]

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over rows."""
        x = present(inputs, 0, self)
        normalised = x.shape[axis_index(self.axis, x.rank) :]
        columns = math.prod(normalised)
        count = x.size // max(columns, 1)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            rows, out = (array.reshape(count, columns) for array in (given(arrays, 0), outputs[0]))
            bias = arrays[2] if len(arrays) > 2 else None
            scale = _by_column(given(arrays, 1), normalised)
            shift = _by_column(np.zeros(1, FLOAT) if bias is None else bias, normalised)
            moments = [output.reshape(-1) for output in outputs[1:]]
            moments += [np.empty(count, FLOAT) for _ in range(2 - len(moments))]
            time = x.size / LANES * _OPERATIONS * 3
            return standardise_rows.over(count, time, rows, np.float32(self.epsilon), scale, shift, out, *moments)

        return _bindable(inputs[1:], bind)


def _by_column(numbers: Array, extents: Shape) -> Array:
    """Return as many numbers as the axes of ``extents`` have elements."""
    aligned = numbers.reshape(numbers.shape[-len(extents) :])
    return np.array(np.broadcast_to(aligned, extents)).reshape(-1)


@operator
@dataclass(frozen=True, kw_only=True)
class LRN(KernelOp):
    """ONNX LRN: x / (bias + alpha / size * sum of squares of ``size`` neighbouring channels)**beta."""

    size: int
    alpha: float = 1e-4
    beta: float = 0.75
    bias: float = 1.0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        if x.rank < 2 or self.size < 1:
            raise NetError(f"LRN cannot sum {self.size} channels of {spell(x.shape)}")
        return (Spec(x.shape),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over channels."""
        x = present(inputs, 0, self)
        channels = np.arange(x.shape[1])
        before = np.minimum((self.size - 1) // 2, channels)
        after = np.minimum(self.size // 2 + 1, x.shape[1] - channels)
        spans = np.stack([before, after], axis=1).astype(INT)
        share, bias, beta = (np.float32(n) for n in (self.alpha / self.size, self.bias, self.beta))

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            rows, out = (array.reshape(x.shape[0] * x.shape[1], -1) for array in (given(arrays, 0), outputs[0]))
            time = x.size / LANES * (_OPERATIONS * self.size + _POWER)
            return channel_norm.over(len(rows), time, rows, spans, share, bias, beta, out)

        return BindableStep(bind)


@operator
@dataclass(frozen=True, kw_only=True)
class MeanVarianceNormalization(Op):
    """ONNX MeanVarianceNormalization: (x - mean) / (standard deviation + 1e-9) along ``axes``."""

    axes: tuple[int, ...] = (0, 2, 3)

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        axis_indices(self.axes, x.rank)
        return (Spec(x.shape),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the normalised input."""
        x = given(inputs, 0)
        centred = x - x.mean(axis=self.axes, keepdims=True)
        deviation = np.sqrt(np.mean(centred * centred, axis=self.axes, keepdims=True))
        return (centred / (deviation + np.float32(1e-9)),)


@operator
@dataclass(frozen=True, kw_only=True)
class RMSNormalization(Op):
    """ONNX RMSNormalization: x / sqrt(mean of squares + epsilon) along the axes from ``axis`` on, times scale."""

    axis: int = -1
    epsilon: float = 1e-5
    stash_type: int = 1

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of input 0."""
        x, scale = present(inputs, 0, self), present(inputs, 1, self)
        axis_index(self.axis, x.rank)
        if broadcast(scale.shape, x.shape) != x.shape:
            raise NetError(f"the scale {spell(scale.shape)} does not broadcast to {spell(x.shape)}")
        return (Spec(x.shape),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the normalised input."""
        x, scale = given(inputs, 0), given(inputs, 1)
        axes = tuple(range(axis_index(self.axis, x.ndim), x.ndim))
        squares = np.mean(x * x, axis=axes, keepdims=True)
        return (x / np.sqrt(squares + np.float32(self.epsilon)) * scale,)
