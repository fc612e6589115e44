"""ONNX files to graphs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from os import PathLike
from pathlib import Path

import numpy as np
import onnx

from explorer.errors import ExplorerError, NetError
from explorer.importers.branches import with_branches
from explorer.importers.container import opset_of, read_model
from explorer.importers.inputs import inputs_of
from explorer.importers.metadata import EDITS, UNTRAINED, image_input, input_format
from explorer.importers.operators import build_node, check_supported
from explorer.importers.opsets import in_known_opset, known_opset, opset_notes
from explorer.importers.tensors import array_of
from explorer.importers.types import check_types
from explorer.importers.wiring import Wire, in_order, wires_of
from explorer.nn.graph import Graph, Node
from explorer.nn.infer import infer
from explorer.nn.initial import untrained_note
from explorer.nn.spec import Array


def read_net(path: str | PathLike[str]) -> Graph:
    """Return the net in an ONNX file.

    Real numbers become float32, a symbolic batch becomes 1, Constant nodes become initializers, and nodes out of
    order are sorted. Files beside the net are read only for its weights; nothing in the file is executed.

    Raises
    ------
    NetError
        The file is not a whole ONNX net, or one that cannot be computed here; the sentence names the file.
    """
    file = Path(path)
    try:
        return graph_of(read_model(file), file.stem)
    except ExplorerError as error:
        raise NetError(f"cannot open the net {file.name!r}: {error.message}", error.hint) from error


def graph_of(model: onnx.ModelProto, name: str) -> Graph:
    """Return the net that a complete ``model`` holds; ``name`` is used where the model has none.

    Raises
    ------
    NetError
        The model is broken, or cannot be computed here.
    """
    stated = opset_of(model)
    opset = known_opset(stated)
    if not model.graph.node:
        raise NetError("the net has no nodes")
    weights = _initializers(model.graph)
    inputs = inputs_of(model.graph, weights)
    wires = with_branches(in_known_opset(wires_of(model.graph), stated), inputs, weights, opset)
    check_supported(wires)
    ordered = in_order(wires, {i.name for i in inputs} | set(weights))
    nodes = [build_node(wire, opset) for wire in ordered]
    types = {i.name: i.dtype for i in inputs} | {name: array.dtype for name, array in weights.items()}
    check_types(nodes, types, opset)
    initializers = weights | {node.outputs[0]: _constant(node) for node in nodes if node.operator == "Constant"}
    properties = {entry.key: entry.value for entry in model.metadata_props}
    pixels, pixel_notes = input_format(properties, image_input(inputs))
    graph = Graph(
        name=model.graph.name or name,
        nodes=tuple(node for node in nodes if node.operator != "Constant"),
        inputs=inputs,
        outputs=_outputs(model.graph, {n for node in nodes for n in node.outputs} | set(initializers)),
        initializers=initializers,
        opset=opset,
        input_format=pixels,
        notes=opset_notes(stated) + _order_notes(wires, ordered) + pixel_notes + _weight_notes(properties),
        untrained=properties.get(UNTRAINED, ""),
    )
    _check_shapes(graph)
    return graph


def _initializers(graph: onnx.GraphProto) -> dict[str, Array]:
    if graph.sparse_initializer:
        raise NetError(f"the weights {graph.sparse_initializer[0].values.name!r} are sparse, which is not supported")
    arrays: dict[str, Array] = {}
    for tensor in graph.initializer:
        if tensor.name in arrays:
            raise NetError(f"the net has two initializers called {tensor.name!r}")
        arrays[tensor.name] = array_of(tensor, f"the initializer {tensor.name!r}")
    return arrays


def _constant(node: Node) -> Array:
    try:
        return np.array(node.op.run(())[0], order="C")
    except ExplorerError as error:
        raise NetError(f"Constant node {node.name!r}: {error.message}", error.hint) from error


def _outputs(graph: onnx.GraphProto, known: Collection[str]) -> tuple[str, ...]:
    names = [info.name for info in graph.output]
    if not names:
        raise NetError("the net has no outputs")
    given = {info.name for info in graph.input}
    for name in names:
        if names.count(name) > 1:
            raise NetError(f"the net has two outputs called {name!r}")
        if name not in known and name not in given:
            raise NetError(f"nothing computes the output {name!r}")
    return tuple(names)


def _order_notes(found: Sequence[Wire], ordered: Sequence[Wire]) -> tuple[str, ...]:
    if list(found) == list(ordered):
        return ()
    return ("The nodes stood out of order in the file and were sorted.",)


def _weight_notes(properties: Mapping[str, str]) -> tuple[str, ...]:
    untrained = (untrained_note(properties[UNTRAINED]),) if UNTRAINED in properties else ()
    return (
        (*untrained, f"The weights of this net were edited: {properties[EDITS]}.") if EDITS in properties else untrained
    )


def _check_shapes(graph: Graph) -> None:
    """Find contradictions between shapes now rather than at the first run, where all extents are known."""
    shapes = {i.name: tuple(extent for extent in i.shape if extent is not None) for i in graph.inputs}
    if all(len(shapes[i.name]) == len(i.shape) for i in graph.inputs):
        infer(graph, shapes)
