"""Nets that others trained give the outputs that ONNX Runtime gave for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import pytest

from explorer.importers.reader import read_net
from explorer.importers.writer import write_net
from explorer.nn.executor import Executor

ort = pytest.importorskip("onnxruntime")

Case = tuple[Mapping[str, np.ndarray], Mapping[str, np.ndarray]]
NETS = (
    "mnist-cntk-opset8/model.onnx",
    "cifar10-winml-pytorch-tutorial/model.onnx",
    "tinyvgg-cnn-explainer/model_converted.onnx",
    "super-resolution-10/model.onnx",
)


def golden(path: Path) -> list[Case]:
    """Return the inputs and outputs kept beside a net, image by image."""
    recorded = next(path.parent.glob("golden_*.npz"), None)
    if recorded is None:
        graph, folder = onnx.load(path).graph, path.parent / "test_data_set_0"
        inputs = {graph.input[0].name: tensor(folder / "input_0.pb")}
        outputs = {graph.output[0].name: tensor(folder / "output_0.pb")}
    else:
        arrays = np.load(recorded)
        inputs = {name[4:]: arrays[name] for name in arrays if name.startswith("in__")}
        outputs = {name[5:]: arrays[name] for name in arrays if name.startswith("out__")}
    images = range(len(next(iter(inputs.values()))))
    return [tuple({name: x[i : i + 1] for name, x in part.items()} for part in (inputs, outputs)) for i in images]


def tensor(path: Path) -> np.ndarray:
    return onnx.numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes()))


def assert_near(ours: np.ndarray, theirs: np.ndarray) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-4 * max(1, np.abs(theirs).max()))


@pytest.mark.parametrize("name", NETS)
def test_outputs_are_the_golden_ones(shared_data: Path, name: str) -> None:
    path = shared_data / "nets" / name
    graph = read_net(path)
    assert graph.notes == ()
    net = Executor(graph)
    for inputs, outputs in golden(path):
        assert set(graph.outputs) == set(outputs)
        activations = net.run(inputs)
        for output, expected in outputs.items():
            assert_near(activations[output], expected)


@pytest.mark.parametrize("name", NETS)
def test_written_back_it_gives_the_same_in_onnx_runtime(shared_data: Path, name: str, tmp_path: Path) -> None:
    path = shared_data / "nets" / name
    write_net(read_net(path), tmp_path / "again.onnx")
    session = ort.InferenceSession(tmp_path / "again.onnx")
    for inputs, outputs in golden(path):
        for output, expected in outputs.items():
            assert_near(session.run([output], dict(inputs))[0], expected)
