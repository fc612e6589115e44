from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from explorer.qt.basics.number_grid import READABLE
from explorer.qt.workings.term_tiles import TermTiles


@pytest.mark.parametrize("kernel", [1, 3, 5, 7, 11])
@pytest.mark.parametrize("width", [360, 700, 1400])
def test_tiles_fit_side_by_side_and_never_overlap(kernel: int, width: int) -> None:
    tiles = TermTiles(20, (kernel, kernel), 3, False, width, 200)
    boxes = [tiles.tile(place) for place in range(20)]
    assert all(box.right() <= max(width, tiles.size[0]) for box in boxes)
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert tiles.size[0] <= width
    assert all(boxes[4].contains(tiles.box(4, number)) for number in range(3))


def test_numbers_can_be_read_where_there_is_room() -> None:
    assert TermTiles(8, (5, 5), 3, False, 400, 200).side[0] >= READABLE
    assert TermTiles(8, (11, 11), 3, False, 400, 200).side[0] < READABLE
    assert TermTiles(8, (11, 11), 3, False, 1100, 200).side[0] >= READABLE


def test_large_windows_are_shrunk_to_what_is_seen() -> None:
    tiles = TermTiles(1, (112, 112), 1, False, 400, 200)
    assert tiles.size[1] <= 212


def test_only_seen_terms_are_named() -> None:
    tiles = TermTiles(512, (3, 3), 3, False, 400, 200)
    pitch = tiles.tile(1).top() - tiles.tile(0).top()
    assert tiles.columns == 1 and len(tiles.seen(0, 200)) <= 200 // pitch + 2
    assert tiles.seen(tiles.size[1] - 200, 200).stop == 512


def test_term_at_a_point() -> None:
    tiles = TermTiles(7, (3, 3), 3, False, 700, 200)
    for place in range(7):
        assert tiles.at(tiles.tile(place).center()) == place
    assert tiles.at(QPointF(1, 1)) is None and tiles.at(QPointF(300, 5000)) is None


def test_terms_without_grids_are_rows_of_text() -> None:
    tiles = TermTiles(10, (0, 0), 0, False, 400, 200)
    assert tiles.grid == (0.0, 0.0) and tiles.tile(1).top() - tiles.tile(0).top() < 24
