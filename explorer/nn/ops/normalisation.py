"""Operators that shift and scale to a mean and a variance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from explorer.errors import NetError
from explorer.kernels.normalisation import normalise
from explorer.kernels.parts import count_parts
from explorer.nn.ops.base import Arena, KernelOp, Op, Step, operator, present
from explorer.nn.ops.shapes import given, spell
from explorer.nn.spec import Array, Arrays, Spec, Specs


def _check_vectors(inputs: Specs, indices: range, extent: int, op: Op) -> None:
    for index in indices:
        spec = present(inputs, index, op)
        if spec.shape != (extent,):
            raise NetError(f"input {index} has the shape {spell(spec.shape)} where {extent} numbers are needed")


@operator
@dataclass(frozen=True, kw_only=True)
class BatchNormalization(KernelOp):
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
        x = present(inputs, 0, self)
        images, columns = x.shape[0], math.prod(x.shape[2:])
        epsilon, parts = np.float32(self.epsilon), count_parts(x.size)

        def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
            source, scale, bias, mean, variance = (given(arrays, i) for i in range(5))
            numbers = (mean, scale / np.sqrt(variance + epsilon), bias)
            tiled = numbers if images == 1 else [np.tile(vector, images) for vector in numbers]
            normalise(source.reshape(-1, columns), *tiled, outputs[0].reshape(-1, columns), parts)

        return step
