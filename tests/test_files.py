from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
from PIL import Image

from explorer.errors import FileError
from explorer.files import write_whole
from explorer.render import png


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


BLUE = np.full((3, 2, 3), (0, 0, 255), np.uint8)


def test_text_chunks_are_read_back(tmp_path: Path) -> None:
    text = {"net": "lenet5", "image": "Łódź − 猫.png", "layer": "conv1", "levels": "-2.1 2.1"}
    png.save(tmp_path / "a.png", BLUE, text)
    with Image.open(tmp_path / "a.png") as image:
        image.load()
        assert image.text == text
        np.testing.assert_array_equal(np.asarray(image), BLUE)


def test_a_file_is_written_whole_with_folders_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.bin"
    write_whole(path, lambda file: file.write(b"whole"))
    assert path.read_bytes() == b"whole"
    assert names(path.parent) == ["a.bin"]


def test_a_file_is_overwritten_only_with_a_yes(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(FileError, match="exists already"):
        write_whole(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"old"
    write_whole(path, lambda file: file.write(b"new"), overwrite=True)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("code", "hint"),
    [(errno.ENOSPC, "free some space"), (errno.EROFS, "another folder"), (errno.EIO, "another folder")],
)
def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path, code: int, hint: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def fill(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(code, os.strerror(code))

    with pytest.raises(FileError, match=hint):
        write_whole(path, fill, overwrite=True)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(file: BinaryIO) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.bin", interrupt)
    assert not names(tmp_path)


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "file" / "a.png", tmp_path / ("x" * 300)):
        with pytest.raises(FileError) as caught:
            write_whole(path, lambda file: file.write(b""), overwrite=True)
        assert caught.value.hint


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders are not a matter of one bit there")
def test_a_read_only_folder_is_named(nobodys_folder: Path) -> None:
    nobodys_folder.chmod(0o500)
    with pytest.raises(FileError, match="permission denied"):
        write_whole(nobodys_folder / "a.bin", lambda file: file.write(b""))
