"""How the lines between the strip's cards are painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from explorer.qt.basics.theme import Theme
from explorer.qt.strip.geometry import GAP, Geometry
from explorer.session.strip.flow import Route

_HEAD = 4
"""Half the height of an arrow's head."""


def paint_edges(painter: QPainter, theme: Theme, geometry: Geometry, area: QRectF, selected: int | None) -> None:
    """Paint the lines that are seen in ``area``, with antialiasing on; those of the selected card last."""
    routes = geometry.routes_in(area)
    for route in routes:
        if selected not in (route.source, route.target):
            _paint(painter, theme, geometry, route, "strong", 1.2)
    for route in routes:
        if selected in (route.source, route.target):
            _paint(painter, theme, geometry, route, "accent", 1.8)


def _paint(painter: QPainter, theme: Theme, geometry: Geometry, route: Route, token: str, width: float) -> None:
    pen = QPen(theme.color(token), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    end = geometry.end(route)
    if geometry.neighbours(route):
        _paint_head(painter, QPointF(end.x() - GAP / 2 + 2, end.y()))
        return
    path: QPainterPath = geometry.path(route)
    painter.drawPath(path)
    _paint_head(painter, QPointF(end.x() - 1, end.y()))


def _paint_head(painter: QPainter, tip: QPointF) -> None:
    painter.drawPolyline(QPolygonF([tip + QPointF(-_HEAD, -_HEAD), tip, tip + QPointF(-_HEAD, _HEAD)]))
