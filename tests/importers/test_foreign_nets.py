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


def golden(path: Path) -> Case:
    """Return the inputs and outputs kept beside a net."""
    recorded = next(path.parent.glob("golden_*.npz"), None)
    if recorded is None:
        graph, folder = onnx.load(path).graph, path.parent / "test_data_set_0"
        return {graph.input[0].name: tensor(folder / "input_0.pb")}, {
            graph.output[0].name: tensor(folder / "output_0.pb")
        }
    arrays = np.load(recorded)
    inputs = {name[4:]: arrays[name] for name in arrays if name.startswith("in__")}
    return inputs, {name[5:]: arrays[name] for name in arrays if name.startswith("out__")}


def tensor(path: Path) -> np.ndarray:
    return onnx.numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes()))


@pytest.mark.parametrize("name", NETS)
def test_outputs_are_the_golden_ones(shared_data: Path, name: str) -> None:
    path = shared_data / "nets" / name
    inputs, outputs = golden(path)
    graph = read_net(path)
    activations = Executor(graph).run(inputs)
    assert graph.notes == ()
    assert set(graph.outputs) == set(outputs)
    for output, expected in outputs.items():
        np.testing.assert_allclose(activations[output], expected, rtol=1e-4, atol=1e-4 * max(1, np.abs(expected).max()))


@pytest.mark.parametrize("name", NETS)
def test_written_back_it_gives_the_same_in_onnx_runtime(shared_data: Path, name: str, tmp_path: Path) -> None:
    path = shared_data / "nets" / name
    inputs, outputs = golden(path)
    write_net(read_net(path), tmp_path / "again.onnx")
    session = ort.InferenceSession(tmp_path / "again.onnx")
    for output, expected in outputs.items():
        (again,) = session.run([output], dict(inputs))
        np.testing.assert_allclose(again, expected, rtol=1e-4, atol=1e-4 * max(1, np.abs(expected).max()))
