"""What would mend a line of a net's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.designer.errors import DesignError


@dataclass(frozen=True)
class Fix:
    """A text in which a line is right.

    Attributes
    ----------
    title
        What is changed, ``"pad 2"``.
    """

    title: str
    text: str


_OPTIONS = {"pad": r"pad \d+", "stride": r"stride \d+", "floor": r"floor\b", "ceil": r"ceil\b"}
"""What a hint may name, and a line may have added; the keys are the words that they take the place of."""


def fixes_of(text: str, error: DesignError) -> Iterator[Fix]:
    """Yield what the hint of an error names, where the line is right with it; a word that is meant may be a step."""
    from explorer.designer.draft import draft  # noqa: PLC0415, it loads numba

    lines = text.splitlines()
    seen = set()
    for title, changed in _candidates(lines, error):
        fixed = "\n".join(changed) + "\n" * text.endswith("\n")
        left = [other.message for other in draft(fixed).errors if other.line == error.line]
        helps = error.message not in left if f"did you mean {title}?" in error.hint else not left
        if helps and title not in seen:
            seen.add(title)
            yield Fix(title, fixed)


def _candidates(lines: Sequence[str], error: DesignError) -> Iterator[tuple[str, list[str]]]:
    place = error.line - 1
    line = lines[place] if place < len(lines) else ""
    wrong = re.search(r"'([^']+)'", error.message)
    meant = re.search(r"did you mean ([^?]+)\?", error.hint)
    if wrong and meant:
        yield meant[1], [*lines[:place], line.replace(wrong[1], meant[1], 1), *lines[place + 1 :]]
    for word, pattern in _OPTIONS.items():
        for option in re.findall(pattern, error.hint):
            yield option, [*lines[:place], _with_option(line, word, option), *lines[place + 1 :]]
    for extent in re.findall(r"\b\d+\b", (re.search(r"an input of ([\d or]+) there", error.hint) or "  ")[0]):
        yield from _with_input(lines, int(extent))


def _with_option(line: str, word: str, option: str) -> str:
    """Return a line with an option in the place of the one of the same word, or at its end; comments stay behind."""
    said, mark, comment = line.partition("#")
    given = re.search(rf"\b{word}( (\d+(x\d+)?|same))?\b", said)
    if given:
        return said[: given.start()] + option + said[given.end() :] + mark + comment
    return f"{said.rstrip()} {option}{'  ' * bool(mark)}{mark}{comment}"


def _with_input(lines: Sequence[str], extent: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the text with an input of another width and height."""
    for place, line in enumerate(lines):
        if found := re.match(r"(\s*input\s+)\d+x\d+x(\d+)(.*)", line):
            words = f"{extent}x{extent}x{found[2]}"
            yield f"input {words}", [*lines[:place], f"{found[1]}{words}{found[3]}", *lines[place + 1 :]]
