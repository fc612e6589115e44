"""Layers by words of their name and operator."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from explorer.session.strip.layers import Layer


def found(layers: Sequence[Layer], text: str) -> tuple[str, ...]:
    """Return the values of the layers whose name and operator have all words of ``text``, whatever their case."""
    words = text.casefold().split()
    return tuple(layer.value for layer in layers if words and _has(layer, words))


def following_hit(layers: Sequence[Layer], hits: Sequence[str], selected: str, count: int) -> str:
    """Return the hit ``count`` on from the selected layer, the first after the last; ``selected`` where there is none.

    Parameters
    ----------
    layers
        In the order in which hits are stepped through.
    count
        1 or -1.
    """
    if not hits:
        return selected
    place = {layer.value: place for place, layer in enumerate(layers)}
    places = [place[hit] for hit in hits]
    after = bisect(places, place.get(selected, -1))
    before = after - 1 - (selected in hits)
    return hits[(after if count > 0 else before) % len(hits)]


def _has(layer: Layer, words: Sequence[str]) -> bool:
    text = f"{layer.title} {layer.operator}".casefold()
    return all(word in text for word in words)
