"""Random layers against ONNX Runtime: shapes, rounding and padding mean there what they mean here."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.designer.build import build
from explorer.designer.draft import draft
from explorer.importers.writer import model_of
from explorer.nn.executor import Executor

ort = pytest.importorskip("onnxruntime")

PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda pair: f"{pair[0]}x{pair[1]}")
PADS = st.sampled_from(["pad same", "pad 0 floor", "pad 1 floor", "pad 2x1 floor", "pad 1x0 ceil", "pad 1 ceil"])
LAYERS = st.sampled_from(["pool max", "pool average", "conv 3", "conv 4 groups 2"])


@settings(max_examples=60)
@given(layer=LAYERS, kernel=PAIRS, stride=PAIRS, pad=PADS, extents=st.tuples(st.integers(3, 20), st.integers(3, 20)))
def test_layer_is_the_one_of_onnx_runtime(
    layer: str, kernel: str, stride: str, pad: str, extents: tuple[int, int]
) -> None:
    kind, _, groups = layer.partition(" groups ")
    text = f"{kind} {kernel} stride {stride} {pad} {f'groups {groups}' if groups else ''}"
    read = draft(f"input {extents[0]}x{extents[1]}x2\n{text}\n")
    assume(not read.errors)
    graph = build(read.design)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model_of(graph).SerializeToString(), options, providers=["CPUExecutionProvider"])
    feeds = {"input": np.random.default_rng(0).standard_normal((1, 2, *extents[::-1])).astype(np.float32)}
    (expected,) = session.run(None, feeds)
    assert expected.shape == read.rows[-1].shape
    np.testing.assert_allclose(Executor(graph).run(feeds)[graph.outputs[0]], expected, rtol=0, atol=1e-5)
