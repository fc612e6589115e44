"""Attributes of ONNX nodes as plain Python values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import onnx

from explorer.errors import NetError
from explorer.importers.tensors import array_of, computed_type

_TYPE_ATTRIBUTES = {"to", "dtype"}
"""Attributes that name an element type."""

_PLAIN: dict[int, Callable[[onnx.AttributeProto], Any]] = {
    onnx.AttributeProto.INT: lambda a: int(a.i),
    onnx.AttributeProto.FLOAT: lambda a: float(a.f),
    onnx.AttributeProto.STRING: lambda a: _text(a.s),
    onnx.AttributeProto.INTS: lambda a: tuple(int(i) for i in a.ints),
    onnx.AttributeProto.FLOATS: lambda a: tuple(float(f) for f in a.floats),
    onnx.AttributeProto.STRINGS: lambda a: tuple(_text(s) for s in a.strings),
    onnx.AttributeProto.TENSOR: lambda a: array_of(a.t, f"its attribute {a.name!r}"),
}


def plain_attributes(protos: Sequence[onnx.AttributeProto]) -> dict[str, Any]:
    """Return attributes by name: int, float, str, tuples of them, or arrays.

    Element types of real numbers all become float32's.

    Raises
    ------
    NetError
        An attribute comes twice, or is of a kind that no operator here takes.
    """
    values: dict[str, Any] = {}
    for proto in protos:
        if proto.name in values:
            raise NetError(f"its attribute {proto.name!r} comes twice")
        if proto.type not in _PLAIN or proto.ref_attr_name:
            raise NetError(f"its attribute {proto.name!r} is of an unsupported kind")
        value = _PLAIN[proto.type](proto)
        values[proto.name] = computed_type(value) if proto.name in _TYPE_ATTRIBUTES else value
    return values


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")
