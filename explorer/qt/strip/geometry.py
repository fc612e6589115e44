"""Where the strip's cards and lines lie, in pixels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from explorer.qt.basics.theme import MARGIN
from explorer.session.strip.flow import Flow, Route

CARD = QSizeF(192, 56)
SMALL_CARD = QSizeF(192, 36)
"""Where more than two lanes lie one above the other."""

GAP = 16
BEND = 44
"""Width of a gap in which lines change their height."""

LANE_GAP = 8
EDGE = 6
"""Above the first lane and below the last."""

_FEW = 2
"""Lanes that full cards are for."""

_TRACK = 6
"""From one line to the next."""

_NEAR = 7
"""From a lane to the first line above it."""


@dataclass(frozen=True)
class Geometry:
    """The pixels of a flow.

    Attributes
    ----------
    card
        Size of a card.
    left
        Of each column.
    top
        Of each lane.
    """

    flow: Flow
    card: QSizeF
    left: tuple[float, ...]
    top: tuple[float, ...]

    @cached_property
    def size(self) -> QSizeF:
        """Width and height of the whole, with its margins."""
        if not self.left:
            return QSizeF(0, 0)
        return QSizeF(self.left[-1] + self.card.width() + MARGIN, self.top[-1] + self.card.height() + EDGE)

    def box(self, tile: int) -> QRectF:
        """Return where a card lies."""
        place = self.flow.places[tile]
        return QRectF(QPointF(self.left[place.column], self.top[place.lane]), self.card)

    def tile_at(self, point: QPointF) -> int | None:
        """Return the card at a point."""
        return next((tile for tile in self.tiles_in(QRectF(point, point)) if self.box(tile).contains(point)), None)

    def columns_in(self, area: QRectF) -> range:
        """Return the columns that are seen in an area."""
        first = bisect_left(self.left, area.left() - self.card.width())
        return range(first, max(first, bisect_right(self.left, area.right())))

    def tiles_in(self, area: QRectF) -> list[int]:
        """Return the cards in the columns that are seen in an area."""
        return [tile for column in self.columns_in(area) for tile in self.flow.columns[column]]

    def routes_in(self, area: QRectF) -> list[Route]:
        """Return the lines that pass through the columns that are seen in an area, or between two of them."""
        seen = self.columns_in(area.adjusted(-BEND, 0, BEND, 0))
        places = self.flow.places
        return [
            route
            for route in self.flow.routes
            if places[route.source].column < seen.stop and places[route.target].column >= seen.start
        ]

    def start(self, route: Route) -> QPointF:
        """Return where a line leaves its source."""
        box = self.box(route.source)
        return QPointF(box.right(), box.center().y())

    def end(self, route: Route) -> QPointF:
        """Return where a line reaches its target."""
        box = self.box(route.target)
        return QPointF(box.left(), box.center().y())

    def neighbours(self, route: Route) -> bool:
        """Return whether nothing but a narrow gap lies between source and target."""
        source, target = self.flow.places[route.source], self.flow.places[route.target]
        return source.lane == target.lane and target.column == source.column + 1 and not self._bends(target.column)

    def path(self, route: Route) -> QPainterPath:
        """Return a line, which changes its height in gaps alone."""
        start, end = self.start(route), self.end(route)
        source, target = self.flow.places[route.source], self.flow.places[route.target]
        path = QPainterPath(start)
        height = start.y()
        if route.track is not None:
            height = self.top[route.track.gutter] - _NEAR - _TRACK * route.track.number
            _swing(path, QPointF(self.left[source.column + 1], height))
        path.lineTo(self.left[target.column - 1] + self.card.width(), height)
        if height == end.y():
            path.lineTo(end)
        else:
            _swing(path, end)
        return path

    def _bends(self, column: int) -> bool:
        return column in self.flow.bends


def geometry_of(flow: Flow) -> Geometry:
    """Return the pixels of a flow, from the margins' outer corner."""
    card = CARD if len(flow.tracks) <= _FEW else SMALL_CARD
    widths = [card.width() + (BEND if column in flow.bends else GAP) for column in range(1, len(flow.columns))]
    left = accumulate(widths, initial=float(MARGIN)) if flow.columns else ()
    tops: list[float] = []
    for lane, tracks in enumerate(flow.tracks):
        gap = (_NEAR + _TRACK * (tracks - 1) + 4) if tracks else 0
        above = tops[-1] + card.height() + max(LANE_GAP, gap + 4) if lane else EDGE + gap
        tops.append(above)
    return Geometry(flow, card, tuple(left), tuple(tops))


def _swing(path: QPainterPath, end: QPointF) -> None:
    """Append a curve that begins and ends level."""
    start = path.currentPosition()
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
