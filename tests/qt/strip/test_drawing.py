from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPixmap, QRegion, QTransform

from explorer.qt.basics.look import Look
from explorer.qt.strip.card import Mark, Picture
from explorer.qt.strip.drawing import Drawing, Face, Ground
from explorer.qt.strip.geometry import geometry_of
from explorer.session.views.strip import StripPart


@pytest.fixture(params=[1.0, 1.25])
def ground(request: pytest.FixtureRequest, look: Look, branches: StripPart) -> Ground:
    return Ground(look.theme, geometry_of(branches.flow), 0, QPointF(0, 3.5), request.param)


@pytest.fixture
def faces(branches: StripPart) -> dict[int, Face]:
    return {tile: Face(card, Mark(selected=tile == 0), None) for tile, card in enumerate(branches.cards)}


def place(ground: Ground) -> QRect:
    return QRect(QPoint(0, 0), ground.geometry.size.toSize() + QSize(0, 8))


def pixels(drawing: Drawing) -> QImage:
    return drawing.pixels.toImage()


def red() -> Picture:
    pixmap = QPixmap(8, 8)
    pixmap.fill(QColor("red"))
    return Picture(pixmap)


def test_renewed_drawing_is_that_of_all_cards_drawn_anew(ground: Ground, faces: dict[int, Face]) -> None:
    drawing = Drawing(ground, place(ground), faces)
    marks = (Mark(ringed=True), Mark(hovered=True), Mark(stale=True), Mark(edited=True), Mark(selected=True), Mark())
    rng = np.random.default_rng(0)
    for _ in range(60):
        tile = int(rng.integers(len(faces)))
        layers = ("v0", "v1") if rng.random() < 0.5 else ("v1",)
        card = replace(faces[tile].card, layers=layers, block="v1", name=str(rng.integers(1000)))
        picture = red() if rng.random() < 0.5 else None
        faces = {**faces, tile: Face(card, marks[int(rng.integers(len(marks)))], picture)}
        drawing.renew(faces)
        assert pixels(drawing) == pixels(Drawing(ground, place(ground), faces))


def test_only_cards_that_look_otherwise_are_painted(ground: Ground, faces: dict[int, Face]) -> None:
    drawing = Drawing(ground, place(ground), faces)
    assert drawing.renew(dict(faces)).isEmpty()
    changed = drawing.renew({**faces, 3: replace(faces[3], picture=red())})
    assert changed == QRegion(ground.around(3))
    before = pixels(drawing)
    drawing.renew({**faces, 3: replace(faces[3], picture=red()), 5: replace(faces[5], mark=Mark(hovered=True))})
    now, box = pixels(drawing), QTransform.fromScale(ground.ratio, ground.ratio).mapRect(QRectF(ground.around(5)))
    differs = [(x, y) for y in range(now.height()) for x in range(now.width()) if now.pixel(x, y) != before.pixel(x, y)]
    assert differs and all(box.contains(QPointF(x, y)) for x, y in differs)


@pytest.mark.parametrize("more", range(4))
def test_all_pixels_are_painted_where_the_height_is_no_whole_number_of_them(
    ground: Ground, faces: dict[int, Face], more: int
) -> None:
    drawing = Drawing(ground, place(ground).adjusted(0, 0, 0, more), faces)
    lowest = drawing.pixels.toImage().copy(0, drawing.pixels.height() - 1, drawing.pixels.width(), 1)
    assert {lowest.pixelColor(x, 0).name().upper() for x in range(lowest.width())} == {ground.theme.surface}
