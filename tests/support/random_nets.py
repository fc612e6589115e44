"""Random nets of many operators, valid in their opset, made from a seed."""

from __future__ import annotations

import layer_recipes
import numpy as np
import onnx
import shape_recipes
from sketch import RECIPES, RejectedError, Sketch

OPSETS = (7, 9, 10, 11, 12, 13, 15, 17, 18, 19, 20, 21, 22)
INPUT = "x"
FAMILIES = (layer_recipes, shape_recipes)
"""Modules whose import fills RECIPES."""


def random_net(seed: int) -> tuple[onnx.ModelProto, np.ndarray]:
    """Return a net of 2 to 12 nodes, every value an output, with an image for its input.

    The last idea may take a few nodes more.
    """
    rng = np.random.default_rng(seed)
    sketch = Sketch(rng, opset=int(rng.choice(OPSETS)))
    shape = (1, sketch.integer(1, 9), sketch.integer(4, 21), sketch.integer(4, 21))
    sketch.feed(INPUT, shape)
    wanted = sketch.integer(2, 13)
    possible = [function for since, function in RECIPES if since <= sketch.opset]
    while len(sketch.nodes) < wanted:
        try:
            possible[sketch.integer(0, len(possible))](sketch)
        except RejectedError:
            sketch.pending.clear()
    return sketch.model([INPUT]), rng.standard_normal(shape).astype(np.float32)
