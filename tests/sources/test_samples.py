from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from explorer import resources
from explorer.nn.graph import InputFormat
from explorer.sources.feed import feed
from explorer.sources.fit import Box, cut
from explorer.sources.picture import open_picture
from explorer.sources.samples import Sample, samples

DIGITS = [sample for sample in samples() if sample.title.startswith("Digit")]


def recipe(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.parent.name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sample_opens_and_is_described() -> None:
    assert len([sample for sample in samples() if sample.path.parent == resources.samples()]) == 10
    for sample in samples():
        assert open_picture(sample.path).pixels.size
        assert sample.described


def test_samples_import_no_package_of_photographs() -> None:
    program = "import sys; from explorer.sources.samples import samples; samples(); print('skimage' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("sample", DIGITS, ids=lambda sample: sample.title)
def test_digits_are_white_on_black_as_in_mnist(sample: Sample) -> None:
    pixels = open_picture(sample.path).pixels[..., 0]
    assert pixels.shape == (28, 28)
    assert not pixels[[0, -1]].any()
    assert not pixels[:, [0, -1]].any()
    assert pixels.max() > 0.95
    assert "white on black" in sample.described


@pytest.mark.parametrize("sample", DIGITS, ids=lambda sample: sample.title)
def test_digits_are_read_by_another_programs_net(sample: Sample, shared_data: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    session = onnxruntime.InferenceSession(shared_data / "nets" / "mnist-cntk-opset8" / "model.onnx")
    tensor = feed(cut(open_picture(sample.path), Box(0, 0, 28, 28), 28, 28), InputFormat(channels="Gray", high=255))
    scores = session.run(None, {session.get_inputs()[0].name: tensor})[0]
    assert f"Digit {scores.argmax()}" == sample.title


def test_the_recipe_makes_the_same_pictures(checkout: Path) -> None:
    make = recipe(checkout / "assets" / "samples" / "make.py")
    drawn = {"gratings": make.gratings(), "zone-plate": make.zone_plate(), "page": make.page()}
    drawn |= {"digit-2": make.digit(make.DIGITS["2"])}
    for name, image in drawn.items():
        with Image.open(checkout / "assets" / "samples" / f"{name}.png") as kept:
            difference = np.abs(np.asarray(image).astype(int) - np.asarray(kept))
        assert difference.max() <= 1, name


def test_the_recipe_makes_the_same_icon(checkout: Path) -> None:
    make = recipe(checkout / "assets" / "icon" / "make.py")
    with Image.open(checkout / "assets" / "icon" / "icon-256.png") as kept:
        assert np.abs(np.asarray(make.icon(256)).astype(int) - np.asarray(kept)).max() <= 1
    with Image.open(checkout / "assets" / "icon" / "icon.ico") as icon:
        assert {16, 32, 256} <= {width for width, _ in icon.info["sizes"]}
