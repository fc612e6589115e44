"""Options that take one of a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from explorer.errors import UsageError

_Choice = TypeVar("_Choice", bound=str)


def choose(text: str, choices: Sequence[_Choice], what: str) -> _Choice:
    """Return the one of ``choices`` that ``text`` is.

    Raises
    ------
    UsageError
        It is none.
    """
    for choice in choices:
        if choice == text:
            return choice
    raise UsageError(f"there is no {what} {text!r}", f"choose {' or '.join(choices)}")
