"""A picture as wide as its panel, dimmed outside of what the net sees."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.field_marks import LEAST_FIELD, dim_outside, draw_outline, hatch_uncovered, placed
from explorer.qt.basics.images import bytes_of, image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import draw_lit
from explorer.qt.basics.panels import follow_width
from explorer.qt.basics.theme import MARGIN
from explorer.qt.maps.loupe import draw_loupe
from explorer.session.maps.outlines import Outline, Rect
from explorer.sources.crop import Framing
from explorer.sources.fit import Box

FED = 96
"""Most pixels of the height of a small picture."""

_SHADE = QColor(0, 0, 0, 130)
_TALLEST = 1.25
_ABOVE = 10


class PhotoView(QWidget):
    """A picture, with bars around it where the net sees such, and what is looked at of it.

    Attributes
    ----------
    place_hovered
        Row and column under the pointer, from 0 to 1 over what the net sees; None beside it.
    place_clicked
        Those that were clicked.

    Parameters
    ----------
    small
        Pixels are shown crisp, at most 96 pixels high.
    """

    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, look: Look, *, small: bool = False) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self._look = look
        self._small = small
        self._pixels: Array | None = None
        self._framing: Framing | None = None
        self._image, self._scaled = QImage(), QImage()
        self._outline: Outline | None = None
        self._lit: Array | None = None
        self._dims = False
        self._uncovered: Sequence[Rect] = ()
        follow_width(self)
        look.changed.connect(self.update)

    def show_pixels(self, pixels: Array, name: str, framing: Framing | None = None) -> None:
        """Draw another picture (H, W, 1 or 3) in 0..1, or another part of the same one; None stands for all of it."""
        stage = self._stage
        if pixels is not self._pixels:
            self._pixels, self._image, self._scaled = pixels, image_of(bytes_of(pixels)), QImage()
        self._framing = framing
        self.setAccessibleName(name)
        if self._stage != stage:
            self.updateGeometry()
        self.update()

    def show_outline(self, outline: Outline | None, *, dims: bool) -> None:
        """Outline a part of what the net sees, and dim the rest if so wished."""
        if (outline, dims) != (self._outline, self._dims):
            self._outline, self._dims = outline, dims
            self.update()

    def show_lit(self, inputs: Array | None) -> None:
        """Light up parts of what the net sees, bool (H, W), for as long as they are not None."""
        if inputs is not self._lit:
            self._lit = inputs
            self.update()

    def show_uncovered(self, uncovered: Sequence[Rect]) -> None:
        """Hatch parts of what the net sees that no window of a layer holds."""
        if uncovered != self._uncovered:
            self._uncovered = uncovered
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the picture in a panel of usual width."""
        return QSize(264, self.heightForWidth(264))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture in a panel of this width."""
        return round(self._place(width).height()) + 2 * self._above

    @property
    def _above(self) -> int:
        """Logical pixels above and below the picture, where what lies in the padding is seen."""
        return 1 if self._small else _ABOVE

    @property
    def _picture(self) -> Box:
        return Box(0, 0, self._image.height(), self._image.width())

    @property
    def _stage(self) -> Box:
        """What is drawn, in pixels of the picture: all that the net can be made to see, and the picture."""
        picture = self._picture
        if self._framing is None:
            return picture
        bounds = self._framing.bounds
        return Box(
            min(bounds.top, 0),
            min(bounds.left, 0),
            max(bounds.bottom, picture.bottom),
            max(bounds.right, picture.right),
        )

    def _place(self, width: int) -> QRectF:
        """Return where the stage lies in a view of this width."""
        if self._image.isNull():
            return QRectF()
        stage, room = self._stage, max(16, width - 2 * MARGIN)
        scale = min(room / stage.width, (FED if self._small else room * _TALLEST) / stage.height)
        wide, high = max(1.0, stage.width * scale), max(1.0, stage.height * scale)
        return QRectF(MARGIN if self._small else (width - wide) / 2, self._above, wide, high)

    def _in_view(self, box: Box) -> QRectF:
        """Return where a box of the picture's pixels lies in the view."""
        place, stage = self._place(self.width()), self._stage
        down, across = place.height() / stage.height, place.width() / stage.width
        return QRectF(
            place.left() + (box.left - stage.left) * across,
            place.top() + (box.top - stage.top) * down,
            box.width * across,
            box.height * down,
        )

    def _in_picture(self, point: QPointF) -> tuple[float, float]:
        """Return the y and x of the picture at a point of the view."""
        place, stage = self._place(self.width()), self._stage
        y = stage.top + (point.y() - place.top()) * stage.height / place.height()
        return y, stage.left + (point.x() - place.left()) * stage.width / place.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and what the net sees of it."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        place, picture = self._place(self.width()), self._in_view(self._picture)
        painter.fillRect(place, QColor("black"))
        painter.drawImage(picture, self._scaled_to(picture.size() * self.devicePixelRatioF()))
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self._framing is not None:
            self._paint_frame(painter, place, self._in_view(self._framing.box))
        hatch_uncovered(painter, self._uncovered, self._seen)
        self._paint_outline(painter, place)
        painter.end()

    def _scaled_to(self, size: QSizeF) -> QImage:
        """Return the picture in so many device pixels: kept, because a large one takes long to shrink."""
        wanted = size.toSize().expandedTo(QSize(1, 1))
        if self._scaled.size() != wanted:
            shrinks = wanted.width() < self._image.width()
            how = Qt.TransformationMode.SmoothTransformation if shrinks else Qt.TransformationMode.FastTransformation
            self._scaled = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how)
        return self._scaled

    def _paint_frame(self, painter: QPainter, place: QRectF, seen: QRectF) -> None:
        """Dim what the net does not see."""
        if seen.width() >= place.width() - 1 and seen.height() >= place.height() - 1:
            return
        outside = QPainterPath()
        outside.addRect(place)
        outside.addRect(seen)
        painter.fillPath(outside, _SHADE)
        painter.setPen(QPen(self._look.theme.color("accent"), 2))
        painter.drawRect(seen.adjusted(1, 1, -1, -1))

    @property
    def _seen(self) -> QRectF:
        """Where the part that the net sees lies in the view."""
        return self._in_view(self._picture if self._framing is None else self._framing.box)

    def _paint_outline(self, painter: QPainter, place: QRectF) -> None:
        """Outline what is looked at; where that would be too small to be seen, show it through a loupe as well."""
        if self._lit is not None:
            draw_lit(painter, self._lit, self._seen)
        if self._outline is None or self._lit is not None:
            return
        seen = self._seen
        box = placed(self._outline.inside, seen)
        if self._dims and self._outline.kind != "whole":
            dim_outside(painter, place, box)
        draw_outline(painter, self._outline, seen, least=LEAST_FIELD)
        if max(box.width(), box.height()) < LEAST_FIELD and not self._small:
            draw_loupe(painter, self._image, self._loupe_source(box), box, QRectF(self.rect()))

    def _loupe_source(self, box: QRectF) -> QRectF:
        """Return where a box of the view lies in the picture, in its pixels."""
        (top, left), (bottom, right) = self._in_picture(box.topLeft()), self._in_picture(box.bottomRight())
        return QRectF(QPointF(left, top), QPointF(right, bottom))

    def _place_at(self, point: QPointF) -> tuple[float, float] | None:
        seen = self._seen
        if self._image.isNull() or not seen.contains(point):
            return None
        return (point.y() - seen.top()) / seen.height(), (point.x() - seen.left()) / seen.width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer."""
        self.place_hovered.emit(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self.place_hovered.emit(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was clicked."""
        place = self._place_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.place_clicked.emit(place)
