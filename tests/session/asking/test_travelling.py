from __future__ import annotations

from pathlib import Path

import pytest

from explorer.session.asking import travelling
from explorer.session.pointed import Cell
from explorer.session.state import ViewState


@pytest.fixture(autouse=True)
def slowly(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing follows so fast that it is one step with what was before."""
    seconds = iter(range(0, 10**9, 10))
    monkeypatch.setattr(travelling, "monotonic", lambda: float(next(seconds)))


def test_there_is_nothing_to_undo_at_first(digits) -> None:
    assert not digits.view.undoable and not digits.view.redoable
    before = digits.session.state
    digits.session.undo()
    digits.session.redo()
    assert digits.session.state == before


def test_choices_are_undone_one_by_one(digits) -> None:
    session, start = digits.session, digits.session.state
    session.select_layer("conv2")
    session.select_slice(5)
    session.set_colormap("grey")
    for expected in ("signed", "signed", "signed"):
        session.undo()
        assert session.state.colormap == expected
    assert (session.state, digits.view.maps.title) == (start, "conv1")
    assert digits.view.redoable and not digits.view.undoable
    for _ in range(3):
        session.redo()
    assert (session.state.layer, session.state.slice, session.state.colormap) == ("conv2", 5, "grey")
    assert digits.view.maps.title == "conv2"


def test_pointer_and_theme_are_no_steps(digits) -> None:
    digits.session.hover(Cell(0, 1, 1))
    digits.session.set_theme("dark")
    digits.session.set_columns(3)
    assert not digits.view.undoable
    digits.session.select_slice(2)
    digits.session.undo()
    assert (digits.session.state.theme, digits.session.state.columns) == ("dark", 3)


def test_net_is_undone_with_the_layer_that_was_selected_in_it(digits) -> None:
    digits.session.select_layer("relu2")
    digits.session.select_slice(7)
    digits.session.open_net("resnet8")
    digits.settle()
    assert digits.session.state.net == "resnet8"
    digits.session.undo()
    digits.settle()
    state = digits.session.state
    assert (state.net, state.layer, state.slice, digits.view.maps.title) == ("lenet5", "relu2", 7, "relu2")
    assert digits.view.redoable
    digits.session.redo()
    digits.settle()
    assert digits.session.state.net == "resnet8"
    assert not digits.view.redoable


def test_picture_and_fit_are_undone(digits, photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(photo.read_bytes())
    digits.session.open_picture(other)
    digits.settle()
    digits.session.set_fit("pad")
    digits.settle()
    box = digits.view.input.framing.box
    digits.session.undo()
    digits.settle()
    assert (digits.session.state.fit, digits.view.input.name) == ("crop", "other.png")
    assert digits.view.input.framing.box != box
    digits.session.undo()
    digits.settle()
    assert digits.view.input.name == "photo.png"
    assert not digits.view.stale


def test_file_that_is_gone_by_then_is_told(digits, photo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(photo.read_bytes())
    digits.session.open_picture(other)
    digits.settle()
    photo.unlink()
    digits.session.undo()
    digits.settle()
    assert "photo.png" in digits.messages[-1].text
    assert (digits.view.input.name, digits.view.stale) == ("other.png", False)
    digits.session.select_slice(1)
    digits.session.undo()
    assert (digits.session.state.slice, digits.view.input.name) == (0, "other.png")


def test_moment_is_shown_again_in_another_session(digits, photo: Path) -> None:
    digits.session.select_layer("conv2")
    digits.session.pin(Cell(9, 1, 2))
    moment = digits.session.moment
    digits.session.open_net("filters")
    digits.settle()
    digits.session.restore(moment)
    digits.settle()
    assert digits.session.moment == moment
    assert (digits.view.slice.address, digits.view.input.name) == ("conv2:9@2,1", photo.name)


def test_moment_of_a_net_that_has_changed_since_is_restored_as_far_as_it_goes(digits) -> None:
    moment = digits.session.moment
    gone = ViewState(layer="gone", slice=99, pinned=(500, 500))
    digits.session.restore(type(moment)(gone, moment.request))
    digits.settle()
    assert digits.view.maps.title == "conv1"
    assert (digits.session.state.slice, digits.session.state.pinned) == (5, None)
