"""The bundled nets keep what their model cards say."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import explorer
from explorer import resources
from explorer.nn.summary import summarise

ort = pytest.importorskip("onnxruntime")

TRAINED = {"lenet5": 0.990, "cifar10": 0.88, "resnet8": 0.85}
MOST_PARAMETERS = {"lenet5": 100_000, "cifar10": 1_200_000, "resnet8": 100_000, "filters": 100_000}


def mnist_test_images(data: Path) -> tuple[np.ndarray, np.ndarray]:
    with gzip.open(data / "mnist/t10k-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(data / "mnist/t10k-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))[..., None], labels


def cifar10_held_out_images(data: Path) -> tuple[np.ndarray, np.ndarray]:
    batches = [np.asarray(Image.open(data / f"cifar10/cifar10_batch_{i}.png").convert("RGB")) for i in range(45, 50)]
    images = np.concatenate([batch.reshape(-1, 32, 32, 3) for batch in batches])
    return images, np.loadtxt(data / "cifar10/labels.txt", dtype=np.int64)[-5000:]


@pytest.mark.parametrize("name", TRAINED)
def test_accuracy_on_images_held_out_is_at_least_the_promised(name: str, shared_data: Path) -> None:
    images, labels = (mnist_test_images if name == "lenet5" else cifar10_held_out_images)(shared_data)
    net = explorer.open_net(resources.nets() / f"{name}.onnx")
    form = net.input_format
    scale = ((images / 255 - form.mean) / form.std).astype(np.float32).transpose(0, 3, 1, 2)
    (output,) = net.graph.outputs
    right = [int(net.run({"image": x[None]})[output].argmax()) == label for x, label in zip(scale, labels, strict=True)]
    assert np.mean(right) >= TRAINED[name]


@pytest.mark.parametrize("name", MOST_PARAMETERS)
def test_every_value_is_what_onnx_runtime_computes(name: str) -> None:
    path = resources.nets() / f"{name}.onnx"
    net = explorer.open_net(path)
    (wanted,) = net.graph.inputs
    image = np.random.default_rng(0).normal(size=[extent or 40 for extent in wanted.shape]).astype(np.float32)
    (expected,) = ort.InferenceSession(path, providers=["CPUExecutionProvider"]).run(None, {wanted.name: image})
    np.testing.assert_allclose(net.run({wanted.name: image})[net.graph.outputs[0]], expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", MOST_PARAMETERS)
def test_parameters_stay_within_the_promise_and_the_card_is_there(name: str) -> None:
    net = explorer.open_net(resources.nets() / f"{name}.onnx")
    shapes = {i.name: tuple(extent or 40 for extent in i.shape) for i in net.graph.inputs}
    assert summarise(net.graph, shapes).parameters <= MOST_PARAMETERS[name]
    assert net.input_format.stated
    assert (resources.nets() / f"{name}.md").is_file()
