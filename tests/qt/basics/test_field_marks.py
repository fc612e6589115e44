from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.qt.basics.field_marks import dim_outside, draw_outline, placed
from explorer.qt.basics.marks import grown
from explorer.qt.basics.theme import AMBER
from explorer.qt.maps.loupe import SIDE, draw_loupe
from explorer.session.maps.outlines import Outline, Rect

PLANES = QRectF(20, 20, 100, 100)
HALF = Rect(0.25, 0.25, 0.75, 0.5)


def painted(qapp, paint) -> QImage:
    image = QImage(140, 140, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def test_a_part_is_placed_over_the_planes() -> None:
    assert placed(HALF, PLANES) == QRectF(45, 45, 25, 50)


def test_small_boxes_grow_around_their_middle() -> None:
    assert grown(QRectF(10, 10, 2, 30), 10) == QRectF(6, 10, 10, 30)


def test_outline_is_amber_on_black(qapp) -> None:
    image = painted(qapp, lambda painter: draw_outline(painter, Outline(HALF, HALF, "exact"), PLANES))
    row = [image.pixelColor(x, 70).name() for x in range(40, 52)]
    assert row.count(AMBER.lower()) == 2 and row.count("#000000") == 2


def test_padding_is_hatched_beyond_the_planes(qapp) -> None:
    box, inside = Rect(-0.15, 0.25, 0.5, 0.5), Rect(0, 0.25, 0.5, 0.5)
    image = painted(qapp, lambda painter: draw_outline(painter, Outline(box, inside, "exact"), PLANES))
    above = {image.pixelColor(x, y).name() for x in range(48, 66) for y in range(8, 16)}
    assert AMBER.lower() in above and len(above) > 1
    plain = painted(qapp, lambda painter: draw_outline(painter, Outline(inside, inside, "exact"), PLANES))
    assert {plain.pixelColor(x, y).name() for x in range(48, 66) for y in range(8, 16)} == {"#ffffff"}


def test_all_but_the_box_is_dimmed(qapp) -> None:
    image = painted(qapp, lambda painter: dim_outside(painter, PLANES, QRectF(45, 45, 25, 50)))
    assert image.pixelColor(57, 70).name() == "#ffffff" == image.pixelColor(5, 5).name()
    assert image.pixelColor(100, 100).lightness() < 128


def test_loupe_shows_real_pixels_beside_the_place(qapp) -> None:
    photo = QImage(50, 50, QImage.Format.Format_RGB32)
    photo.fill(QColor("green"))
    photo.setPixelColor(25, 25, QColor("red"))
    box = QRectF(60, 110, 2, 2)
    image = painted(qapp, lambda painter: draw_loupe(painter, photo, QRectF(25, 25, 1, 1), box, QRectF(0, 0, 140, 140)))
    reds = sum(image.pixelColor(x, y) == QColor("red") for x in range(140) for y in range(140))
    greens = sum(image.pixelColor(x, y) == QColor("green") for x in range(140) for y in range(140))
    assert reds > 60 and greens > SIDE * SIDE / 2
