from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from explorer.errors import FileError, UsageError
from explorer.render.captions import HEADER
from explorer.render.colour import Colouring, palette
from explorer.render.export import (
    Maps,
    Style,
    montage_picture,
    montage_zoom,
    save_montage,
    save_slices,
    save_values,
    slice_picture,
)
from explorer.render.levels import Scope, levels_of
from explorer.render.montage import GROUNDS
from explorer.render.paint import paint


def maps_of(volume: npt.NDArray[Any], layer: str = "fc", scope: Scope = "layer") -> Maps:
    return Maps(layer, "lenet5", "f.png", volume, levels_of(volume, scope), "1.2.3")


@pytest.fixture
def maps(letter: npt.NDArray[Any]) -> Maps:
    """Return six maps: the letter from -2 to 3 times, so that one is dead."""
    volume = np.stack([letter * factor for factor in (-2, -1, 0, 1, 2, 3)])
    return maps_of(volume, "block/conv1")


def read(path: Path) -> tuple[npt.NDArray[Any], dict[str, str]]:
    with Image.open(path) as image:
        image.load()
        return np.asarray(image), dict(image.text)


def test_slices_are_files_of_the_painted_values(tmp_path: Path, maps: Maps) -> None:
    written = save_slices(maps, [0, 5], tmp_path, Style())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["block_conv1_000.png", "block_conv1_005.png"]
    for index, path in zip((0, 5), written, strict=True):
        pixels, _ = read(path)
        np.testing.assert_array_equal(pixels, paint(maps.volume[index], levels_of(maps.volume)[0], palette()))


def test_the_file_is_the_picture_on_the_screen(tmp_path: Path, maps: Maps) -> None:
    style = Style(Colouring("signed", 0.5, marked=True), zoom=12, theme="dark")
    (path,) = save_montage(maps, range(6), tmp_path, style)
    np.testing.assert_array_equal(read(path)[0], montage_picture(maps, range(6), style))
    (path,) = save_slices(maps, [4], tmp_path, style)
    np.testing.assert_array_equal(read(path)[0], slice_picture(maps, 4, style))


def test_zoom_repeats_pixels(maps: Maps) -> None:
    small, large = slice_picture(maps, 5, Style()), slice_picture(maps, 5, Style(zoom=3))
    np.testing.assert_array_equal(large, small.repeat(3, axis=0).repeat(3, axis=1))


def test_text_chunks_say_what_the_picture_shows(tmp_path: Path, maps: Maps) -> None:
    ((path, text),) = save_slices(maps, [4], tmp_path, Style(zoom=2)).items()
    assert read(path)[1] == text
    assert text == {
        "Software": "convnet-explorer 1.2.3",
        "net": "lenet5",
        "image": "f.png",
        "layer": "block/conv1",
        "slice": "4",
        "shape": "6 7 5",
        "scope": "layer",
        "levels": "-3 3",
        "colour map": "signed light",
        "gamma": "1",
        "zoom": "2",
    }


def test_wide_tiles_get_captions_and_dead_ones_a_hatch(maps: Maps) -> None:
    style = Style(zoom=12)
    picture = montage_picture(maps, range(6), style)
    ground = GROUNDS["light"]
    top, left = 2 * HEADER - 8 + 16 + 20, 16
    tile = picture[top : top + 84, left : left + 60]
    np.testing.assert_array_equal(tile, slice_picture(maps, 0, style))
    assert (picture[top - 18 : top - 2, left : left + 60] != ground.canvas).any()
    dead = picture[top : top + 84, left + 2 * 72 : left + 2 * 72 + 60]
    assert {tuple(pixel) for pixel in dead.reshape(-1, 3)} == {
        ground.border,
        tuple(slice_picture(maps, 2, style)[0, 0]),
    }


def test_chosen_slices_keep_the_scale_of_the_whole_layer(maps: Maps) -> None:
    style = Style(zoom=12)
    alone = montage_picture(maps, [3], style)
    y, x = alone.shape[0] - 16 - 84, 16
    np.testing.assert_array_equal(alone[y : y + 84, x : x + 60], slice_picture(maps, 3, style))


def test_values_are_saved_as_they_are(tmp_path: Path, maps: Maps) -> None:
    (path,) = save_values(maps, [1, 3], tmp_path)
    assert path.name == "block_conv1.npy"
    np.testing.assert_array_equal(np.load(path), maps.volume[[1, 3]])


def test_existing_files_need_a_yes(tmp_path: Path, maps: Maps) -> None:
    save_slices(maps, [0], tmp_path, Style())
    with pytest.raises(FileError, match=r"block_conv1_000\.png exists already"):
        save_slices(maps, [0], tmp_path, Style())
    save_slices(maps, [0], tmp_path, Style(zoom=2), overwrite=True)
    assert read(tmp_path / "block_conv1_000.png")[0].shape == (14, 10, 3)


def test_large_slice_numbers_keep_all_digits(tmp_path: Path) -> None:
    maps = maps_of(np.zeros((2001, 1, 1), np.float32))
    (path,) = save_slices(maps, [2000], tmp_path, Style())
    assert path.name == "fc_2000.png"


@pytest.mark.parametrize("shape", [(1, 1, 1), (2048, 1, 1), (3, 1, 400), (3, 400, 1), (10, 60, 60)])
@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_any_volume_makes_a_montage(shape: tuple[int, ...], value: float) -> None:
    for style in (Style(), Style(scope="slice", colours=Colouring("grey"))):
        maps = maps_of(np.full(shape, value, np.float32), "a" * 200, style.scope)
        picture = montage_picture(maps, range(shape[0]), style)
        assert picture.dtype == np.uint8
        assert picture.shape[2] == 3


def test_pictures_beyond_all_measure_are_refused(maps: Maps) -> None:
    with pytest.raises(UsageError, match="zoom less"):
        slice_picture(maps, 0, Style(zoom=5000))
    with pytest.raises(UsageError, match="zoom less"):
        montage_picture(maps, range(6), Style(zoom=1000))


def test_small_maps_are_magnified_in_a_captioned_montage(tmp_path: Path) -> None:
    few, many = (maps_of(np.ones((count, 1, 1), np.float32)) for count in (10, 2000))
    assert [montage_zoom(maps, len(maps.volume), Style()) for maps in (few, many)] == [64, 24]
    assert montage_zoom(few, 10, Style(zoom=100)) == 100
    ((_, text),) = save_montage(few, range(10), tmp_path, Style()).items()
    assert text["zoom"] == "64"
