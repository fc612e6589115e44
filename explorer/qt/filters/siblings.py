"""All filters of a layer that looks at the picture, in one picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_at
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import fold_corner
from explorer.qt.basics.panels import follow_width
from explorer.qt.basics.telling import Telling
from explorer.qt.basics.theme import MARGIN
from explorer.render.colour import palette
from explorer.render.composite import common_limit, composite
from explorer.render.levels import shared_levels
from explorer.render.paint import paint
from explorer.session.filters.kernels import FilterPart
from explorer.session.pointed import Tap

_SIDE, _GAP = 32, 5


class AllFiltersView(Telling):
    """Small filters in rows, one scale for all of them, the selected one ringed.

    Attributes
    ----------
    filter_clicked
        Index of the filter that was clicked.
    hovered
        The ``Tap`` under the pointer, or None.
    """

    hovered = Signal(object)
    filter_clicked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._weights: Array | None = None
        self._order = ""
        self._selected = 0
        self._edited: frozenset[int] = frozenset()
        self._hovered: int | None = None
        self._images: list[QImage] = []
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("All filters of the layer")
        follow_width(self)
        look.changed.connect(self._repaint)

    def show_filters(self, part: FilterPart) -> None:
        """Draw the filters of another layer, or ring another one."""
        order = "".join(part.channels) if part.coloured else ""
        if part.siblings is not self._weights or order != self._order:
            self._weights, self._order = part.siblings, order
            self._repaint()
        self._selected = part.filter
        self._edited = part.edited.filters if part.edited is not None else frozenset()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all rows in a panel of usual width."""
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in a panel of this width."""
        count = 0 if self._weights is None else len(self._weights)
        return -(-count // self._columns(width)) * (_SIDE + _GAP) + _GAP

    def _columns(self, width: int) -> int:
        return max(1, (width - 2 * MARGIN + _GAP) // (_SIDE + _GAP))

    def _box(self, index: int) -> QRectF:
        row, column = divmod(index, self._columns(self.width()))
        return QRectF(MARGIN + column * (_SIDE + _GAP), _GAP + row * (_SIDE + _GAP), _SIDE, _SIDE)

    def _inner(self, index: int) -> QRectF:
        """Return where the weights of a filter lie in its box."""
        image, middle = self._images[index], self._box(index).center()
        scale = _SIDE / max(image.width(), image.height())
        wide, high = image.width() * scale, image.height() * scale
        return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)

    def _tap_at(self, point: QPointF) -> Tap | None:
        index = self.filter_at(point)
        if index is None or self._weights is None:
            return None
        at = cell_at(self._inner(index), self._weights.shape[2:], point)
        return Tap(index, *at) if at is not None else None

    def filter_at(self, point: QPointF) -> int | None:
        """Return the filter at a point."""
        return next((index for index in range(len(self._images)) if self._box(index).contains(point)), None)

    def _repaint(self) -> None:
        self._images = []
        if self._weights is not None:
            levels = shared_levels([self._weights])
            limit, colours = common_limit(self._weights), palette("weights", self._look.theme.name)
            self._images = [
                image_of(composite(kernels, self._order, limit) if self._order else paint(kernels[0], levels, colours))
                for kernels in self._weights
            ]
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the filters that are seen."""
        painter = QPainter(self)
        theme = self._look.theme
        for index, image in enumerate(self._images):
            box = self._box(index)
            if not box.intersects(QRectF(event.rect())):
                continue
            painter.drawImage(self._inner(index), image)
            painter.setPen(QPen(theme.color("text" if index == self._hovered else "border"), 1))
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
            if index in self._edited:
                fold_corner(painter, box, theme)
            if index == self._selected:
                painter.setPen(QPen(QColor(theme.accent), 2))
                painter.drawRect(box.adjusted(-2, -2, 2, 2))
        painter.end()

    def words_at(self, point: QPointF) -> str:
        """Return which filter lies at a point; empty beside them."""
        index = self.filter_at(point)
        return "" if index is None else f"Filter {index}; a click selects it"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the filter under the pointer, and tell its weights there."""
        self._hover(self.filter_at(event.position()))
        self.hovered.emit(self._tap_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none, and tell that nothing is under the pointer."""
        self._hover(None)
        self.hovered.emit(None)

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which filter was clicked."""
        index = self.filter_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.filter_clicked.emit(index)
