from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from explorer.session.commands.table import COMMANDS
from explorer.session.pointed import Cell
from explorer.session.request import DesignText


class Answers:
    """What a user answers to every question."""

    def __init__(self, picture: Path | None = None, net: Path | None = None, png: Path | None = None) -> None:
        self.picture, self.net, self.png = picture, net, png
        self.pixels: np.ndarray | None = None
        self.asked: list[str] = []
        self.text = ""

    def labels_to_open(self) -> Path | None:
        return None

    def picture_to_open(self) -> Path | None:
        return self.picture

    def net_to_open(self) -> Path | None:
        return self.net

    def net_to_write(self, suggested: str) -> Path | None:
        self.asked.append(suggested)
        return None

    def png_to_write(self, suggested: str) -> Path | None:
        self.asked.append(suggested)
        return self.png

    def table_to_write(self, suggested: str) -> Path | None:
        self.asked.append(suggested)
        return None

    def design_to_write(self, suggested: str) -> Path | None:
        return None

    def design(self, design: DesignText | None) -> None:
        self.asked.append("design")

    def pasted_pixels(self) -> np.ndarray | None:
        return self.pixels

    def pasted_files(self) -> list[Path]:
        return []

    def pasted_text(self) -> str:
        return self.text

    def copy_text(self, text: str) -> None:
        self.text = text

    def go_to(self, address: str, go: Callable[[str], None]) -> None:
        self.asked.append(address)

    def show_help(self) -> None:
        self.asked.append("help")

    def magnify(self, steps: int) -> None:
        self.asked.append(f"magnify {steps}")

    def show_colours(self) -> None:
        self.asked.append("colours")

    def show_commands(self) -> None:
        self.asked.append("commands")

    def show_menu(self) -> None:
        self.asked.append("menu")

    def show_about(self) -> None:
        self.asked.append("about")

    def reset_layout(self) -> None:
        self.asked.append("layout")

    def leave(self) -> None:
        self.asked.append("leave")


BY_NAME = {command.name: command for command in COMMANDS}


def test_names_and_keys_are_given_once() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(BY_NAME) == len(COMMANDS)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", BY_NAME)
def test_command_on_an_empty_session_fails_nowhere(desk, name: str) -> None:
    BY_NAME[name].run(desk.session, Answers())
    desk.settle()
    assert all(message.kind == "info" for message in desk.messages)


@pytest.mark.parametrize("name", BY_NAME)
def test_command_with_maps_fails_nowhere(digits, name: str, tmp_path: Path, photo: Path) -> None:
    BY_NAME[name].run(digits.session, Answers(photo, None, tmp_path / "saved.png"))
    digits.settle()
    assert all(message.kind == "info" for message in digits.messages)
    assert digits.view.maps is not None


@pytest.mark.parametrize("name", [name for name, command in BY_NAME.items() if command.checked is not None])
def test_choice_is_ticked_once_it_is_made(digits, name: str) -> None:
    digits.session.pin_pass()
    checked = BY_NAME[name].checked
    before = checked(digits.session.state)
    BY_NAME[name].run(digits.session, Answers())
    assert checked(digits.session.state) or before


def test_copied_address_is_pasted_again(digits) -> None:
    answers = Answers()
    digits.session.pin(Cell(4, 10, 11))
    BY_NAME["copy-address"].run(digits.session, answers)
    assert answers.text == "conv1:4@11,10"
    digits.session.step_back()
    digits.session.step_layer(2)
    BY_NAME["paste"].run(digits.session, answers)
    assert (digits.view.maps.title, digits.session.state.cell) == ("conv1", Cell(4, 10, 11))


def test_text_that_is_no_address_is_told_when_pasted(digits) -> None:
    answers = Answers()
    answers.text = "conv9:1"
    BY_NAME["paste"].run(digits.session, answers)
    (message,) = digits.messages
    assert (message.kind, message.text) == ("error", "there is no layer 'conv9'")


def test_going_somewhere_begins_with_where_one_is(digits) -> None:
    answers = Answers()
    digits.session.select_slice(3)
    BY_NAME["go-to"].run(digits.session, answers)
    assert answers.asked == ["conv1:3"]
