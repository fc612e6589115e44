"""Graphs written as ONNX files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper

import explorer
from explorer.errors import FileError
from explorer.importers.reader import read_net
from explorer.importers.writer import write_net
from explorer.nn.graph import InputFormat

Save = Callable[..., Path]
node = helper.make_node
STATED = InputFormat("BGR", low=0, high=255, mean=(104.0, 117.0, 123.0), labels=("cat", "dog"), stated=True)


def test_what_is_written_is_read_again(save: Save, tmp_path: Path) -> None:
    nodes = [
        node("Conv", ["x", "w"], ["a"], "conv", pads=[1, 1, 1, 1], strides=[2, 2]),
        node("LeakyRelu", ["a"], ["b"], "act", alpha=1.0),
        node("Clip", ["b", "", "high"], ["y"], "clip"),
    ]
    weights = {"w": np.ones((2, 3, 3, 3), np.float32), "high": np.float32(6)}
    graph = replace(read_net(save(nodes, {"x": ("N", 3, "h", "w_")}, weights=weights)), input_format=STATED)
    write_net(graph, tmp_path / "again.onnx")
    again = read_net(tmp_path / "again.onnx")
    assert again == graph
    for name, array in graph.initializers.items():
        np.testing.assert_array_equal(again.initializers[name], array)


def test_model_states_its_producer_and_passes_the_checker(save: Save, tmp_path: Path) -> None:
    write_net(read_net(save([node("Relu", ["x"], ["y"])])), tmp_path / "again.onnx")
    model = onnx.load(tmp_path / "again.onnx")
    onnx.checker.check_model(model, full_check=True)
    assert (model.producer_name, model.producer_version) == ("convnet-explorer", explorer.__version__)


@pytest.mark.parametrize("opset", [7, 8, 9, 11, 13, 17, 21])
def test_opset_is_kept_in_an_ir_version_that_has_it(save: Save, tmp_path: Path, opset: int) -> None:
    write_net(read_net(save([node("Relu", ["x"], ["y"])], opset=opset)), tmp_path / "again.onnx")
    model = onnx.load(tmp_path / "again.onnx")
    assert model.opset_import[0].version == opset
    assert 4 <= model.ir_version <= 10


def test_older_file_is_replaced_and_nothing_else_left(save: Save, tmp_path: Path) -> None:
    path = save([node("Relu", ["x"], ["y"])])
    write_net(read_net(path), path)
    assert read_net(path).nodes[0].operator == "Relu"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_names_as_long_as_the_system_takes(save: Save, tmp_path: Path) -> None:
    graph = read_net(save([node("Relu", ["x"], ["y"])]))
    write_net(graph, tmp_path / f"{'n' * 245}.onnx")
    for path in (tmp_path / f"{'n' * 255}.onnx", tmp_path / f"{'n' * 245}.onnx" / "again.onnx"):
        with pytest.raises(FileError, match=path.name):
            write_net(graph, path)


def test_folder_in_place_of_the_file(save: Save, tmp_path: Path) -> None:
    graph = read_net(save([node("Relu", ["x"], ["y"])]))
    (tmp_path / "taken.onnx").mkdir()
    with pytest.raises(FileError, match=r"taken\.onnx"):
        write_net(graph, tmp_path / "taken.onnx")
    assert not list(tmp_path.glob(".*"))
