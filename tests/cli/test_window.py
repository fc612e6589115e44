from __future__ import annotations

import sys
from pathlib import Path

import pytest

from explorer.session.launch import Launch

NO_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def test_no_arguments_open_the_empty_window(cli, window) -> None:
    assert cli().code == 0
    assert window.launches == [Launch()]


def test_options_reach_the_window(cli, window, photo: Path) -> None:
    options = [str(photo), "--net", "lenet5", "--layer", "conv2", "--slice", "3", "--screenshot", "shot.png"]
    options += ["--size", "1280x800", "--theme", "dark"]
    assert cli(*options).code == 0
    assert cli("window", *options[1:], options[0]).code == 0
    assert cli(*options[1:], options[0]).code == 0
    assert window.launches == [Launch(photo, "lenet5", "conv2", 3, Path("shot.png"), (1280, 800), "dark")] * 3


@pytest.mark.parametrize("image", ["./run", "runs", "ru", "info.png", "--", "-5.png"])
def test_image_named_almost_like_a_command_is_an_image(
    cli, window, image: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(photo.parent)
    for name in ("run", "runs", "ru", "info.png", "-5.png"):
        photo.with_name(name).write_bytes(photo.read_bytes())
    arguments = ["--", "run"] if image == "--" else ["--", image] if image.startswith("-") else [image]
    assert cli(*arguments).code == 0
    assert window.launches[0].image == Path(arguments[-1])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--size", "big"), "'big' is not a size (write it as 1280x800)"),
        (("--size", "10x10"), "out of range"),
        (("--size", "99999x800"), "out of range"),
        (("--theme", "blue"), "there is no theme 'blue'"),
        (("--slice", "-1"), "--slice"),
        (("--slice", "x"), "--slice"),
        (("--nett", "lenet5"), "--net"),
        (("a.png", "b.png"), "b.png"),
        (("--screenshot", "shot.png"), "a screenshot needs an image to show"),
        (("--net", "lenet"), "did you mean lenet5"),
        (("nowhere.png",), "there is no file 'nowhere.png'"),
        (("n" * 5000,), "there is no file"),
    ],
)
def test_wrong_options_are_refused(refused, window, options: tuple[str, ...], words: str) -> None:
    assert words in refused(*options)
    assert window.launches == []


def test_missing_screen_is_told_and_names_export(refused, window, photo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NO_SCREEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    told = refused(photo)
    assert told.startswith("there is no screen to open a window on") and "export" in told
    assert window.launches == []


@pytest.mark.parametrize("name", NO_SCREEN)
def test_any_announced_screen_will_do(cli, window, photo: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other in NO_SCREEN:
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "offscreen")
    assert cli(photo).code == 0


def test_window_that_failed_ends_with_two(cli, window, photo: Path) -> None:
    window.code = 2
    assert cli(photo).code == 2
