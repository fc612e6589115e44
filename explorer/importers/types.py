"""Element types of a net's values, as ONNX's schemas bind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import onnx.defs

from explorer.errors import NetError
from explorer.importers.tensors import DTYPES, dtype_of
from explorer.nn.graph import Node
from explorer.nn.spec import FLOAT

DType: TypeAlias = np.dtype[Any]


def check_types(nodes: Sequence[Node], given: Mapping[str, DType], opset: int) -> None:
    """Refuse nodes whose inputs hold elements that their operator does not take, or does not take together.

    Parameters
    ----------
    nodes
        In the order of computation.
    given
        Types of the inputs and initializers.

    Raises
    ------
    NetError
        There is such a node.
    """
    known = dict(given)
    for node in nodes:
        schema = onnx.defs.get_schema(node.operator, opset, "")
        bound: dict[str, DType] = {}
        for index, name in enumerate(node.inputs):
            if name in known:
                _bind(node, name, known[name], schema.inputs[min(index, len(schema.inputs) - 1)], bound)
        for index, name in enumerate(node.outputs):
            formal = schema.outputs[min(index, len(schema.outputs) - 1)]
            found = bound.get(formal.type_str) or _only(formal) or _chosen(node)
            if found is not None:
                known[name] = found


def _bind(
    node: Node, name: str, dtype: DType, formal: onnx.defs.OpSchema.FormalParameter, bound: dict[str, DType]
) -> None:
    """Enter the type of an input under the schema's name for it, which all inputs of that name share."""
    what = f"{node.operator} node {node.name!r}"
    if _spelled(dtype) not in formal.types:
        raise NetError(f"{what}: its input {name!r} holds {dtype}, which {node.operator} does not take there")
    if formal.is_homogeneous and bound.setdefault(formal.type_str, dtype) != dtype:
        raise NetError(f"{what}: its inputs hold {bound[formal.type_str]} and {dtype}, which do not go together")


def _only(formal: onnx.defs.OpSchema.FormalParameter) -> DType | None:
    """Return the type of an output that can have but one."""
    return _BY_NAME.get(*formal.types) if len(formal.types) == 1 else None


def _chosen(node: Node) -> DType | None:
    """Return the type that an attribute of the node chooses, as those of Cast and ConstantOfShape do."""
    attributes = node.op.attributes()
    if "to" in attributes:
        return dtype_of(attributes["to"], f"{node.operator} node {node.name!r}")
    return attributes["value"].dtype if isinstance(attributes.get("value"), np.ndarray) else None


def _spelled(dtype: DType) -> str:
    return "tensor(float)" if dtype == FLOAT else f"tensor({dtype.name})"


_BY_NAME = {_spelled(dtype): dtype for dtype in DTYPES.values()}
