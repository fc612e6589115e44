from __future__ import annotations

import pytest

from explorer.qt.strip.steps import Direction, step
from explorer.session.strip.flow import flow_of

FLOW = flow_of([(), (0,), (0,), (2,), (0,), (4,), (0,), (1, 3, 5, 6), (7,)])


@pytest.mark.parametrize(
    ("tile", "direction", "reached"),
    [
        (0, "right", 2),
        (0, "left", 0),
        (2, "right", 3),
        (3, "right", 7),
        (3, "left", 2),
        (7, "left", 3),
        (2, "up", 1),
        (2, "down", 4),
        (6, "down", 6),
        (1, "up", 1),
        (3, "down", 5),
        (7, "down", 5),
        (4, "first", 0),
        (4, "last", 8),
        (8, "right", 8),
    ],
)
def test_arrows_follow_the_lines_and_change_lanes(tile: int, direction: Direction, reached: int) -> None:
    assert step(FLOW, tile, direction) == reached
