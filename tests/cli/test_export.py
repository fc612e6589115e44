from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.cli.export import parse_slices
from explorer.render.colour import palette
from explorer.render.levels import levels_of
from explorer.render.paint import paint


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_first_convolution_is_saved_slice_by_slice(cli, digit: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    assert cli("export", "lenet5", digit, "--out", out).code == 0
    assert _names(out) == [f"one_conv1_{index:03}.png" for index in range(6)]
    with Image.open(out / "one_conv1_004.png") as image:
        assert image.size == (28, 28)
        assert (image.text["layer"], image.text["slice"], image.text["image"]) == ("conv1", "4", "one.png")


def test_pixels_are_the_values_in_colour(cli, digit: Path, tmp_path: Path) -> None:
    cli("run", "lenet5", digit, "--out", tmp_path / "values.npz")
    cli("export", "lenet5", digit, "--out", tmp_path / "maps", "--layer", "conv2", "--zoom", "3", "--slices", "3")
    value = next(card for card in json.loads(cli("info", "lenet5", "--json").out)["layers"] if card["name"] == "conv2")
    with np.load(tmp_path / "values.npz") as kept:
        volume = kept[value["output"]][0]
    shown = paint(volume[3], levels_of(volume)[3], palette("signed"))
    with Image.open(tmp_path / "maps" / "one_conv2_003.png") as image:
        assert np.array_equal(np.asarray(image), shown.repeat(3, axis=0).repeat(3, axis=1))


def test_montage_and_values_of_all_layers(cli, digit: Path, tmp_path: Path) -> None:
    out = tmp_path / "maps"
    ran = cli("export", "lenet5", digit, "--out", out, "--all", "--montage", "--npy", "--json")
    files = [Path(entry["file"]) for entry in json.loads(ran.out)["files"]]
    assert sorted(path.name for path in files) == _names(out)
    layers = json.loads(cli("info", "lenet5", "--json").out)["layers"]
    assert len(_names(out)) == 2 * (len(layers) + 1)
    assert np.load(out / "one_conv1.npy").shape == (6, 28, 28)


def test_slices_are_chosen(cli, digit: Path, tmp_path: Path) -> None:
    cli("export", "lenet5", digit, "--out", tmp_path / "a", "--layer", "conv2", "--slices", "0-2,15")
    assert [name[-7:-4] for name in _names(tmp_path / "a")] == ["000", "001", "002", "015"]
    cli("export", "lenet5", digit, "--out", tmp_path / "b", "--all", "--slices", "100-119")
    assert {name.split("_")[1] for name in _names(tmp_path / "b")} == {"flatten", "fc3", "relu3"}


def test_images_of_one_name_do_not_meet(cli, digit: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "one.png"
    Image.new("L", (28, 28)).save(other)
    assert cli("export", "lenet5", digit, other, "--out", tmp_path / "maps", "--montage").code == 0
    assert _names(tmp_path / "maps") == ["one_2_conv1_montage.png", "one_conv1_montage.png"]


def test_files_that_are_there_stay_unless_told(cli, refused, digit: Path, tmp_path: Path) -> None:
    arguments = ("export", "lenet5", digit, "--out", tmp_path / "maps", "--slices", "0")
    assert cli(*arguments).code == 0
    (tmp_path / "maps" / "one_conv1_000.png").write_text("mine")
    assert "exists already" in refused(*arguments)
    assert (tmp_path / "maps" / "one_conv1_000.png").read_text() == "mine"
    assert cli(*arguments, "--overwrite").code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--layer", "conv3"), "did you mean conv"),
        (("--layer", "conv1", "--slices", "6"), "it has 6, from 0 to 5"),
        (("--slices", "5-2"), "is not a list of depth slices"),
        (("--slices", "one"), "is not a list of depth slices"),
        (("--slices", "1,,2"), "is not a list of depth slices"),
        (("--colormap", "jet"), "there is no colour map 'jet'"),
        (("--scale", "locked"), "there is no scale 'locked'"),
        (("--zoom", "0"), "--zoom"),
        (("--zoom", "1000000"), "--zoom"),
    ],
)
def test_wrong_options_are_refused(refused, digit: Path, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    assert words in refused("export", "lenet5", digit, "--out", tmp_path / "maps", *options)
    assert not (tmp_path / "maps").exists()


def test_folder_and_image_have_to_be_named(refused, digit: Path, tmp_path: Path) -> None:
    assert "--out" in refused("export", "lenet5", digit)
    refused("export", "lenet5", "--out", tmp_path)
    refused("export", "lenet5", digit, "--out", digit)
    refused("export", "lenet5", digit, "--out", tmp_path / ("n" * 5000))
    refused("export", "lenet5", "n" * 5000, "--out", tmp_path)
    refused("export", "lenet5", tmp_path / "nowhere.png", "--out", tmp_path)


def test_net_that_takes_no_picture_is_refused(refused, digit: Path, two_inputs: Path, tmp_path: Path) -> None:
    assert "takes 2 inputs" in refused("export", two_inputs, digit, "--out", tmp_path / "maps")


def test_slices_are_parsed_in_order_and_once() -> None:
    assert parse_slices("3, 0-2,1") == (3, 0, 1, 2)
    assert parse_slices("") == ()


def test_images_whose_names_differ_in_case_do_not_meet(cli, digit: Path, tmp_path: Path) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
    images = [tmp_path / "a" / "Cat.png", tmp_path / "b" / "cat.png"]
    for image in images:
        image.write_bytes(digit.read_bytes())
    assert cli("export", "lenet5", *images, images[0], "--out", tmp_path / "maps", "--slices", "0").code == 0
    assert _names(tmp_path / "maps") == ["Cat_conv1_000.png", "cat_2_conv1_000.png"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_image_whose_name_is_no_text_is_exported(cli, digit: Path, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff.png")
    odd.write_bytes(digit.read_bytes())
    assert cli("export", "lenet5", odd, "--out", tmp_path / "maps", "--slices", "0").code == 0
    assert len(_names(tmp_path / "maps")) == 1
