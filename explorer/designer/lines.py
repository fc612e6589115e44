"""A text to the layers that its lines say, with repetitions written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.designer.errors import DesignError

_LABEL = re.compile(r"\s*([^\s:#\[\]]+)\s*:(.*)")
_TOKEN = re.compile(r"->|→|[\[\]*?]|(?:(?!->)[^\s\[\]*?→])+")
_ARROWS = ("->", "→")
MOST_LAYERS = 2000
"""Of a design, and of a line."""

_DEEPEST = 20

_PATTERN = {
    "INPUT": "input 32x32x3",
    "CONV": "conv 16 3x3 pad same",
    "POOL": "pool max 2x2",
    "FC": "fc 100",
}
_LAST = "fc 10"
"""What the bare words of CS231n's pattern stand for; its last FC has one unit a class."""


@dataclass(frozen=True)
class Line:
    """One line that is not empty.

    Attributes
    ----------
    number
        From 1.
    label
        The name before the colon; empty where there is none.
    items
        The words of each layer, in the order of the data.
    """

    number: int
    label: str
    items: tuple[tuple[str, ...], ...]


def split_lines(text: str) -> Iterator[Line | DesignError]:
    """Yield each line that says something, or what is wrong with it."""
    for number, full in enumerate(text.splitlines(), 1):
        said = full.partition("#")[0].strip()
        if not said:
            continue
        match = _LABEL.fullmatch(said)
        label, rest = match.groups() if match else ("", said)
        try:
            yield Line(number, label, _items(number, rest))
        except DesignError as error:
            yield error


def _items(number: int, text: str) -> tuple[tuple[str, ...], ...]:
    tokens = _TOKEN.findall(text)
    chain = _Chain(number, tokens)
    items = chain.read()
    if chain.left:
        raise DesignError(number, "a bracket is closed that was not opened", "take the ] away, or put a [ before")
    return _with_numbers(items)


def _with_numbers(items: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the layers with numbers for the bare words of the pattern."""
    spelled = [tuple(_PATTERN[item[0]].split()) if len(item) == 1 and item[0] in _PATTERN else item for item in items]
    if items and items[-1] == ("FC",):
        spelled[-1] = tuple(_LAST.split())
    return tuple(spelled)


class _Chain:
    """Reads ``a -> [b -> c]*2 -> d?``."""

    def __init__(self, number: int, tokens: list[str]) -> None:
        self._number = number
        self._depth = 0
        self.left = tokens

    def read(self) -> list[tuple[str, ...]]:
        """Take layers up to the end, or to a bracket that closes."""
        items = self._part()
        while self.left and self.left[0] in _ARROWS:
            self.left.pop(0)
            items += self._part()
        return items

    def _part(self) -> list[tuple[str, ...]]:
        if self.left and self.left[0] == "[":
            self.left.pop(0)
            items = self._inner()
            if not self.left:
                raise self._error("a bracket is opened and not closed", "put a ] behind the layers to repeat")
            self.left.pop(0)
        else:
            words = []
            while self.left and self.left[0] not in (*_ARROWS, "[", "]", "*", "?"):
                words.append(self.left.pop(0))
            if not words:
                raise self._error("a layer is missing", "write one on each side of an arrow, and within brackets")
            items = [tuple(words)]
        items = self._repeated(items)
        if self.left and self.left[0] not in (*_ARROWS, "]"):
            raise self._error(f"{self.left[0]!r} follows a layer without an arrow", "write -> between two layers")
        return items

    def _inner(self) -> list[tuple[str, ...]]:
        """Take the layers between brackets."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error("there are too many brackets within brackets", f"the most is {_DEEPEST}")
        items = self.read()
        self._depth -= 1
        return items

    def _repeated(self, items: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Take ``*2``, or ``?`` for layers that may be there and are."""
        sign = self.left.pop(0) if self.left and self.left[0] in ("*", "?") else "?"
        if sign == "?":
            return items
        times = self.left.pop(0) if self.left else ""
        if not re.fullmatch(r"\d{1,4}", times):
            raise self._error(
                f"{times!r} does not say how often", "put in a number, as in [conv 16 3x3 pad same -> relu]*2"
            )
        if len(items) * int(times) > MOST_LAYERS:
            raise self._error(f"these are {len(items) * int(times)} layers", f"the most is {MOST_LAYERS}")
        return items * int(times)

    def _error(self, message: str, hint: str) -> DesignError:
        return DesignError(self._number, message, hint)
