from __future__ import annotations

from pathlib import Path

from explorer.session.bundled import bundled_nets
from explorer.session.keeping.recent import MOST, Recent
from explorer.session.request import Request, Source
from explorer.sources.samples import samples


def picture(path: Path) -> Request:
    return Request(picture=Source(path, 1))


def test_newest_comes_first_and_each_once(tmp_path: Path) -> None:
    a, b = tmp_path / "a.png", tmp_path / "b.png"
    recent = Recent().having(picture(a)).having(picture(b)).having(picture(a))
    assert recent == Recent(pictures=(a, b))


def test_names_are_whole_paths() -> None:
    (path,) = Recent().having(picture(Path("a.png"))).pictures
    assert path == Path.cwd() / "a.png"


def test_old_ones_are_forgotten(tmp_path: Path) -> None:
    recent = Recent()
    for i in range(MOST + 3):
        recent = recent.having(picture(tmp_path / f"{i}.png"))
    assert [path.stem for path in recent.pictures] == [str(i) for i in range(MOST + 2, 2, -1)]


def test_what_comes_with_the_program_is_left_out() -> None:
    everything = Request(Source(bundled_nets()["lenet5"], 1), Source(samples()[0].path, 2))
    assert Recent().having(everything).having(Request()) == Recent()


def test_file_that_could_not_be_opened_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    recent = Recent().having(picture(path))
    assert recent.without(Source(path, 9)) == Recent()
    assert recent.without(None) == recent


def test_session_lists_what_it_opened(desk, photo: Path, tmp_path: Path) -> None:
    desk.session.open_picture(photo)
    desk.settle()
    assert desk.view.recent == Recent(pictures=(photo,))
    photo.rename(tmp_path / "elsewhere.png")
    desk.session.open_picture(photo)
    desk.settle()
    assert desk.view.recent == Recent()
