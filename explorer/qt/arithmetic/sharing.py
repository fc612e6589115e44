"""How the weights of a filter are shared: in words, and lit up on the map that a weight is laid on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import draw_lit
from explorer.qt.basics.panels import Header, Wrapped, rule
from explorer.qt.basics.theme import MARGIN
from explorer.render.paint import paint
from explorer.session.filters.sharing import Lit, SharingPart

_HEIGHT = 132
_POINT = "Point at a weight to see every input that it multiplies."


class SharingSection(QWidget):
    """Shows the count, and a map once a weight is pointed at."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words, self._lit = Wrapped(), Wrapped()
        self._map = _LitMap(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        column.addWidget(rule())
        column.addWidget(Header("Weight sharing"))
        for text in (self._words, self._lit):
            text.setContentsMargins(MARGIN, 0, MARGIN, 0)
            column.addWidget(text)
        column.addWidget(self._map)
        self.hide()

    def show_sharing(self, part: SharingPart | None) -> None:
        """Show how other weights are shared; None where there are none."""
        self.setVisible(part is not None)
        if part is not None:
            self._words.show_text(part.words)
            self._lit.show_text(_sentence(part.lit) if part.lit is not None else _POINT)
            self._map.show_lit(part.lit)
            for widget in (self._lit, self._map):
                widget.setVisible(part.shared)


class _LitMap(QWidget):
    """A map whose elements are dimmed but for those that a weight multiplies."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lit: Lit | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Inputs that the weight multiplies")
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size in a panel of usual width."""
        return QSize(300, _HEIGHT)

    def show_lit(self, lit: Lit | None) -> None:
        """Draw what another weight multiplies; None for nothing."""
        self._lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map."""
        if (lit := self._lit) is None:
            return
        height, width = lit.plane.shape
        scale = min((self.width() - 2 * MARGIN) / width, (_HEIGHT - 2) / height)
        box = QRectF(MARGIN, 1, width * scale, height * scale)
        painter = QPainter(self)
        painter.drawImage(box, image_of(paint(lit.plane, lit.levels, lit.colours.palette(self._look.theme.name))))
        draw_lit(painter, lit.inputs, box)
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()


def _sentence(lit: Lit) -> str:
    return f"{lit.title}: the weight at row {lit.weight.y}, column {lit.weight.x} {lit.words}."
