from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from explorer.session.keeping.history import PAUSE, History, Moment
from explorer.session.request import Request, Source
from explorer.session.state import ViewState

START = Moment(ViewState(), Request())


def at(**changes: object) -> Moment:
    return replace(START, state=replace(START.state, **changes))


def walked(*moments: Moment, pause: float = 2 * PAUSE) -> History:
    history = History()
    for i, moment in enumerate(moments):
        history = history.then(moment, i * pause)
    return history


def test_first_moment_cannot_be_undone() -> None:
    history = walked(START)
    assert (history.present, history.undone(), history.redone()) == (START, history, history)


def test_steps_are_undone_and_made_again() -> None:
    history = walked(START, at(slice=1), at(slice=2))
    assert history.undone().present == at(slice=1)
    assert history.undone().undone().present == START
    assert history.undone().undone().redone().redone() == history


def test_new_step_forgets_what_was_undone() -> None:
    history = walked(START, at(slice=1), at(slice=2)).undone().then(at(zoomed=True), 99)
    assert (history.present, history.future) == (at(zoomed=True), ())
    assert history.undone().present == at(slice=1)


def test_nothing_new_is_no_step() -> None:
    assert walked(START, at(slice=1), at(slice=1)) == replace(walked(START, at(slice=1)))


def test_what_is_dragged_is_one_step() -> None:
    history = walked(START, at(tile=50), at(tile=60), at(tile=70), pause=PAUSE / 2)
    assert (history.undone().present, history.present) == (START, at(tile=70))


def test_what_is_held_is_one_step_however_long_it_takes() -> None:
    history = walked(START, at(slice=1)).taken()
    for moment, now in ((at(slice=1, tile=50), 9), (at(slice=1, tile=60), 99), (at(slice=1, tile=70), 999)):
        history = history.then(moment, now)
    history = history.let_go().then(at(slice=1, tile=80), 999)
    assert history.undone().present == at(slice=1, tile=70)
    assert history.undone().undone().present == at(slice=1)


def test_what_is_held_and_put_back_is_no_step() -> None:
    history = walked(START, at(slice=1)).taken().then(at(slice=2), 9).then(at(slice=1), 99).let_go()
    assert history.undone().present == START


def test_when_it_was_asked_is_no_change() -> None:
    def asked(top: float, **looked_at: int) -> Moment:
        return replace(START, request=Request(crop=(top, 0.0, 9.0, 9.0), looked_at=ViewState(**looked_at), asked=top))

    assert walked(START, asked(1), asked(2, slice=1), pause=PAUSE / 2).undone().present == START


def test_what_is_dragged_back_is_no_step() -> None:
    assert walked(START, at(tile=50), START, pause=PAUSE / 2).past == ()


def test_different_changes_are_different_steps_however_fast() -> None:
    history = walked(START, at(tile=50), at(tile=50, slice=1), pause=0)
    assert history.undone().present == at(tile=50)


def test_step_after_undo_does_not_swallow_the_step_before() -> None:
    history = walked(START, at(slice=1), at(slice=2)).undone().then(at(slice=5), 0)
    assert history.undone().present == at(slice=1)


def test_opening_a_picture_is_a_step() -> None:
    other = replace(START, request=Request(picture=Source(Path("a.png"), 1)))
    assert walked(START, other).undone().present == START


def test_history_does_not_grow_without_end() -> None:
    history = walked(*(at(slice=i) for i in range(1000)))
    assert len(history.past) == 200
    assert history.undone().present == at(slice=998)
