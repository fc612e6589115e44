"""One plane of values in colours, with its numbers where there is room for them and rulers beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from explorer.nn.spec import Array
from explorer.qt.basics.images import shaded
from explorer.qt.basics.ink import takes_black
from explorer.qt.basics.marks import hatch_zeros
from explorer.qt.basics.numbers import cell
from explorer.qt.basics.theme import Theme, font
from explorer.qt.maps.underlay import PICTURE_OPACITY, grey_of, opacities, place_of
from explorer.qt.maps.zoom import Zoom, ticks
from explorer.render.colour import Palette
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.render.paint import shades, table
from explorer.render.resample import shrunk
from explorer.session.maps.underlay import Underlay

_LEAST_CELL, _WIDE_CELL = 30, 56
_LEAST_LABEL = 44
_TICK = 4


@dataclass(frozen=True, eq=False)
class PlanePicture:
    """A plane as it is drawn at some zoom, in device pixels.

    Attributes
    ----------
    plane
        float32 (H, W).
    area
        Where the plane may be seen.
    ratio
        Device pixels in a logical one.
    under
        The picture that shows through; None for none.
    """

    plane: Array
    levels: Levels
    colours: Palette
    theme: Theme
    zoom: Zoom
    area: QRect
    ratio: float
    under: Underlay | None = None

    @property
    def box(self) -> QRectF:
        """Where the whole plane lies, seen or not."""
        height, width = self.plane.shape
        size = width * self.zoom.scale, height * self.zoom.tall
        return QRectF(self.area.left() + self.zoom.left, self.area.top() + self.zoom.top, *size)

    def draw(self, painter: QPainter) -> None:
        """Draw what is seen of the plane, with its numbers and a border."""
        rows, columns = self._seen()
        top, left = rows.start * self.zoom.tall, columns.start * self.zoom.scale
        size = len(columns) * self.zoom.scale, len(rows) * self.zoom.tall
        target = QRectF(self.box.left() + left, self.box.top() + top, *size)
        if self.under is not None:
            given = painter.opacity()
            painter.setOpacity(given * PICTURE_OPACITY)
            painter.drawImage(place_of(self.under, self.box, self.zoom), self._grey)
            painter.setOpacity(given)
        painter.drawImage(target, self._image, self._source(rows, columns))
        hatch_zeros(painter, self.plane, target, self.theme)
        if self.under is None and min(self.zoom.scale, self.zoom.tall) >= _LEAST_CELL * self.ratio:
            self._draw_numbers(painter, rows, columns)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.color("strong"), self.ratio))
        painter.drawRect(self.box.adjusted(-1, -1, 0, 0))

    def draw_rulers(self, painter: QPainter) -> None:
        """Write the numbers of rows at the left of what is seen, and of columns below it, at the middle of each."""
        painter.setFont(font(round(11 * self.ratio)))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(self.theme.color("second"))
        rows, columns = self._seen()
        line = _TICK * self.ratio
        below = min(self.area.bottom() + 1.0, self._frame.bottom())
        beside = max(float(self.area.left()), self._frame.left())
        for column in ticks(columns.start, columns.stop - 1, _LEAST_LABEL * self.ratio / self.zoom.scale):
            x = round(self.box.left() + (column + 0.5) * self.zoom.scale)
            if not self.area.left() <= x <= self.area.right():
                continue
            painter.drawLine(QPointF(x, below + line), QPointF(x, below + 2 * line))
            left = x - metrics.horizontalAdvance(str(column)) / 2
            painter.drawText(QPointF(left, below + 2 * line + metrics.ascent()), str(column))
        for row in ticks(rows.start, rows.stop - 1, _LEAST_LABEL * self.ratio / 1.5 / self.zoom.tall):
            y = round(self.box.top() + (row + 0.5) * self.zoom.tall)
            if not self.area.top() <= y <= self.area.bottom():
                continue
            painter.drawLine(QPointF(beside - 2 * line, y), QPointF(beside - line, y))
            right = beside - 3 * line - metrics.horizontalAdvance(str(row))
            painter.drawText(QPointF(right, y + (metrics.ascent() - metrics.descent()) / 2), str(row))

    @property
    def _frame(self) -> QRectF:
        """Where the plane lies, with the picture under it."""
        return self.box if self.under is None else self.box.united(place_of(self.under, self.box, self.zoom))

    def _seen(self) -> tuple[range, range]:
        """Return the rows and columns that are seen, at least in part."""
        height, width = self.plane.shape
        top, left = self.zoom.at(0, 0)
        bottom, right = self.zoom.at(self.area.width(), self.area.height())
        rows = range(min(height - 1, max(0, int(top))), min(height, max(1, int(bottom) + 1)))
        return rows, range(min(width - 1, max(0, int(left))), min(width, max(1, int(right) + 1)))

    @cached_property
    def _shades(self) -> Array:
        height, width = self.plane.shape
        scale, tall = min(1.0, self.zoom.scale), min(1.0, self.zoom.tall)
        smaller = shrunk(self.plane[None], max(1, round(height * tall)), max(1, round(width * scale)))
        return shades(smaller[0], self.levels, self.colours)

    @cached_property
    def _grey(self) -> QImage:
        assert self.under is not None
        return grey_of(self.under)

    @cached_property
    def _image(self) -> QImage:
        return shaded(self._shades, table(self.colours), opacities(self.colours) if self.under is not None else None)

    def _source(self, rows: range, columns: range) -> QRectF:
        """Return the part of the image that shows some rows and columns of the plane."""
        high, wide = (n / m for n, m in zip(self._shades.shape, self.plane.shape, strict=True))
        return QRectF(columns.start * wide, rows.start * high, len(columns) * wide, len(rows) * high)

    def _draw_numbers(self, painter: QPainter, rows: range, columns: range) -> None:
        wide = self.zoom.scale >= _WIDE_CELL * self.ratio
        painter.setFont(font(round((12 if wide else 10) * self.ratio)))
        spell = three_digits if wide else cell
        seen = (slice(rows.start, rows.stop), slice(columns.start, columns.stop))
        black = takes_black(table(self.colours)).take(self._shades[seen]).tolist()
        values = self.plane[seen].tolist()
        pens = {True: QColor("black"), False: QColor("white")}
        centred = int(Qt.AlignmentFlag.AlignCenter)
        for y, (numbers, inks) in enumerate(zip(values, black, strict=True), rows.start):
            for x, (number, in_black) in enumerate(zip(numbers, inks, strict=True), columns.start):
                left, top = self.box.left() + x * self.zoom.scale, self.box.top() + y * self.zoom.tall
                painter.setPen(pens[in_black])
                painter.drawText(QRectF(left, top, self.zoom.scale, self.zoom.tall), centred, spell(number))
