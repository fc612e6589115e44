"""What holds for every operator alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.ops import build, operators
from explorer.nn.spec import Array, Spec

OPSET = 21
PROMISED = """
  Conv ConvTranspose MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool Relu LeakyRelu PRelu Elu Celu Selu Gelu
  Mish Softplus Softsign Sigmoid HardSigmoid HardSwish Tanh ThresholdedRelu Clip Softmax LogSoftmax Hardmax Gemm MatMul
  BatchNormalization InstanceNormalization GroupNormalization LayerNormalization LRN MeanVarianceNormalization Dropout
  Flatten Reshape Transpose Concat Split Slice Gather Expand Tile Pad Resize Upsample DepthToSpace SpaceToDepth Squeeze
  Unsqueeze Identity Cast Constant ConstantOfShape Shape Range Where Equal Less LessOrEqual Greater GreaterOrEqual And
  Or Not Add Sub Mul Div Pow Sqrt Exp Log Neg Abs Floor Ceil Erf Reciprocal Min Max Mean Sum ReduceMean ReduceSum
  ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ArgMax TopK
"""


def floats(*shape: int) -> Array:
    return np.random.default_rng(0).uniform(0.1, 1.0, shape).astype(np.float32)


def ints(*elements: int) -> Array:
    return np.array(elements, np.int64)


VOLUME = floats(1, 4, 6, 6)
TRUTHS = VOLUME > 0.5

Example = tuple[dict[str, Any], list[Array | None]]

EXAMPLES: Mapping[str, Example] = {
    "And": ({}, [TRUTHS, TRUTHS[0]]),
    "ArgMax": ({"axis": 1}, [VOLUME]),
    "ArgMin": ({"axis": -1, "keepdims": 0}, [VOLUME]),
    "AveragePool": ({"kernel_shape": (3, 3), "strides": (2, 2), "ceil_mode": 1}, [VOLUME]),
    "BatchNormalization": ({}, [VOLUME, *(floats(4) for _ in range(4))]),
    "Cast": ({"to": 7}, [VOLUME]),
    "CastLike": ({}, [VOLUME, TRUTHS]),
    "Clip": ({}, [VOLUME, np.array(0.2, np.float32), np.array(0.5, np.float32)]),
    "Concat": ({"axis": 1}, [VOLUME, VOLUME[:, :1]]),
    "Constant": ({"value_ints": (1, 2)}, []),
    "ConstantOfShape": ({"value": np.array([2.0], np.float32)}, [ints(2, 3)]),
    "Conv": ({"pads": (1, 0, 1, 0), "strides": (2, 1), "group": 2}, [VOLUME, floats(6, 2, 3, 3), floats(6)]),
    "ConvTranspose": ({"strides": (2, 2), "output_padding": (1, 1)}, [VOLUME, floats(4, 3, 3, 3)]),
    "DepthToSpace": ({"blocksize": 2}, [VOLUME]),
    "Expand": ({}, [floats(4, 1, 1), ints(2, 1, 3, 3)]),
    "Flatten": ({"axis": 2}, [VOLUME]),
    "Gather": ({"axis": 1}, [VOLUME, np.array([[0, -1]])]),
    "GatherElements": ({"axis": 2}, [VOLUME, np.zeros((1, 4, 2, 6), np.int64)]),
    "GatherND": ({"batch_dims": 1}, [VOLUME, np.array([[[0, 1], [3, -1]]])]),
    "Gemm": ({"transB": 1, "alpha": 0.5}, [floats(1, 5), floats(3, 5), floats(3)]),
    "GroupNormalization": ({"num_groups": 2}, [VOLUME, floats(4), floats(4)]),
    "InstanceNormalization": ({}, [VOLUME, floats(4), floats(4)]),
    "LRN": ({"size": 3}, [VOLUME]),
    "LayerNormalization": ({}, [VOLUME, floats(6), floats(6)]),
    "RMSNormalization": ({}, [VOLUME, floats(6)]),
    "LpPool": ({"kernel_shape": (2, 2), "p": 2}, [VOLUME]),
    "MatMul": ({}, [VOLUME, floats(6, 5)]),
    "Max": ({}, [VOLUME, VOLUME[:, :, :1], floats(1)]),
    "MaxPool": ({"kernel_shape": (3, 3), "strides": (2, 2), "pads": (1, 1, 1, 1)}, [VOLUME]),
    "Mean": ({}, [VOLUME, VOLUME[0]]),
    "Min": ({}, [VOLUME, floats(6)]),
    "Or": ({}, [TRUTHS, TRUTHS[0]]),
    "PRelu": ({}, [VOLUME, floats(4, 1, 1)]),
    "Pad": ({"mode": "reflect"}, [VOLUME, ints(0, 0, 1, 2, 0, 0, 3, -1)]),
    "Range": ({}, [np.array(1), np.array(10), np.array(4)]),
    "Reshape": ({}, [VOLUME, ints(0, -1, 3)]),
    "Resize": ({"mode": "linear"}, [VOLUME, None, np.array([1, 1, 1.5, 2], np.float32)]),
    "Shape": ({"start": 1, "end": -1}, [VOLUME]),
    "Size": ({}, [VOLUME]),
    "Slice": ({}, [VOLUME, ints(-1, 1), ints(-9, 5), ints(3, 1), ints(-2, 1)]),
    "SpaceToDepth": ({"blocksize": 3}, [VOLUME]),
    "Split": ({"axis": -1, "num_outputs": 2}, [floats(3, 5)]),
    "Squeeze": ({}, [VOLUME]),
    "Sum": ({}, [VOLUME, VOLUME[0], floats(1)]),
    "Tile": ({}, [VOLUME, ints(1, 2, 1, 3)]),
    "TopK": ({"axis": 1}, [VOLUME, ints(2)]),
    "Transpose": ({"perm": (0, 2, 3, 1)}, [VOLUME]),
    "Unsqueeze": ({}, [VOLUME, ints(0, -1)]),
    "Upsample": ({}, [VOLUME, np.array([1, 1, 2, 2], np.float32)]),
    "Where": ({}, [TRUTHS, VOLUME, floats(1)]),
    "Xor": ({}, [TRUTHS, TRUTHS[0]]),
    **{name: ({}, [VOLUME, floats(4, 1, 1)]) for name in ("Add", "Sub", "Mul", "Div", "Pow")},
    "Mod": ({"fmod": 1}, [VOLUME, floats(4, 1, 1)]),
    **{name: ({}, [VOLUME, VOLUME[0]]) for name in ("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual")},
    **{name: ({"keepdims": 0}, [VOLUME, ints(-1, 1)]) for name in operators() if name.startswith("Reduce")},
}
"""Attributes and inputs, by operator; one volume and no attributes where there is no entry."""

OUTPUTS = {"Split": 2, "TopK": 2}
OPSETS = {"Upsample": 9}


def example(name: str) -> Example:
    if name == "Not":
        return {}, [TRUTHS]
    return EXAMPLES.get(name, ({}, [VOLUME]))


def built(name: str) -> Any:
    return build(name, example(name)[0], opset=OPSETS.get(name, OPSET), outputs=OUTPUTS.get(name, 1))


def test_promised_operators_are_there() -> None:
    assert sorted(set(PROMISED.split()) - set(operators())) == []


@pytest.mark.parametrize("name", sorted(operators()))
def test_inferred_spec_is_what_is_computed(name: str) -> None:
    _, inputs = example(name)
    inferred = built(name).infer([None if x is None else Spec.of(x) for x in inputs])
    computed = built(name).run(inputs)
    assert [(spec.shape, spec.dtype) for spec in inferred] == [(array.shape, array.dtype) for array in computed]
    assert len(computed) == OUTPUTS.get(name, 1)


@pytest.mark.parametrize("name", sorted(operators()))
def test_operator_leaves_its_inputs_alone(name: str) -> None:
    _, inputs = example(name)
    before = [None if x is None else x.copy() for x in inputs]
    built(name).run(inputs)
    for array, copy in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("name", sorted(operators()))
def test_attributes_build_the_operator_again(name: str) -> None:
    attributes = built(name).attributes()
    again = build(name, attributes, opset=OPSETS.get(name, OPSET), outputs=OUTPUTS.get(name, 1))
    assert again.attributes() == attributes
    assert example(name)[0].items() <= attributes.items()


@pytest.mark.parametrize("name", sorted(set(operators()) - {"Constant"}))
def test_absent_inputs_are_refused(name: str) -> None:
    with pytest.raises(NetError):
        built(name).infer([])


@pytest.mark.parametrize("name", sorted(operators()))
def test_unknown_attribute_is_refused(name: str) -> None:
    with pytest.raises(NetError, match="no attribute 'colour'"):
        build(name, {"colour": 1}, opset=OPSETS.get(name, OPSET))


def test_unknown_operator_is_refused() -> None:
    with pytest.raises(NetError, match="Loop is not supported"):
        build("Loop", {}, opset=OPSET)
