"""Operators written back in every opset that has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx.defs
import pytest

from explorer.importers.writer import model_of
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build, operators

OLDEST, NEWEST = 7, onnx.defs.onnx_opset_version()

REQUIRED: dict[str, Any] = {
    "axes": (0,),
    "axis": 0,
    "blocksize": 2,
    "equation": "i->i",
    "kernel_shape": (2, 2),
    "num_groups": 2,
    "scales": (1.0, 1.0, 2.0, 2.0),
    "size": 3,
    "starts": (0,),
    "ends": (1,),
    "k": 1,
    "pads": (0, 0, 1, 1),
    "to": 1,
    "value": np.ones(1, np.float32),
}


def schemas() -> list[Any]:
    """Return every meaning of every operator from the oldest opset on."""
    known = [s for s in onnx.defs.get_all_schemas_with_history() if not s.domain and s.name in operators()]
    at = {(s.name, max(s.since_version, OLDEST)) for s in known}
    alive = [(name, opset) for name, opset in sorted(at) if not onnx.defs.get_schema(name, opset, "").deprecated]
    return [pytest.param(name, opset, id=f"{name}-{opset}") for name, opset in alive]


@pytest.mark.parametrize(("name", "opset"), schemas())
def test_attributes_written_are_those_of_the_opset(name: str, opset: int) -> None:
    schema = onnx.defs.get_schema(name, opset, "")
    attributes = {n: REQUIRED[n] for n, stated in schema.attributes.items() if stated.required}
    if name == "Constant":
        attributes["value"] = REQUIRED["value"]
    outputs = tuple(f"y{i}" for i in range(schema.min_output))
    op = build(name, attributes, opset=opset, outputs=len(outputs))
    inputs = tuple(f"x{i}" for i in range(schema.min_input))
    net = Graph(
        "net",
        (Node("node", op, inputs, outputs),),
        tuple(GraphInput(i, (1, 4, 4, 4)) for i in inputs),
        outputs,
        {},
        opset,
    )
    written = model_of(net).graph.node[0]
    assert {a.name for a in written.attribute} <= set(schema.attributes)
    assert attributes.keys() <= {a.name for a in written.attribute}
