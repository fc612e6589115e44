from __future__ import annotations

import pytest

from explorer.session.commands.fuzzy import ranked

NAMES = ["File: Open image", "File: Open net", "View: Large map", "Go: Next layer", "View: Reset the layout"]


def found(text: str) -> list[str]:
    return [NAMES[place].partition(": ")[2] for place in ranked(text, NAMES)]


def test_everything_is_found_without_a_text() -> None:
    assert ranked("", NAMES) == ranked("  ", NAMES) == list(range(len(NAMES)))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("open n", "Open net"),
        ("OPENIM", "Open image"),
        ("on", "Open net"),
        ("lm", "Large map"),
        ("nl", "Next layer"),
        ("layout", "Reset the layout"),
        ("rtl", "Reset the layout"),
    ],
)
def test_letters_in_a_row_and_first_letters_of_words_come_first(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_names_that_lack_a_letter_are_left_out() -> None:
    assert found("large") == ["Large map"]
    assert found("large mpa") == []
    assert found("xyzzy") == []
    assert ranked("a", []) == []


def test_scattered_letters_are_no_match() -> None:
    assert ranked("large", ["Colour map: Purple-green", "Go: Play through the maps"]) == []
