"""The depth column of a place: bars, beside other columns that are kept, and the product that gives it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import label, named
from explorer.qt.basics.theme import MARGIN
from explorer.qt.workings.column_bars import ColumnBars
from explorer.qt.workings.product_view import ProductView
from explorer.session.workings.column import ColumnPart

_PRODUCT = 260


class ColumnTab(QWidget):
    """Shows depth columns as bars.

    Attributes
    ----------
    hovered
        What is under the pointer, or None.
    slice_clicked
        Index of a depth slice.
    keep_asked
        The column that is looked at is to be kept.
    drop_asked
        Number of a kept column that is to be let go.
    drop_all_asked
        All of them are.
    """

    hovered = Signal(object)
    slice_clicked = Signal(int)
    keep_asked = Signal()
    drop_asked = Signal(int)
    drop_all_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = label(tone="second")
        self._words.setWordWrap(True)
        self._keep = QPushButton("Keep to compare")
        self._keep.setToolTip("Keep this column, to compare it with those of other places and pictures")
        self._keep.clicked.connect(self.keep_asked)
        self._drop = named(QPushButton("Drop all"), "link")
        self._drop.setToolTip("Let go of all columns that are kept")
        self._drop.clicked.connect(self.drop_all_asked)
        self._bars = ColumnBars(look)
        self._bars.hovered.connect(self.hovered)
        self._bars.slice_clicked.connect(self.slice_clicked)
        self._bars.drop_asked.connect(self.drop_asked)
        self._product = _Product(look)
        self._product.view.hovered.connect(self.hovered)
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._words, 1)
        above.addWidget(self._drop)
        above.addWidget(self._keep)
        below = QHBoxLayout()
        below.setSpacing(MARGIN)
        below.addWidget(self._bars, 1)
        below.addWidget(self._product)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 8)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(below, 1)

    def show_part(self, part: ColumnPart) -> None:
        """Draw other columns."""
        self._words.setText(part.words)
        self._keep.setEnabled(part.keepable)
        self._drop.setVisible(any(row.kept is not None for row in part.rows))
        self._bars.show_part(part)
        self._product.setVisible(part.product is not None)
        self._product.show_part(part)


class _Product(QWidget):
    """The product that gives a column, with what it says."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedWidth(_PRODUCT)
        self._title = label(weight=QFont.Weight.DemiBold)
        self._words = label(tone="second", size=11)
        self._sum = label(size=11)
        for words in (self._title, self._words, self._sum):
            words.setWordWrap(True)
        self.view = ProductView(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self.view, 1)
        column.addWidget(self._sum)

    def show_part(self, part: ColumnPart) -> None:
        """Draw the product of another column."""
        product = part.product
        if product is not None:
            self._title.setText(product.title)
            self._words.setText(product.words)
            self._sum.setText(product.sum)
            self.view.show_product(product, part.colours)
