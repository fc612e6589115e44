from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from explorer.render.colour import palette
from explorer.render.paint import paint


def test_saved_slice_has_the_colours_of_the_screen(digits, tmp_path: Path) -> None:
    path = tmp_path / "slice.png"
    digits.session.select_slice(2)
    digits.session.save_slice_png(path)
    maps = digits.view.maps
    shown = paint(maps.volume[2], maps.levels[2], palette("signed", "light"))
    zoom = 512 // 28
    with Image.open(path) as image:
        assert image.text["layer"] == "conv1" and image.text["net"] == "lenet5" and image.text["slice"] == "2"
        assert np.array_equal(np.asarray(image)[zoom // 2 :: zoom, zoom // 2 :: zoom], shown)
    assert digits.messages[-1].text == "Saved slice.png"


def test_saved_layer_follows_theme_and_scope(digits, tmp_path: Path) -> None:
    path = tmp_path / "layer.png"
    digits.session.set_dark(True)
    digits.session.set_scope("slice")
    digits.session.save_layer_png(path)
    with Image.open(path) as image:
        assert image.text["colour map"] == "signed dark"
        assert image.text["scope"] == "slice"
        assert image.text["slice"] == "0 1 2 3 4 5"


def test_names_are_suggested(digits) -> None:
    digits.session.select_slice(3)
    assert digits.session.suggested_name("slice") == "photo_conv1_003.png"
    assert digits.session.suggested_name("layer") == "photo_conv1.png"


def test_folder_that_cannot_be_written_is_told(digits, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    digits.session.save_layer_png(tmp_path / "file" / "layer.png")
    assert digits.messages[-1].kind == "error"


def test_nothing_to_save_is_told(desk, tmp_path: Path) -> None:
    desk.session.save_slice_png(tmp_path / "slice.png")
    assert desk.messages[-1].text == "There is nothing to save yet"
    assert not (tmp_path / "slice.png").exists()
