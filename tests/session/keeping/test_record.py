from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from explorer.session.keeping.record import RecordError, from_record, to_record
from explorer.session.pointed import Cell
from explorer.session.request import Request, Source
from explorer.session.state import ViewState


@dataclass(frozen=True)
class Sample:
    name: str
    share: float = 0.5
    mode: Literal["crop", "pad"] = "crop"
    place: tuple[int, int] | None = None
    files: tuple[Path, ...] = ()
    cell: Cell | None = None
    seen: bool = False
    derived: int = field(default=7, init=False)


FULL = Sample("a", 0.25, "pad", (1, 2), (Path("x.png"), Path("y z.png")), Cell(1, 2, 3), seen=True)


@pytest.mark.parametrize("value", [Sample(""), FULL, ViewState(), ViewState(pinned=(3, 4), theme="dark")])
def test_data_comes_back_from_json_as_it_was(value: object) -> None:
    assert from_record(type(value), json.loads(json.dumps(to_record(value)))) == value


def test_request_comes_back_with_its_files() -> None:
    request = Request(Source(Path("net.onnx"), 2), Source(Path("photo.png"), 3), "pad")
    assert from_record(Request, to_record(request)) == request


def test_missing_fields_have_their_defaults_and_unknown_ones_are_passed_over() -> None:
    assert from_record(Sample, {"name": "a", "of another version": [1]}) == Sample("a")


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        "text",
        {},
        {"name": 1},
        {"name": "a", "share": "0.5"},
        {"name": "a", "share": float("nan")},
        {"name": "a", "share": True},
        {"name": "a", "mode": "stretch"},
        {"name": "a", "mode": []},
        {"name": "a", "place": [1]},
        {"name": "a", "place": [1, "2"]},
        {"name": "a", "files": "x.png"},
        {"name": "a", "files": ["a\0b"]},
        {"name": "a", "cell": {"slice": 1}},
        {"name": "a", "seen": 1},
    ],
)
def test_what_is_of_another_kind_is_refused(record: object) -> None:
    with pytest.raises(RecordError):
        from_record(Sample, record)


def test_what_has_no_place_in_json_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        to_record(object())
