from __future__ import annotations

from pathlib import Path

import pytest

from explorer.errors import FileError
from explorer.sources.labels import read_labels


def test_a_line_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes("\ufefftench, Tinca tinca \r\n\r\nK\u00e4fer\r\n\r\n".encode())
    assert read_labels(path) == ("tench, Tinca tinca", "", "K\u00e4fer")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00", b"a\0b"])
def test_what_is_no_list_of_names_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "names.txt"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"names\.txt"):
        read_labels(path)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"nothing\.txt cannot be read"):
        read_labels(tmp_path / "nothing.txt")
