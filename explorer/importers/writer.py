"""Graphs to ONNX files."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnx.defs
import onnx.helper
import onnx.numpy_helper
import onnx.shape_inference

import explorer
from explorer.files import write_whole
from explorer.importers.metadata import EDITS, UNTRAINED, properties_of
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.resources import APP

_INITIALIZERS_NEED_NO_INPUT = 4
"""The IR version from which initializers need not be graph inputs too."""


def write_net(graph: Graph, path: str | PathLike[str], edits: str = "") -> None:
    """Write ``graph`` as an ONNX file in the opset that it came from.

    A file that is there already is replaced only once all is written.

    Parameters
    ----------
    edits
        What was edited of its weights, in words, which the file's metadata then say.

    Raises
    ------
    FileError
        The file cannot be written.
    """
    content = model_of(graph, edits).SerializeToString()
    write_whole(Path(path), lambda file: file.write(content), overwrite=True)


def model_of(graph: Graph, edits: str = "") -> onnx.ModelProto:
    """Return ``graph`` in ONNX's own data classes, with the types and shapes of its outputs inferred by ONNX."""
    opset = onnx.helper.make_opsetid("", graph.opset)
    body = onnx.helper.make_graph(
        [_node(node, graph.opset) for node in graph.nodes],
        graph.name,
        [_input(i) for i in graph.inputs],
        [onnx.helper.make_empty_tensor_value_info(name) for name in graph.outputs],
        [onnx.numpy_helper.from_array(array, name) for name, array in graph.initializers.items()],
    )
    model = onnx.helper.make_model(
        body,
        opset_imports=[opset],
        ir_version=_ir_version(graph.opset),
        producer_name=APP,
        producer_version=explorer.__version__,
    )
    told = {name: words for name, words in ((EDITS, edits), (UNTRAINED, graph.untrained)) if words}
    onnx.helper.set_model_props(model, properties_of(graph.input_format) | told)
    return _with_typed_outputs(model)


def _node(node: Node, opset: int) -> onnx.NodeProto:
    proto = onnx.helper.make_node(node.operator, node.inputs, node.outputs, node.name)
    kinds = onnx.defs.get_schema(node.operator, opset, "").attributes
    for name, value in node.op.attributes().items():
        if name in kinds:  # an attribute of newer opsets only has its default here
            proto.attribute.append(_attribute(name, value, int(kinds[name].type)))
    return proto


def _attribute(name: str, value: Any, kind: int) -> onnx.AttributeProto:
    """Return an attribute of the kind that its operator's schema states; without it, 1 would be no float."""
    if kind == onnx.AttributeProto.TENSOR:
        value = onnx.numpy_helper.from_array(np.asarray(value))
    elif kind == onnx.AttributeProto.FLOAT:
        value = float(value)
    return onnx.helper.make_attribute(name, value, attr_type=kind)


def _input(graph_input: GraphInput) -> onnx.ValueInfoProto:
    element_type = onnx.helper.np_dtype_to_tensor_dtype(graph_input.dtype)
    shape = [f"{graph_input.name}_{axis}" if n is None else n for axis, n in enumerate(graph_input.shape)]
    return onnx.helper.make_tensor_value_info(graph_input.name, element_type, shape)


def _ir_version(opset: int) -> int:
    stated: int = onnx.helper.find_min_ir_version_for([onnx.helper.make_opsetid("", opset)], ignore_unknown=True)
    return max(stated, _INITIALIZERS_NEED_NO_INPUT)


def _with_typed_outputs(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with the types of its outputs, which ONNX demands; float32 where ONNX cannot infer one."""
    inferred = {info.name: info for info in onnx.shape_inference.infer_shapes(model).graph.output}
    for output in model.graph.output:
        output.CopyFrom(inferred[output.name])
        if not output.type.tensor_type.elem_type:
            output.type.tensor_type.elem_type = onnx.TensorProto.FLOAT
    return model
