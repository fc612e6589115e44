from __future__ import annotations

from pathlib import Path

import pytest

from explorer.errors import NetError
from explorer.session.drafts.texts import read_text, write_text
from explorer.session.request import DesignText

TINY = DesignText("tiny", "seed 3\ninput 16x16x1\nconv 4 3x3\nrelu\nfc 5\nsoftmax\n")


def test_text_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "tiny.net"
    write_text(TINY, path)
    assert read_text(path) == TINY


def test_text_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.net").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.net", "gone.net"):
        with pytest.raises(NetError, match=name):
            read_text(tmp_path / name)
