from __future__ import annotations

from pathlib import Path

import pytest

from explorer.session.keeping.kept import kept
from explorer.session.keeping.record import from_record, to_record
from explorer.session.request import DesignText, Request, Source
from explorer.session.state import ViewState

TINY = DesignText("tiny", "seed 3\ninput 16x16x1\nconv 4 3x3\nrelu\nfc 5\nsoftmax\n")


@pytest.fixture
def designed(digits):
    digits.session.open_design(TINY)
    digits.settle()
    return digits


def test_design_runs_on_the_picture_that_is_open(designed) -> None:
    view = designed.view
    assert view.title.startswith("photo.png – tiny (untrained, He-initialised, seed 3)")
    assert [card.operator for card in view.strip.cards] == ["Input", "Conv", "Relu", "Flatten", "Gemm", "Softmax"]
    assert view.designed and designed.session.design == TINY
    assert designed.messages == []


def test_design_is_undone(designed) -> None:
    designed.session.undo()
    designed.settle()
    assert designed.session.state.net == "lenet5" and not designed.view.designed
    designed.session.redo()
    designed.settle()
    assert designed.session.state.net == "tiny"


def test_design_that_is_none_is_told_and_the_net_stays(digits) -> None:
    digits.session.open_design(DesignText("bad", "input 16x16x1\nconv 4 99x99\n"))
    digits.settle()
    assert digits.session.state.net == "lenet5"
    (message,) = digits.messages
    assert message.kind == "error" and "99 does not fit into 16" in message.text


def test_preset_can_be_edited_as_text(desk) -> None:
    desk.session.open_net("preset:lenet5")
    assert desk.session.design.name == "lenet5" and "conv 6 5x5" in desk.session.design.text


def test_net_of_a_file_of_another_kind_has_no_text(digits) -> None:
    assert digits.session.design is None and not digits.view.designed


def test_text_that_is_gone_is_told(desk, tmp_path: Path) -> None:
    desk.session.open_net("preset:lenet5")
    desk.session._exchange._wanted = Request(net=Source(tmp_path / "gone.net", 1))
    assert desk.session.design is None
    assert desk.messages[-1].kind == "error"


def test_design_is_kept_between_two_starts(tmp_path: Path) -> None:
    request = Request(net=Source(TINY, 1))
    record = kept(ViewState(), request, "", "", tmp_path)
    assert from_record(type(record), to_record(record)).request.net.origin == TINY
