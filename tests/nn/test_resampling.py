"""Resize where ONNX's node cases do not look."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.nn.ops import build


@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
def test_an_axis_that_pytorch_half_pixel_leaves_one_pixel_of_keeps_its_first(mode: str) -> None:
    x = np.arange(1, 4, dtype=np.float32).reshape(1, 1, 1, 3)
    op = build("Resize", {"mode": mode, "coordinate_transformation_mode": "pytorch_half_pixel"}, opset=19)
    (y,) = op.run([x, None, np.array([1, 1, 1, 0.5], np.float32)])
    np.testing.assert_array_equal(y, [[[[1]]]])
