"""Dropout, which lets everything through in inference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.nn.ops.base import operator, present
from explorer.nn.ops.shapes import given
from explorer.nn.ops.views import ViewOp
from explorer.nn.spec import BOOL, Array, Arrays, Spec, Specs


@operator
@dataclass(frozen=True, kw_only=True)
class Dropout(ViewOp):
    """ONNX Dropout in inference: the input and, where asked for, a mask of True.

    Attributes
    ----------
    ratio
        To opset 11; input 1 since. Of no effect in inference.
    seed
        Since opset 12. Of no effect in inference.
    """

    ratio: float | None = None
    seed: int | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the specs of the input and the mask, which is known.

        Raises
        ------
        NetError
            The node is to train.
        """
        x = present(inputs, 0, self)
        training = inputs[2] if len(inputs) > 2 else None
        if training is not None and (training.value is None or training.value.any()):
            raise NetError("Dropout is to train", "export the net for inference")
        return (Spec(x.shape, x.dtype), Spec(x.shape, BOOL, np.broadcast_to(True, x.shape)))[: self.outputs]

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the input and the mask."""
        x = given(inputs, 0)
        return (x, np.ones(x.shape, BOOL))[: self.outputs]
