"""What operators refuse, each in a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.spec import FLOAT, Array, Spec

VOLUME = Spec((1, 4, 6, 6), FLOAT)


def ints(*elements: int) -> Array:
    return np.array(elements, np.int64)


@pytest.mark.parametrize(
    ("operator", "attributes", "constants", "sentence"),
    [
        ("Flatten", {"axis": 5}, [], "there is no axis 5 in 4 axes"),
        ("Reshape", {}, [ints(-1, -1)], "1x4x6x6 does not reshape to -1x-1"),
        ("Reshape", {}, [ints(7, -1)], "1x4x6x6 does not reshape to 7x-1"),
        ("Squeeze", {}, [ints(1)], "axes 1 of 1x4x6x6 are not all of extent 1"),
        ("Unsqueeze", {}, [], "lacks its axes"),
        ("Unsqueeze", {}, [ints(0, -6)], "the axes 0, -6 name one axis twice"),
        ("Transpose", {"perm": (0, 1, 2)}, [], "perm 0, 1, 2 does not permute 4 axes"),
        ("DepthToSpace", {"blocksize": 3}, [], "4 channels are not blocks of 3x3"),
        ("DepthToSpace", {"blocksize": 0}, [], "blocks of 0 pixels"),
        ("DepthToSpace", {"blocksize": 2, "mode": "ABC"}, [], "no mode 'ABC'"),
        ("SpaceToDepth", {"blocksize": 4}, [], "6x6 pixels are not blocks of 4x4"),
        ("Concat", {"axis": 0}, [ints(1)], "1x4x6x6 and 1 do not join along axis 0"),
        ("Split", {"axis": 1}, [ints(1, 2)], "4 does not split into 1, 2"),
        ("Split", {"axis": 1}, [ints(1, 2, 1)], "3 parts do not suit 2 outputs"),
        ("Split", {"num_outputs": -5}, [], "0 parts do not suit 2 outputs"),
        ("Tile", {}, [ints(1, 2)], "the repeats 1, 2 do not suit 1x4x6x6"),
        ("Tile", {}, [ints(1, -2, 1, 1)], "the repeats 1, -2, 1, 1 do not suit"),
        ("Expand", {}, [ints(5, 6)], "the shapes 1x4x6x6 and 5x6 do not broadcast"),
        ("Pad", {}, [ints(1, 1)], "Pad needs 8 pads, not 2"),
        ("Pad", {}, [ints(0, 0, -7, 0, 0, 0, 0, 0)], "1x4x6x6 cannot be padded"),
        ("Pad", {}, [ints(-2, 0, 0, 0, 2, 0, 0, 0)], "1x4x6x6 cannot be padded"),
        ("Pad", {"mode": "reflect"}, [ints(0, 0, -6, 0, 0, 0, 3, 0)], "1x4x6x6 cannot be padded"),
        ("Pad", {"mode": "mirror"}, [ints(0, 0, 0, 0, 0, 0, 0, 0)], "no mode 'mirror'"),
        ("Slice", {}, [ints(0), ints(1), ints(0), ints(0)], "cannot cut"),
        ("Slice", {}, [ints(0, 1), ints(1)], "as many starts as ends"),
        ("GatherND", {"batch_dims": -1}, [np.zeros((1, 2, 2), np.int64)], "index tuples of 1x2x2 do not suit 1x4x6x6"),
        ("GatherND", {}, [np.zeros((2, 0), np.int64)], "index tuples of 2x0 do not suit 1x4x6x6"),
        ("GatherElements", {"axis": 1}, [np.zeros((1, 4, 7, 6), np.int64)], "indices of 1x4x7x6 do not suit 1x4x6x6"),
        ("LayerNormalization", {}, [np.ones(5, np.float32)], "the shapes 5 and 1x4x6x6 do not broadcast"),
        ("RMSNormalization", {}, [np.ones(5, np.float32)], "the shapes 5 and 1x4x6x6 do not broadcast"),
        ("RMSNormalization", {}, [np.ones((2, 1, 1, 6), np.float32)], "the scale 2x1x1x6 does not broadcast"),
        ("LpPool", {"kernel_shape": (2, 2), "p": 0}, [], "there is no 0-norm"),
        ("ReduceMean", {}, [ints(4)], "there is no axis 4 in 4 axes"),
        ("TopK", {}, [ints(7)], "there are no top 7 of 6"),
        ("TopK", {}, [ints()], "TopK needs one count, not 0"),
    ],
)
def test_refusal(operator: str, attributes: dict[str, Any], constants: list[Array], sentence: str) -> None:
    op = build(operator, attributes, opset=18, outputs=2 if operator in ("Split", "TopK") else 1)
    with pytest.raises(NetError, match=sentence):
        op.infer([VOLUME, *map(Spec.of, constants)])


@pytest.mark.parametrize("operator", ["GlobalAveragePool", "GlobalMaxPool"])
def test_pool_of_nothing(operator: str) -> None:
    with pytest.raises(NetError, match="a channel of 1x4x0x6 has nothing to pool"):
        build(operator, {}, opset=18).infer([Spec((1, 4, 0, 6))])


def test_constant_of_a_negative_shape() -> None:
    with pytest.raises(NetError, match="there is no shape -3x5"):
        build("ConstantOfShape", {}, opset=18).infer([Spec.of(ints(-3, 5))])


def test_range_without_a_step() -> None:
    with pytest.raises(NetError, match="step of 0"):
        build("Range", {}, opset=18).infer([Spec.of(np.array(n)) for n in (0, 5, 0)])


def test_empty_constant() -> None:
    with pytest.raises(NetError, match="lacks its value"):
        build("Constant", {}, opset=18).infer([])


def test_cast_to_text() -> None:
    with pytest.raises(NetError, match="Cast to ONNX's type 8 is not supported"):
        build("Cast", {"to": 8}, opset=18)


def test_index_outside_its_axis() -> None:
    with pytest.raises(NetError, match="index 4 is outside an axis of 4"):
        build("Gather", {"axis": 1}, opset=18).run([np.zeros((1, 4)), ints(0, 4)])
