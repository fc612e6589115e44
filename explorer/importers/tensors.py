"""Tensors of ONNX files as arrays of the few types that nets are computed in."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnx.numpy_helper

from explorer.errors import NetError
from explorer.nn.spec import BOOL, FLOAT, Array

DTYPES: dict[int, np.dtype[Any]] = {
    onnx.TensorProto.FLOAT: FLOAT,
    onnx.TensorProto.DOUBLE: FLOAT,
    onnx.TensorProto.FLOAT16: FLOAT,
    onnx.TensorProto.BFLOAT16: FLOAT,
    onnx.TensorProto.BOOL: BOOL,
    onnx.TensorProto.INT8: np.dtype(np.int8),
    onnx.TensorProto.INT16: np.dtype(np.int16),
    onnx.TensorProto.INT32: np.dtype(np.int32),
    onnx.TensorProto.INT64: np.dtype(np.int64),
    onnx.TensorProto.UINT8: np.dtype(np.uint8),
    onnx.TensorProto.UINT16: np.dtype(np.uint16),
    onnx.TensorProto.UINT32: np.dtype(np.uint32),
    onnx.TensorProto.UINT64: np.dtype(np.uint64),
}
"""The types that elements are computed in, by the ONNX type that they are stored in."""


def dtype_of(element_type: int, what: str) -> np.dtype[Any]:
    """Return the type that elements of an ONNX type are computed in: float32 for all real numbers.

    Parameters
    ----------
    what
        Begins the sentence of the error, such as ``"the input 'x'"``.

    Raises
    ------
    NetError
        The type is not one of real numbers, integers or booleans.
    """
    if element_type not in DTYPES:
        raise NetError(f"{what} holds {_type_name(element_type)}, which is not supported")
    return DTYPES[element_type]


def computed_type(element_type: int) -> int:
    """Return the ONNX type that stands for ``element_type`` in a net whose real numbers are all float32."""
    return int(onnx.TensorProto.FLOAT) if DTYPES.get(element_type) == FLOAT else element_type


def array_of(tensor: onnx.TensorProto, what: str) -> Array:
    """Return a tensor as a new, writable, C-contiguous array; float16, bfloat16 and float64 as float32.

    Raises
    ------
    NetError
        Its type is not supported, or its elements are not as many as its shape says.
    """
    dtype = dtype_of(tensor.data_type, what)
    try:
        stored = onnx.numpy_helper.to_array(tensor).reshape(tuple(tensor.dims))
        if stored.shape != tuple(tensor.dims):
            raise ValueError("a negative extent")
        with np.errstate(over="ignore", invalid="ignore"):
            return np.array(stored, dtype, order="C")
    except (ValueError, TypeError, OverflowError) as error:
        raise NetError(f"{what} does not hold the {_spell(tensor.dims)} elements that its shape says") from error


def _type_name(element_type: int) -> str:
    known = element_type in onnx.TensorProto.DataType.values()
    return onnx.TensorProto.DataType.Name(element_type) if known else f"elements of the unknown type {element_type}"


def _spell(dims: Any) -> str:
    return "x".join(str(extent) for extent in dims) or "1"
