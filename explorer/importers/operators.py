"""The operators of a net's nodes, checked against ONNX's schemas."""

from __future__ import annotations

from collections.abc import Sequence

import onnx
import onnx.defs

from explorer.errors import ExplorerError, NetError
from explorer.importers.attributes import plain_attributes
from explorer.importers.refusal import refusal
from explorer.importers.wiring import Wire
from explorer.nn.graph import Node
from explorer.nn.ops import build, operators


def check_supported(wires: Sequence[Wire]) -> None:
    """Refuse a net with operators that are not computed here, naming all of them with their nodes.

    Raises
    ------
    NetError
        There are such operators.
    """
    missing: dict[str, list[Wire]] = {}
    for wire in wires:
        if not is_supported(wire):
            missing.setdefault(f"{wire.domain}.{wire.operator}".lstrip("."), []).append(wire)
    if missing:
        raise refusal(missing)


def is_supported(wire: Wire) -> bool:
    """Return whether the operator of a node is computed here."""
    return not wire.domain and wire.operator in operators()


def build_node(wire: Wire, opset: int) -> Node:
    """Return a node with its operator built as ``opset`` means it.

    Raises
    ------
    NetError
        The node has other inputs, outputs or attributes than its operator.
    """
    try:
        _check_schema(wire, opset)
        op = build(wire.operator, plain_attributes(wire.attributes), opset=opset, outputs=len(wire.outputs))
    except ExplorerError as error:
        raise NetError(f"{wire.title}: {error.message}", error.hint) from error
    return Node(wire.name, op, wire.inputs, wire.outputs)


def _check_schema(wire: Wire, opset: int) -> None:
    try:
        schema = onnx.defs.get_schema(wire.operator, opset, "")
    except onnx.defs.SchemaError as error:
        raise NetError(f"opset {opset} has no operator {wire.operator}") from error
    for kind, names, least, most in (
        ("inputs", wire.inputs, schema.min_input, schema.max_input),
        ("outputs", wire.outputs, schema.min_output, schema.max_output),
    ):
        if not least <= len(names) <= most:
            takes = str(least) if least == most else f"{least} to {most}" if most < 1000 else f"at least {least}"
            raise NetError(f"it has {len(names)} {kind}, not {takes}")
    for attribute in wire.attributes:
        stated = schema.attributes.get(attribute.name)
        if stated is not None and int(stated.type) != attribute.type:
            raise NetError(f"its attribute {attribute.name!r} is of another type than {stated.type.name}")
    present = {attribute.name for attribute in wire.attributes}
    for name, stated in schema.attributes.items():
        if stated.required and name not in present:
            raise NetError(f"it lacks the attribute {name!r}")
