from __future__ import annotations

from pathlib import Path

import pytest

from explorer.session.computing.loading import load_net
from explorer.session.computing.naming import net_name


@pytest.mark.parametrize(
    ("path", "graph", "name"),
    [
        ("nets/lenet5.onnx", "torch_jit", "lenet5"),
        ("nets/resnet18-v2-7.onnx", "mxnet_converted_model", "resnet18-v2-7"),
        ("mnist-12/model.onnx", "CNTKGraph", "mnist-12/model"),
        ("cifar10-tutorial/model.onnx", "torch-jit-export", "cifar10-tutorial/model"),
        ("tiny/model_converted.onnx", "tiny_vgg", "tiny_vgg"),
        ("yolo/best.onnx", "main_graph", "yolo/best"),
        ("nets/1.onnx", "", "nets/1"),
        ("/model.onnx", "", "model"),
    ],
)
def test_net_is_called_by_what_tells_it_from_others(path: str, graph: str, name: str) -> None:
    assert net_name(Path(path), graph) == name


def test_file_that_is_called_model_is_told_by_its_folder(shared_data: Path) -> None:
    nets = shared_data / "nets"
    assert load_net(nets / "mnist-cntk-opset8" / "model.onnx").name == "mnist-cntk-opset8/model"
    assert load_net(nets / "tinyvgg-cnn-explainer" / "model_converted.onnx").name == "tiny_vgg"
