from __future__ import annotations

from explorer.session.pointed import Cell


def test_places_are_stepped_through_row_by_row_and_go_round(digits) -> None:
    session = digits.session
    session.step_place(1)
    assert session.state.pinned == (0, 0)
    session.pin_place(27)
    assert session.state.pinned == (0, 27) and session.place == 27
    session.step_place(1)
    assert session.state.pinned == (1, 0)
    session.pin_place(10_000)
    assert session.state.pinned == (27, 27)
    session.step_place(1)
    assert session.state.pinned == (0, 0)


def test_places_are_played_instead_of_maps(digits) -> None:
    session = digits.session
    session.toggle_play()
    session.toggle_play("places")
    assert session.state.playing == "places"
    session.hover(Cell(3, 5, 5))
    session.play_on()
    session.play_on()
    assert session.state.pinned == (0, 1) and session.state.slice == 0
    assert digits.view.arithmetic.address == "conv1:0@1,0"
    session.toggle_play("places")
    assert session.state.playing is None


def test_no_place_is_pinned_where_nothing_is_shown(desk) -> None:
    desk.session.pin_place(3)
    desk.session.step_place(1)
    desk.session.toggle_play("places")
    assert desk.session.state.pinned is None and desk.session.place is None and desk.session.state.playing is None
