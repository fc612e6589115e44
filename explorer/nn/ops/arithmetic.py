"""Arithmetic of one, two or more inputs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.nn.ops.base import operator
from explorer.nn.ops.binary import Binary
from explorer.nn.spec import Array


@operator
@dataclass(frozen=True, kw_only=True)
class Add(Binary):
    """ONNX Add."""

    function = np.add
    commutes = True


@operator
@dataclass(frozen=True, kw_only=True)
class Sub(Binary):
    """ONNX Sub."""

    function = np.subtract


@operator
@dataclass(frozen=True, kw_only=True)
class Mul(Binary):
    """ONNX Mul."""

    function = np.multiply
    commutes = True


def _divide(x: Array, y: Array, out: Array) -> None:
    if out.dtype.kind == "f":
        np.divide(x, y, out=out)
    else:
        np.floor_divide(x, y, out=out)
        out += (out < 0) & (out * y != x)


@operator
@dataclass(frozen=True, kw_only=True)
class Div(Binary):
    """ONNX Div; integers are rounded towards zero."""

    function = _divide
