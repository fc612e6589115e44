"""ONNX's own node cases of every operator, through the importer and the executor.

The cases are generated in process by the onnx package. Those are run whose operators are all supported, and whose
tensors hold real numbers, integers or truth values: no strings, sequences or optional values, no bfloat16, and no
numbers of 8 bits or less other than int8 and uint8. float16 and float64 become float32, and so do the expected values.

Three things differ from the case as it stands: inputs that decide a shape (Reshape's target, Slice's starts) are
initializers instead of graph inputs, since shapes must be known before the run (so are all lists of integers of cases
that ONNX has expanded into simpler operators); the fixed batch of a case is made symbolic, then fed as it is; and a
case of an opset before 7 is read as opset 7, which means the same by it.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, numpy_helper

from explorer.errors import ExplorerError
from explorer.importers.reader import graph_of
from explorer.nn.executor import Executor
from explorer.nn.graph import GraphInput
from explorer.nn.infer import infer
from explorer.nn.ops import operators

OLDEST_OPSET = 7
CASES_AT_LEAST = 700
"""onnx 1.23 has 952 within the promise; older releases have fewer."""

ROUNDING = {np.dtype(np.float16): 2e-3}
"""Least relative tolerance against expected values that are rounded to a narrow type."""

NUMBERS = {
    *(TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.BOOL),
    *(TensorProto.INT8, TensorProto.INT16, TensorProto.INT32, TensorProto.INT64),
    *(TensorProto.UINT8, TensorProto.UINT16, TensorProto.UINT32, TensorProto.UINT64),
}

SHAPE_INPUTS: Mapping[str, tuple[int, ...]] = {
    "ConstantOfShape": (0,),
    "Expand": (1,),
    "Pad": (1, 3),
    "Range": (0, 1, 2),
    "ReduceL1": (1,),
    "ReduceL2": (1,),
    "ReduceLogSum": (1,),
    "ReduceLogSumExp": (1,),
    "ReduceMax": (1,),
    "ReduceMean": (1,),
    "ReduceMin": (1,),
    "ReduceProd": (1,),
    "ReduceSum": (1,),
    "ReduceSumSquare": (1,),
    "Reshape": (1,),
    "Resize": (1, 2, 3),
    "Slice": (1, 2, 3, 4),
    "Split": (1,),
    "Squeeze": (1,),
    "Tile": (1,),
    "TopK": (1,),
    "Unsqueeze": (1,),
    "Upsample": (1,),
}
"""Inputs that decide a shape."""

EXCEPTIONS: Mapping[str, str] = {
    "test_batchnorm_epsilon_training_mode": "training",
    "test_batchnorm_example_training_mode": "training",
    "test_training_dropout": "training",
    "test_training_dropout_default": "training",
    "test_training_dropout_default_mask": "training",
    "test_training_dropout_mask": "training",
    "test_training_dropout_zero_ratio": "training",
    "test_training_dropout_zero_ratio_mask": "training",
}
"""Cases that fail, and why they may."""


def collect() -> Iterator[Any]:
    """Yield the cases within the engine's promise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from onnx.backend.test.case.node import collect_testcases  # noqa: PLC0415

        cases = collect_testcases(None)
    for case in cases:
        if all(not n.domain and n.op_type in operators() for n in case.model.graph.node) and numeric(case.model.graph):
            yield case


def numeric(graph: onnx.GraphProto) -> bool:
    return all(
        info.type.WhichOneof("value") == "tensor_type" and info.type.tensor_type.elem_type in NUMBERS
        for info in [*graph.input, *graph.output]
    )


CASES = {case.name: case for case in collect()}


def arrays_of(infos: Any, tensors: Any) -> dict[str, np.ndarray]:
    arrays = [numpy_helper.to_array(t) if isinstance(t, TensorProto) else np.asarray(t) for t in tensors]
    return {info.name: array for info, array in zip(infos, arrays, strict=True)}


def adapted(case: Any, fed: Mapping[str, np.ndarray]) -> onnx.ModelProto:
    """Return the case's model with known shape inputs, symbolic extents and a readable opset."""
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    known = {
        node.input[i] for node in model.graph.node for i in SHAPE_INPUTS.get(node.op_type, ()) if i < len(node.input)
    }
    if "_expanded" in case.name:
        known |= {name for name, array in fed.items() if array.dtype in (np.int32, np.int64) and array.ndim < 2}
    model.graph.initializer.extend(numpy_helper.from_array(fed[name], name) for name in sorted(known & set(fed)))
    for info in model.graph.input:
        for extent in info.type.tensor_type.shape.dim:
            extent.Clear()
    for opset in model.opset_import:
        opset.version = max(opset.version, OLDEST_OPSET)
    return model


def check(case: Any) -> None:
    """Compare computed with expected outputs in shape, type and value, and with what was inferred of them."""
    ((inputs, outputs),) = case.data_sets
    fed = arrays_of(case.model.graph.input, inputs)
    graph = graph_of(adapted(case, fed), case.name)
    graph = dataclasses.replace(
        graph, inputs=tuple(GraphInput(i.name, fed[i.name].shape, i.dtype) for i in graph.inputs)
    )
    values = Executor(graph).run({i.name: fed[i.name] for i in graph.inputs})
    specs = infer(graph, {i.name: fed[i.name].shape for i in graph.inputs})
    assert {name: (spec.shape, spec.dtype) for name, spec in specs.items()} == {
        name: (array.shape, array.dtype) for name, array in values.items()
    }
    for name, expected in arrays_of(case.model.graph.output, outputs).items():
        assert values[name].shape == expected.shape
        assert values[name].dtype == (np.float32 if expected.dtype.kind == "f" else expected.dtype)
        rtol = max(case.rtol, ROUNDING.get(expected.dtype, 0))
        np.testing.assert_allclose(values[name], expected.astype(values[name].dtype), rtol=rtol, atol=case.atol)


@pytest.mark.parametrize("name", sorted(set(CASES) - set(EXCEPTIONS)))
def test_case_gives_what_onnx_expects(name: str) -> None:
    check(CASES[name])


@pytest.mark.parametrize("name", sorted(EXCEPTIONS))
def test_exception_is_still_one(name: str) -> None:
    with pytest.raises((ExplorerError, AssertionError)):
        check(CASES[name])


def test_no_cases_are_lost() -> None:
    assert len(CASES) >= CASES_AT_LEAST
