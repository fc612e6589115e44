"""Finding names by a few of their letters."""

from __future__ import annotations

from collections.abc import Sequence

_AT_START, _AT_WORD, _NEXT, _ANYWHERE = 0, 1, 2, 8
"""What a letter costs that is found at the start, at the start of a word, right after the last one, elsewhere."""

_MOST = 3
"""What letters may cost on average: more of them are scattered by chance."""


def ranked(text: str, names: Sequence[str]) -> list[int]:
    """Return the indices of the ``names`` that have the letters of ``text`` in this order, the best match first.

    Letters at the start of words and letters in a row make a good match; spaces and case do not matter. Without a text
    all names match, in the order given.
    """
    wanted = "".join(text.casefold().split())
    costs = [(_cost(wanted, name.casefold()), place) for place, name in enumerate(names)]
    return [place for cost, place in sorted((cost, place) for cost, place in costs if cost is not None)]


def _cost(wanted: str, name: str) -> int | None:
    """Return how far ``name`` is from what is wanted; None where it lacks a letter."""
    if not wanted:
        return 0
    best: dict[int, int] = {-1: 0}
    for letter in wanted:
        places = [place for place, other in enumerate(name) if other == letter]
        best = {
            place: min(cost + _step(last, place, name) for last, cost in best.items() if last < place)
            for place in places
            if any(last < place for last in best)
        }
    cost = min(best.values(), default=_ANYWHERE * len(wanted))
    return cost + len(name) // 8 if cost <= _MOST * len(wanted) else None


def _step(last: int, place: int, name: str) -> int:
    if place == 0:
        return _AT_START
    if place == last + 1:
        return _NEXT
    return _AT_WORD if not name[place - 1].isalnum() else _ANYWHERE
