from __future__ import annotations

from pathlib import Path

import pytest

from explorer.sources.folder import neighbour


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("photo 10.png", "photo 9.JPG", "a.bmp", "notes.txt", "net.onnx", "photo 9.png"):
        (tmp_path / name).touch()
    return tmp_path


def test_pictures_follow_one_another_with_numbers_in_their_order(folder: Path) -> None:
    path, names = folder / "a.bmp", []
    for _ in range(4):
        path = neighbour(path, 1)
        names.append(path.name)
    assert names == ["photo 9.JPG", "photo 9.png", "photo 10.png", "photo 10.png"]


def test_it_stops_at_the_first(folder: Path) -> None:
    assert neighbour(folder / "photo 9.JPG", -5) == folder / "a.bmp"


def test_picture_that_is_gone_has_no_neighbours(folder: Path) -> None:
    gone = folder / "gone.png"
    assert neighbour(gone, 1) == gone
    assert neighbour(folder / "nowhere" / "a.png", 1) == folder / "nowhere" / "a.png"
