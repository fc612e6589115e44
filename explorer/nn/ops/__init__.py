"""ONNX's operators, one module a family, loaded when the first one is built."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

from explorer.errors import NetError
from explorer.nn.ops.base import OPERATORS, Op

__all__ = ["Op", "build", "operators"]


@functools.cache
def operators() -> Mapping[str, type[Op]]:
    """Return every operator by its ONNX name, importing all families; the first call imports numba."""
    for module in pkgutil.iter_modules(__path__, prefix=f"{__name__}."):
        importlib.import_module(module.name)
    return OPERATORS


def build(name: str, attributes: Mapping[str, Any], *, opset: int, outputs: int = 1) -> Op:
    """Return ONNX operator ``name`` with plain ``attributes`` as ``opset`` means them.

    Raises
    ------
    NetError
        There is no such operator here, or it has no such attribute.
    """
    if name not in operators():
        raise NetError(f"the operator {name} is not supported")
    return operators()[name].from_onnx(attributes, opset=opset, outputs=outputs)
