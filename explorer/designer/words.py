"""The words of one layer, taken one after another."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from explorer.errors import UsageError

_LARGEST = 100_000


class Words:
    """What follows a layer's first word.

    Parameters
    ----------
    example
        A line that is right, for hints.
    """

    def __init__(self, words: Sequence[str], example: str) -> None:
        self._rest = list(words)
        self._example = example

    def __bool__(self) -> bool:
        return bool(self._rest)

    def next(self) -> str:
        """Return the next word without taking it; empty at the end."""
        return self._rest[0] if self._rest else ""

    def taken(self, *words: str) -> bool:
        """Take ``words`` where they come next, and return whether they did."""
        if [word.lower() for word in self._rest[: len(words)]] != list(words):
            return False
        del self._rest[: len(words)]
        return True

    def count(self, what: str, least: int = 1, most: int = _LARGEST) -> int:
        """Take a whole number.

        Raises
        ------
        UsageError
            There is none, or it is out of bounds; ``what`` says what it counts.
        """
        word = self.take(what)
        if not re.fullmatch(r"-?\d{1,12}", word):
            raise UsageError(f"{what} is a whole number, not {word!r}", f"for example {self._example!r}")
        return _bounded(int(word), what, least, most)

    def number(self, what: str) -> float:
        """Take a number.

        Raises
        ------
        UsageError
            There is none.
        """
        word = self.take(what)
        if not re.fullmatch(r"-?\d*\.?\d+(e-?\d{1,2})?", word):
            raise UsageError(f"{what} is a number, not {word!r}", f"for example {self._example!r}")
        return float(word)

    def extents(self, what: str, axes: int, least: int = 1) -> tuple[int, ...]:
        """Take extents such as ``5x5``, W first.

        Raises
        ------
        UsageError
            There are none, or not as many as ``axes``.
        """
        word = self.take(what)
        numbers = extents_in(word)
        if numbers is None or len(numbers) != axes:
            raise UsageError(
                f"{what} is written {'WxHxD'[: 2 * axes - 1]}, not {word!r}", f"for example {self._example!r}"
            )
        return tuple(_bounded(number, what, least) for number in numbers)

    def pair(self, what: str, least: int = 1) -> tuple[int, int]:
        """Take one number for both axes, or two as ``2x1``, W first.

        Raises
        ------
        UsageError
            There is neither.
        """
        if "x" not in self.next().lower():
            number = self.count(what, least)
            return number, number
        width, height = self.extents(what, 2, least)
        return width, height

    def options(self, readers: Mapping[str, Callable[[Words], Any]]) -> dict[str, Any]:
        """Take all that is left: options in any order, each read by the reader of its word or words.

        Raises
        ------
        UsageError
            A word is no option, or comes twice.
        """
        found: dict[str, Any] = {}
        while self:
            option = next((name for name in readers if self.taken(*name.split())), None)
            if option is None:
                raise self._unknown(readers)
            if option in found:
                raise UsageError(f"{option!r} comes twice", "say it once")
            found[option] = readers[option](self)
        return found

    def _unknown(self, options: Iterable[str]) -> UsageError:
        close = difflib.get_close_matches(self.next().lower(), options, n=1)
        hint = f"did you mean {close[0]}?" if close else f"what may stand here: {', '.join(options)}"
        return UsageError(f"{self.next()!r} has no meaning here", hint)

    def end(self) -> None:
        """Check that all words are taken.

        Raises
        ------
        UsageError
            Some are left.
        """
        if self:
            raise UsageError(f"{' '.join(self._rest)!r} is too much here", f"write {self._example!r}")

    def take(self, what: str) -> str:
        """Take the next word, whatever it is.

        Raises
        ------
        UsageError
            There is none.
        """
        if not self._rest:
            raise UsageError(f"{what} is missing", f"for example {self._example!r}")
        return self._rest.pop(0)


def extents_in(word: str) -> tuple[int, ...] | None:
    """Return the numbers of ``"32x32x3"``; None where it is none of that form."""
    parts = re.split(r"[xX×]", word)
    return tuple(map(int, parts)) if all(re.fullmatch(r"\d{1,9}", part) for part in parts) else None


def _bounded(number: int, what: str, least: int, most: int = _LARGEST) -> int:
    if number < least:
        raise UsageError(f"{what} is {number}", f"the least is {least}")
    if number > most:
        raise UsageError(f"{what} is {number}", f"the most is {most}")
    return number
