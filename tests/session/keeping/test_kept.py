from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explorer.session.keeping.history import Moment
from explorer.session.keeping.kept import RECENT, RESTORING, SESSION, Beginning, Kept, begin, kept
from explorer.session.keeping.recent import Recent
from explorer.session.keeping.store import Store
from explorer.session.launch import Launch
from explorer.session.pointed import Cell
from explorer.session.request import Request, Source
from explorer.session.state import ViewState
from explorer.sources.picture import picture_from_array

STATE = ViewState(net="n", picture="p", layer="conv2", slice=3, colormap="grey", theme="dark", hidden=("input",))
REQUEST = Request(Source(Path("/n.onnx"), 1), Source(Path("/p.png"), 2), "pad")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "settings")


@pytest.fixture
def before(store: Store) -> Kept:
    """What the last start left."""
    whole = Kept(STATE, REQUEST, "geometry", "layout")
    store.write(SESSION, whole)
    store.write(RECENT, Recent(pictures=(Path("/p.png"),)))
    return whole


def test_first_start_is_a_welcome(store: Store) -> None:
    assert begin(store, Launch()) == Beginning(welcome=True)


def test_first_start_with_a_picture_shows_that(store: Store) -> None:
    assert begin(store, Launch(image=Path("a.png"))) == Beginning()
    assert begin(store, Launch(fresh=True)) == Beginning()


def test_next_start_shows_what_was_open(store: Store, before: Kept) -> None:
    beginning = begin(store, Launch())
    assert beginning.moment == Moment(STATE, REQUEST)
    assert (beginning.geometry, beginning.layout, beginning.told) == ("geometry", "layout", ())
    assert beginning.recent == Recent(pictures=(Path("/p.png"),))
    assert beginning.state == ViewState(colormap="grey", theme="dark", hidden=("input",))


@pytest.mark.parametrize("launch", [Launch(image=Path("a.png")), Launch(net="lenet5")])
def test_what_is_named_takes_the_place_of_what_was_open(store: Store, before: Kept, launch: Launch) -> None:
    beginning = begin(store, launch)
    assert (beginning.moment, beginning.state.theme, beginning.layout) == (None, "dark", "layout")


def test_fresh_start_knows_recent_files_alone(store: Store, before: Kept) -> None:
    assert begin(store, Launch(fresh=True)) == Beginning(recent=Recent(pictures=(Path("/p.png"),)))


def test_session_that_stopped_the_program_is_not_restored_again(store: Store, before: Kept) -> None:
    store.write(RESTORING, True)
    beginning = begin(store, Launch())
    assert beginning.moment is None
    (told,) = beginning.told
    assert "p.png and n.onnx" in told.text and told.hint
    assert begin(store, Launch()).moment is not None


@pytest.mark.parametrize("name", [SESSION, RECENT])
def test_damaged_file_is_told_and_done_without(store: Store, before: Kept, name: str) -> None:
    store.path(name).write_bytes(b'{"state": {"slice": "three"}, "pictures": 7}')
    beginning = begin(store, Launch())
    (told,) = beginning.told
    assert f"{name}.json is damaged" in told.text
    assert not beginning.welcome
    assert (beginning.moment is None) == (name == SESSION)


def test_numbers_that_cannot_be_are_put_right(store: Store) -> None:
    store.write(SESSION, Kept(replace(STATE, slice=-4, tile=7, columns=0, gamma=-1.0), REQUEST))
    moment = begin(store, Launch()).moment
    assert moment is not None
    assert (moment.state.slice, moment.state.tile, moment.state.columns, moment.state.gamma) == (0, 48, 1, 1.0)


def test_pointer_is_not_kept_and_a_pasted_picture_is_a_file() -> None:
    pasted = picture_from_array(np.zeros((4, 4, 3), np.uint8), "pasted picture")
    whole = kept(
        replace(STATE, pointed_at=Cell(0, 1, 1), search="x"),
        replace(REQUEST, picture=Source(pasted, 3), looked_at=STATE, asked=5.0),
        "",
        "",
        Path("/settings/pasted.png").absolute(),
    )
    assert whole.state == STATE
    assert whole.request == replace(REQUEST, picture=Source(Path("/settings/pasted.png").absolute(), 3))
    assert (whole.request.looked_at, whole.request.asked) == (ViewState(), 0.0)
