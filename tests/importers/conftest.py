"""Small ONNX models, written to files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Return a function that writes a model of the given nodes to a file, one input x and one output y by default."""

    def write(
        nodes: Sequence[onnx.NodeProto],
        inputs: dict[str, Sequence[Any]] | None = None,
        outputs: Sequence[str] = ("y",),
        weights: dict[str, Any] | Sequence[onnx.TensorProto] = (),
        *,
        opset: int = 17,
        element_type: int = TensorProto.FLOAT,
        **model: Any,
    ) -> Path:
        if isinstance(weights, dict):
            weights = [onnx.numpy_helper.from_array(np.asarray(array), name) for name, array in weights.items()]
        infos = [
            helper.make_tensor_value_info(name, element_type, shape)
            for name, shape in (inputs or {"x": (1, 2, 4, 4)}).items()
        ]
        graph = helper.make_graph(
            nodes, "small", infos, [helper.make_empty_tensor_value_info(name) for name in outputs], weights
        )
        properties = model.pop("properties", {})
        opsets = [helper.make_opsetid("", opset), *model.pop("opsets", [])]
        proto = helper.make_model(graph, opset_imports=opsets, **model)
        helper.set_model_props(proto, properties)
        path = tmp_path / "small.onnx"
        path.write_bytes(proto.SerializeToString())
        return path

    return write
