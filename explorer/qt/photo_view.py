"""A picture as wide as its panel, dimmed outside of what the net sees."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.qt.look import Look
from explorer.qt.marks import draw_mark
from explorer.qt.theme import MARGIN

FED = 96
"""Most pixels of the height of a small picture."""


class PhotoView(QWidget):
    """A picture as wide as the panel, dimmed outside of what the net sees.

    Parameters
    ----------
    small
        Pixels are shown crisp, at most 96 pixels high.
    """

    def __init__(self, look: Look, *, small: bool = False) -> None:
        super().__init__()
        self._look = look
        self._small = small
        self._image, self._scaled = QImage(), QImage()
        self._box = (0.0, 0.0, 0.0, 0.0)
        self._spot: QRectF | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pixels(self, image: QImage, box: tuple[float, float, float, float], name: str) -> None:
        """Draw another picture; ``box`` is top, left, bottom, right of what the net sees, in its pixels."""
        self._image, self._box, self._scaled = image, box, QImage()
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def mark(self, spot: QRectF | None) -> None:
        """Box a part of what the net sees, in parts of its width and height."""
        if spot != self._spot:
            self._spot = spot
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the picture in a panel of usual width."""
        return QSize(264, self.heightForWidth(264))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture in a panel of this width."""
        return round(self._place(width).height()) + 2

    def _place(self, width: int) -> QRectF:
        if self._image.isNull():
            return QRectF()
        room = max(16, width - 2 * MARGIN)
        most = FED if self._small else room * 1.25
        scale = min(room / self._image.width(), most / self._image.height())
        wide, high = self._image.width() * scale, self._image.height() * scale
        return QRectF(MARGIN if self._small else (width - wide) / 2, 1, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the box."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        place = self._place(self.width())
        painter.drawImage(place, self._scaled_to(place.size() * self.devicePixelRatioF()))
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_box(painter, place)
        self._paint_spot(painter, place)
        painter.end()

    def _scaled_to(self, size: QSizeF) -> QImage:
        """Return the picture in so many device pixels: kept, because a large one takes long to shrink."""
        wanted = size.toSize().expandedTo(QSize(1, 1))
        if self._scaled.size() != wanted:
            shrinks = wanted.width() < self._image.width()
            how = Qt.TransformationMode.SmoothTransformation if shrinks else Qt.TransformationMode.FastTransformation
            self._scaled = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how)
        return self._scaled

    def _seen(self, place: QRectF) -> QRectF:
        """Return what the net sees, which a padded picture leaves room around."""
        scale = place.width() / self._image.width()
        top, left, bottom, right = self._box
        return QRectF(
            place.left() + left * scale, place.top() + top * scale, (right - left) * scale, (bottom - top) * scale
        )

    def _paint_spot(self, painter: QPainter, place: QRectF) -> None:
        if self._spot is None:
            return
        seen, spot = self._seen(place), self._spot
        box = QRectF(
            seen.left() + spot.left() * seen.width(),
            seen.top() + spot.top() * seen.height(),
            spot.width() * seen.width(),
            spot.height() * seen.height(),
        )
        painter.setClipRect(place)
        draw_mark(painter, box)

    def _paint_box(self, painter: QPainter, place: QRectF) -> None:
        seen = self._seen(place).intersected(place)
        if seen.width() >= place.width() - 1 and seen.height() >= place.height() - 1:
            return
        shade = QColor(0, 0, 0, 130)
        painter.fillRect(QRectF(place.topLeft(), QRectF(seen.left(), place.bottom(), 0, 0).topLeft()), shade)
        painter.fillRect(QRectF(QRectF(seen.right(), place.top(), 0, 0).topLeft(), place.bottomRight()), shade)
        painter.fillRect(QRectF(seen.left(), place.top(), seen.width(), seen.top() - place.top()), shade)
        painter.fillRect(QRectF(seen.left(), seen.bottom(), seen.width(), place.bottom() - seen.bottom()), shade)
        painter.setPen(QPen(self._look.theme.color("accent"), 2))
        painter.drawRect(seen.adjusted(1, 1, -1, -1))
