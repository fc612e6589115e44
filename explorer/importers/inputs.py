"""The inputs that a net's user feeds."""

from __future__ import annotations

from collections.abc import Collection

import onnx

from explorer.errors import NetError
from explorer.importers.tensors import dtype_of
from explorer.nn.graph import GraphInput
from explorer.nn.spec import FLOAT

_BATCH_HINT = "export it with a batch of 1, or with a symbolic one"


def inputs_of(graph: onnx.GraphProto, initialized: Collection[str]) -> tuple[GraphInput, ...]:
    """Return the inputs of ``graph`` that have no initializer of their own; a symbolic batch becomes 1.

    Raises
    ------
    NetError
        An input comes twice, is not a tensor, has no shape, or has a fixed batch other than 1.
    """
    fed = [info for info in graph.input if info.name not in initialized]
    names = [info.name for info in fed]
    for info in fed:
        if not info.name:
            raise NetError("the net has an input without a name")
        if names.count(info.name) > 1:
            raise NetError(f"the net has two inputs called {info.name!r}")
    return tuple(_input(info) for info in fed)


def _input(info: onnx.ValueInfoProto) -> GraphInput:
    what = f"the input {info.name!r}"
    kind = info.type.WhichOneof("value")
    if kind != "tensor_type":
        spelled = kind.removesuffix("_type").replace("_", " ") if kind else "value of no stated type"
        raise NetError(f"{what} is a {spelled}, not a tensor")
    tensor = info.type.tensor_type
    dtype = dtype_of(tensor.elem_type, what)
    if not tensor.HasField("shape"):
        raise NetError(f"{what} has no stated shape", "export the net with the number of axes of its inputs")
    shape = [_extent(dimension) for dimension in tensor.shape.dim]
    if (dtype == FLOAT and len(shape) > 1) or len(shape) > 3:
        if shape[0] not in {None, 1}:
            raise NetError(f"{what} has a fixed batch of {shape[0]}, and nets are run on one image", _BATCH_HINT)
        shape[0] = 1
    return GraphInput(info.name, tuple(shape), dtype)


def _extent(dimension: onnx.TensorShapeProto.Dimension) -> int | None:
    """Return a stated extent; None where it is symbolic, left out, or not positive as some producers write it."""
    return int(dimension.dim_value) if dimension.dim_value > 0 else None
