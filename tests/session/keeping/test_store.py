from __future__ import annotations

from pathlib import Path

import pytest

from explorer.errors import FileError
from explorer.session.keeping.store import Store
from explorer.session.state import ViewState


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "not" / "yet")
    store.write("state", ViewState(tile=60))
    store.write("state", ViewState(tile=70))
    assert store.read("state", ViewState) == ViewState(tile=70)
    assert [path.name for path in store.path("state").parent.iterdir()] == ["state.json"]


def test_nothing_is_read_where_nothing_was_written(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.forget("state")
    assert store.read("state", ViewState) is None


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write("state", ViewState())
    store.forget("state")
    assert store.read("state", ViewState) is None


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b'{"tile": "wide"}', b'{"pinned": [1]}', b"\xff\xfe\x00", b"[" * 100_000, b"NaN"],
)
def test_damaged_file_is_told_in_a_sentence(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path)
    store.path("state").write_bytes(damage)
    with pytest.raises(FileError, match=r"state\.json is damaged"):
        store.read("state", ViewState)


def test_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.path("state").mkdir()
    with pytest.raises(FileError, match="cannot be read"):
        store.read("state", ViewState)
    with pytest.raises(FileError):
        store.write("state", ViewState())


def test_folder_that_nobody_may_write_to_is_told(nobodys_folder: Path) -> None:
    nobodys_folder.chmod(0o500)
    with pytest.raises(FileError, match="cannot be written"):
        Store(nobodys_folder / "settings").write("state", ViewState())
