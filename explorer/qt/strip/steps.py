"""Where an arrow key leads from a card of the strip."""

from __future__ import annotations

from typing import Literal, TypeAlias

from explorer.session.strip.flow import Flow

Direction: TypeAlias = Literal["left", "right", "up", "down", "first", "last"]


def step(flow: Flow, tile: int, direction: Direction) -> int:
    """Return the card that is reached from ``tile``; ``tile`` itself where there is none that way.

    Left and right follow the lines, in the same lane where one runs there. Up and down go to the nearest card of
    another lane.
    """
    if direction == "first":
        return 0
    if direction == "last":
        return len(flow.places) - 1
    here = flow.places[tile]
    if direction in ("left", "right"):
        near = flow.sources[tile] if direction == "left" else flow.targets[tile]
        return min(near, key=lambda i: _distance(flow, tile, i), default=tile)
    above = direction == "up"
    there = [i for i, place in enumerate(flow.places) if place.lane != here.lane and (place.lane < here.lane) == above]
    return min(there, key=lambda i: _distance(flow, i, tile, across=False), default=tile)


def _distance(flow: Flow, one: int, other: int, *, across: bool = True) -> tuple[int, int]:
    """Return the lanes and the columns between two cards, whichever counts more first."""
    lanes = abs(flow.places[one].lane - flow.places[other].lane)
    columns = abs(flow.places[one].column - flow.places[other].column)
    return (lanes, columns) if across else (columns, lanes)
