"""ONNX's operators, one module a family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from explorer.errors import NetError
from explorer.nn.ops.base import OPERATORS, Op

__all__ = ["OPERATORS", "Op", "build"]


def build(name: str, attributes: Mapping[str, Any], *, opset: int, outputs: int = 1) -> Op:
    """Return ONNX operator ``name`` with plain ``attributes`` as ``opset`` means them.

    Raises
    ------
    NetError
        There is no such operator here, or it has no such attribute.
    """
    if name not in OPERATORS:
        raise NetError(f"the operator {name} is not supported")
    return OPERATORS[name].from_onnx(attributes, opset=opset, outputs=outputs)
