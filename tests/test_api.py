"""The public interface, as a notebook uses it."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import explorer
from explorer.errors import ImageError, InputError, NetError, UsageError
from explorer.importers.writer import write_net
from explorer.nn.graph import Graph, GraphInput, InputFormat, Node
from explorer.nn.ops import build

WEIGHTS = np.arange(3, dtype=np.float32).reshape(1, 3, 1, 1)


@pytest.fixture
def net(tmp_path: Path) -> explorer.Net:
    """Return a net that sums red, green and blue, weighted 0, 1, 2, of pixels in 0..255."""
    graph = Graph(
        "weighted",
        (Node("sum", build("Conv", {}, opset=17), ("x", "w"), ("y",)),),
        (GraphInput("x", (1, 3, 4, 6)),),
        ("y",),
        {"w": WEIGHTS},
        17,
        InputFormat(low=0, high=255, stated=True),
    )
    write_net(graph, tmp_path / "weighted.onnx")
    return explorer.open_net(tmp_path / "weighted.onnx")


@pytest.fixture
def pixels() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (4, 6, 3), np.uint8)


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'onnx', 'numba', 'PySide6', 'PIL'}"
    code = f"import sys, explorer; print(sorted({heavy} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_public_names_are_listed() -> None:
    assert {"Net", "open_net", "__version__"} <= set(dir(explorer))
    with pytest.raises(AttributeError, match="no attribute 'absent'"):
        _ = explorer.absent


def test_version_is_the_one_of_the_distribution() -> None:
    try:
        installed = metadata.version("convnet-explorer")
    except metadata.PackageNotFoundError:
        pytest.skip("the package is not installed, only on the path")
    assert explorer.__version__ == installed


def test_mapping_is_fed_as_it_is(net: explorer.Net) -> None:
    x = np.random.default_rng(0).standard_normal((1, 3, 4, 6)).astype(np.float32)
    activations = net.run({"x": x})
    np.testing.assert_array_equal(activations["x"], x)
    np.testing.assert_allclose(activations["y"], x[:, 1:2] + 2 * x[:, 2:], rtol=1e-6)
    assert activations.milliseconds["sum"] >= 0


def test_picture_is_the_same_from_file_pillow_and_array(net: explorer.Net, pixels: np.ndarray, tmp_path: Path) -> None:
    image = Image.fromarray(pixels)
    image.save(tmp_path / "picture.png")
    expected = pixels[..., 1] + 2.0 * pixels[..., 2]
    for picture in (pixels, pixels / 255, image, tmp_path / "picture.png", str(tmp_path / "picture.png")):
        np.testing.assert_allclose(net.run(picture)["y"][0, 0], expected, rtol=1e-5)


def test_grey_picture_is_repeated_for_a_colour_net(net: explorer.Net, pixels: np.ndarray) -> None:
    grey = pixels[..., 0]
    np.testing.assert_allclose(net.run(grey)["y"][0, 0], 3.0 * grey, rtol=1e-5)


def test_picture_of_another_shape_is_fitted(net: explorer.Net) -> None:
    wide = np.zeros((8, 40, 3), np.uint8)
    wide[:, 14:26] = 255
    assert net.run(wide)["y"].min() == 3 * 255
    assert net.run(wide, fit="pad")["y"].min() == 0
    assert net.run(wide, fit="stretch")["y"].min() == 0


def test_activations_are_read_only(net: explorer.Net, pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="read-only"):
        net.run(pixels)["y"][0] = 1


def test_net_prints_what_it_takes(net: explorer.Net) -> None:
    assert repr(net) == "Net('weighted', 1 nodes, takes x 1x3x4x6)"
    assert net.input_format.high == 255


def test_presets_and_designs_are_nets(tmp_path: Path, pixels: np.ndarray) -> None:
    (tmp_path / "mine.net").write_text("input 6x4x3\nconv 2 3x3\n", encoding="utf-8")
    assert explorer.open_net(tmp_path / "mine.net").run(pixels)["conv1"].shape == (1, 2, 2, 4)
    assert explorer.open_net("preset:cs231n-numpy").run(pixels)["V"].shape == (1, 2, 4, 4)


def test_errors_are_sentences(net: explorer.Net, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        explorer.open_net(tmp_path / "absent.onnx")
    (tmp_path / "empty.net").touch()
    with pytest.raises(NetError, match="there is no layer yet"):
        explorer.open_net(tmp_path / "empty.net")
    with pytest.raises(ImageError):
        net.run(tmp_path / "absent.png")
    with pytest.raises(ImageError):
        net.run(np.zeros((1, 3, 4, 6)))
    with pytest.raises(InputError, match="no input 'image'"):
        net.run({"image": np.zeros((1, 3, 4, 6))})
    with pytest.raises(InputError, match="has the shape 1x3x4x4"):
        net.run({"x": np.zeros((1, 3, 4, 4))})
