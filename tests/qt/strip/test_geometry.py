from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from explorer.qt.basics.theme import MARGIN
from explorer.qt.strip.geometry import BEND, CARD, EDGE, GAP, SMALL_CARD, Geometry, geometry_of
from explorer.session.strip.flow import flow_of

RESIDUAL = [(), (0,), (1,), (2, 0), (3,)]
TWO_LANES = [(), (0,), (0,), (1, 2)]
BRANCHES = [(), (0,), (0,), (2,), (0,), (4,), (0,), (1, 3, 5, 6), (7,)]


def crossed(path: QPainterPath, geometry: Geometry, tiles: Iterable[int]) -> list[int]:
    """Return the cards that a line leads over."""
    points = [path.pointAtPercent(percent / 500) for percent in range(501)]
    boxes = {tile: geometry.box(tile).adjusted(0.5, 0.5, -0.5, -0.5) for tile in tiles}
    return [tile for tile, box in boxes.items() if any(box.contains(point) for point in points)]


def test_chain_has_one_lane_of_full_cards() -> None:
    geometry = geometry_of(flow_of([(), (0,), (1,)]))
    assert geometry.left == (MARGIN, MARGIN + CARD.width() + GAP, MARGIN + 2 * (CARD.width() + GAP))
    assert (geometry.top, geometry.card) == ((EDGE,), CARD)
    assert geometry.size.height() <= 69


def test_gap_is_wider_where_lines_bend() -> None:
    left = geometry_of(flow_of(TWO_LANES)).left
    assert [b - a - CARD.width() for a, b in pairwise(left)] == [BEND, BEND]


def test_cards_are_smaller_where_many_lanes_lie_one_above_the_other() -> None:
    assert geometry_of(flow_of(TWO_LANES)).card == CARD
    many = geometry_of(flow_of(BRANCHES))
    assert many.card == SMALL_CARD and len(many.top) == 4


def test_card_is_found_at_its_place_and_none_between() -> None:
    geometry = geometry_of(flow_of(BRANCHES))
    for tile in range(len(BRANCHES)):
        assert geometry.tile_at(geometry.box(tile).center()) == tile
    assert geometry.tile_at(geometry.box(0).topRight() + QPointF(4, 4)) is None
    assert geometry.tile_at(QPointF(1e6, 10)) is None


def test_only_columns_that_are_seen_are_told() -> None:
    geometry = geometry_of(flow_of([(), *((i,) for i in range(899))]))
    area = QRectF(50_000, 0, 1280, 80)
    seen = geometry.tiles_in(area)
    assert 6 <= len(seen) <= 8
    assert all(geometry.box(tile).intersects(area) for tile in seen)
    assert len(geometry.routes_in(area)) <= len(seen) + 3


def test_line_past_a_branch_runs_above_its_cards() -> None:
    geometry = geometry_of(flow_of(RESIDUAL))
    (past,) = [route for route in geometry.flow.routes if route.track is not None]
    path = geometry.path(past)
    assert not crossed(path, geometry, range(len(RESIDUAL)))
    assert path.boundingRect().top() >= 1


@pytest.mark.parametrize("sources", [RESIDUAL, TWO_LANES, BRANCHES])
def test_lines_begin_at_their_source_and_end_at_their_target(sources: list[tuple[int, ...]]) -> None:
    geometry = geometry_of(flow_of(sources))
    for route in geometry.flow.routes:
        path = geometry.path(route)
        assert path.elementAt(0).x == geometry.box(route.source).right()
        assert path.currentPosition() == geometry.end(route)
        others = [tile for tile in range(len(sources)) if tile not in (route.source, route.target)]
        assert not crossed(path, geometry, others)
