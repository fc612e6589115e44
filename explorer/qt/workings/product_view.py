"""A matrix times a depth column plus a bias, drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_at
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.telling import Telling
from explorer.qt.basics.theme import font
from explorer.render.colour import Colouring, Palette, palette
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.render.paint import paint
from explorer.render.resample import shrunk
from explorer.session.numbers import DOT, exact
from explorer.session.pointed import Number
from explorer.session.workings.column_product import ColumnProduct

_HEAD, _SIGN, _LARGEST, _NARROWEST = 16, 20, 16, 8


@dataclass(frozen=True)
class _Block:
    """An array as it is drawn."""

    name: str
    numbers: Array
    levels: Levels
    colours: Palette
    box: QRectF
    sign: str = ""


@dataclass(frozen=True, eq=False)
class _Drawing:
    """Where matrix, column, bias and result lie."""

    product: ColumnProduct
    activations: Palette
    weights: Palette
    width: int
    height: int

    @cached_property
    def cell(self) -> float:
        """Side of a number."""
        outputs, inputs = self.product.matrix.shape
        across = (self.width - 3 * _SIGN - 3 * _NARROWEST) / inputs
        return float(min(_LARGEST, across, (self.height - _HEAD - 2) / max(outputs, inputs)))

    @cached_property
    def blocks(self) -> tuple[_Block, ...]:
        """All four from the left to the right."""
        made = self.product
        wide = max(self.cell, _NARROWEST)
        parts = (
            ("W", made.matrix, made.weights, self.weights, self.cell * made.matrix.shape[1], ""),
            ("x", made.column[:, None], made.inputs, self.activations, wide, DOT),
            ("b", made.bias[:, None], made.weights, self.weights, wide, "+"),
            ("y", made.result[:, None], made.outputs, self.activations, wide, "="),
        )
        blocks, left = [], 1.0
        for name, numbers, levels, colours, across, sign in parts:
            left += _SIGN if sign else 0
            box = QRectF(left, _HEAD, across, self.cell * len(numbers))
            blocks.append(_Block(name, numbers, levels, colours, box, sign))
            left += across
        return tuple(blocks)


class ProductView(Telling):
    """Paints ``W · x + b = y`` with the row of the selected slice marked.

    Attributes
    ----------
    hovered
        The ``Number`` under the pointer, or None.
    """

    hovered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._product: ColumnProduct | None = None
        self._colours = Colouring()
        self.setAccessibleName("Matrix times column")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def show_product(self, product: ColumnProduct, colours: Colouring) -> None:
        """Draw another product."""
        self._product, self._colours = product, colours
        self.setAccessibleDescription(f"{product.title}. {product.words}")
        self.update()

    def _drawing(self, product: ColumnProduct) -> _Drawing:
        name = self._look.theme.name
        return _Drawing(product, self._colours.palette(name), palette("weights", name), self.width(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the four arrays, and mark the row."""
        if self._product is None:
            return
        painter, theme = QPainter(self), self._look.theme
        drawing = self._drawing(self._product)
        for block in drawing.blocks:
            self._paint_block(painter, block)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        for block in drawing.blocks:
            if block.name != "x":
                top = block.box.top() + self._product.slice * drawing.cell
                painter.drawRect(QRectF(block.box.left(), top, block.box.width(), max(drawing.cell, 2.0)))
        painter.end()

    def _paint_block(self, painter: QPainter, block: _Block) -> None:
        theme, box, ratio = self._look.theme, block.box, self.devicePixelRatioF()
        small = shrunk(block.numbers[None], max(1, round(box.height() * ratio)), max(1, round(box.width() * ratio)))[0]
        painter.drawImage(box, image_of(paint(np.ascontiguousarray(small), block.levels, block.colours)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("strong"), 1))
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setFont(font(11))
        painter.setPen(theme.color("second"))
        painter.drawText(QPointF(box.left(), _HEAD - 4), block.name)
        if block.sign:
            painter.setFont(font(13, QFont.Weight.DemiBold))
            beside = QRectF(box.left() - _SIGN, _HEAD, _SIGN, min(40.0, box.height()))
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignCenter), block.sign)

    def words_at(self, point: QPointF) -> str:
        """Return the number at a point in all digits; empty beside the arrays."""
        number = self._number_at(point)
        return "" if number is None else number.exact

    def _number_at(self, point: QPointF) -> Number | None:
        for block in self._drawing(self._product).blocks if self._product is not None else ():
            if (at := cell_at(block.box, block.numbers.shape, point)) is not None:
                value, wide = float(block.numbers[at]), block.numbers.shape[1] > 1
                name = f"{block.name}[{at[0]}, {at[1]}]" if wide else f"{block.name}[{at[0]}]"
                return Number(f"{name} = {three_digits(value)}", f"{name} = {exact(value)}")
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the number under the pointer."""
        self.hovered.emit(self._number_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self.hovered.emit(None)
