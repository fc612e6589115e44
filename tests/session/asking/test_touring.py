from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from explorer.session.asking import touring
from explorer.session.pointed import Cell
from explorer.session.tour.pages import PAGES


def test_page_sets_the_program_to_its_scene(digits) -> None:
    digits.session.show_page(3)
    digits.settle()
    state, tour = digits.session.state, digits.view.tour
    assert (state.net, state.layer, state.cell) == ("cifar10", "conv1_1", Cell(3, 10, 12))
    assert (state.hidden, state.tab) == ((), "channels")
    assert tour.here and tour.words.startswith("Each of the 3 colour channels")


def test_pages_on_the_same_net_and_picture_follow_at_once(digits) -> None:
    digits.session.show_page(6)
    digits.settle()
    digits.session.turn_tour(1)
    assert not digits.session.busy
    state = digits.session.state
    assert (state.net, state.layer, state.pinned, state.tab) == ("cs231n-numpy", "V", (0, 0), "arithmetic")
    assert digits.view.tour.here


def test_words_wait_for_what_they_are_about(digits) -> None:
    digits.session.show_page(3)
    assert digits.view.tour.words == "The net and the picture of this page are being opened." and digits.view.maps
    digits.settle()
    assert digits.view.tour.here


def test_leaving_brings_back_view_history_comparison_and_files(digits, checkout: Path) -> None:
    session = digits.session
    session.pin_pass()
    session.follow("conv2:5@3,4")
    session.show_tab("column")
    session.set_terms("contribution")
    session.keep_column()
    state, view = session.state, digits.view
    session.toggle_tour()
    digits.settle()
    assert digits.view.compare is None and not digits.view.undoable
    session.turn_tour(3)
    digits.settle()
    session.select_slice(2)
    session.toggle_tour()
    digits.settle()
    assert replace(session.state, columns=state.columns) == state
    assert digits.view.compare is not None and digits.view.undoable and digits.view.tour is None
    assert digits.view.recent == view.recent
    session.undo()
    assert session.state.kept_columns == () and session.state.layer == "conv2"


def test_tour_from_an_empty_window_leaves_its_last_page(desk) -> None:
    desk.session.toggle_tour()
    desk.settle()
    net = desk.session.state.net
    desk.session.leave_tour()
    desk.settle()
    assert desk.session.state.net == net and desk.view.tour is None and desk.view.maps is not None


def test_undo_stays_on_the_page(digits) -> None:
    digits.session.show_page(3)
    digits.settle()
    digits.session.select_slice(9)
    digits.session.undo()
    digits.settle()
    assert digits.session.state.slice == 3 and digits.view.tour.here
    digits.session.undo()
    digits.settle()
    assert digits.session.state.net == "cifar10" and digits.view.tour.here


def test_something_else_is_told_and_the_page_can_be_shown_again(digits, photo: Path) -> None:
    digits.session.show_page(3)
    digits.settle()
    digits.session.open_picture(photo)
    digits.settle()
    assert not digits.view.tour.here and digits.view.tour.words.startswith("Something else")
    digits.session.show_page_again()
    digits.settle()
    assert digits.view.tour.here and digits.session.state.picture == "wheel.png"


def test_tour_ends_behind_its_last_page_and_stops_at_its_first(digits) -> None:
    last = len(touring.PAGES) - 1
    digits.session.show_page(last)
    digits.settle()
    digits.session.turn_tour(1)
    digits.settle()
    assert digits.view.tour is None and digits.session.state.net == "lenet5"
    digits.session.show_page(0)
    digits.session.turn_tour(-1)
    assert digits.view.tour.page == 1


def test_missing_net_is_told_in_a_sentence(digits, monkeypatch: pytest.MonkeyPatch) -> None:
    page = replace(PAGES[0], scene=replace(PAGES[0].scene, net="preset:nowhere"))
    monkeypatch.setattr(touring, "PAGES", (page,))
    digits.session.toggle_tour()
    digits.settle()
    assert [message.kind for message in digits.messages] == ["error"] and digits.view.tour is None
