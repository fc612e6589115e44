"""How often which values occur: a histogram to zoom into, with statistics beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from explorer.qt.basics.buttons import FlatButton, Segments
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided, Panel, label, named
from explorer.qt.basics.theme import MARGIN
from explorer.session.workings.histogram import FACTS, HistogramPart, number_of

if TYPE_CHECKING:
    from explorer.qt.workings.histogram_plot import HistogramPlot

_ALL = "Show all values (Home, or a double click; the wheel zooms, dragging moves)"
_BESIDE, _BAR = 244, 8
_OF = (("values", "Values"), ("weights", "Weights"))


class HistogramTab(QWidget):
    """Shows the histogram of a slice over that of its layer.

    Attributes
    ----------
    counted_chosen
        What the histogram is to be of.
    log_toggled
        A step up is to be ten times as many, or so many more again.
    number_hovered
        The ``Number`` of the bin under the pointer, or None.
    scale_taken, scale_let_go
        An end of the colour scale is dragged from now on, or not any more.
    scale_chosen
        The two ends that the scale is to be locked at.
    free_asked
        The scale is to follow the values of the layer again.
    """

    counted_chosen = Signal(str)
    log_toggled = Signal()
    number_hovered = Signal(object)
    scale_taken = Signal()
    scale_chosen = Signal(float, float)
    scale_let_go = Signal()
    free_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._part: HistogramPart | None = None
        self._plot: HistogramPlot | None = None
        self._words = Elided(tone="second", cut=Qt.TextElideMode.ElideRight)
        self._bin = Elided(size=11, cut=Qt.TextElideMode.ElideRight)
        self._of = Segments(_OF, "Histogram of")
        self._of.chosen.connect(self.counted_chosen)
        self._of.explain("values", "Count the values of the map and of its layer")
        self._of.explain("weights", "Count the weights of the filter and of all filters of the layer")
        self._log = named(QPushButton("Log"), "toggle")
        self._log.setCheckable(True)
        self._log.setAccessibleName("Logarithmic heights")
        self._log.setToolTip("Let each step up be ten times as many, so that rare values are seen beside frequent ones")
        self._log.clicked.connect(self.log_toggled)
        self._free = FlatButton(look, "lock-open", "Unlock the colour scale (it follows the values of the layer again)")
        self._free.clicked.connect(self.free_asked)
        self._fit = FlatButton(look, "arrows-out-line-horizontal", _ALL)
        self._fit.clicked.connect(self._show_all)
        self._facts = _Facts(look)
        self._side = _scrolled(self._facts)
        self._room = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._words, 1)
        for widget in (self._free, self._of, self._log, self._fit):
            above.addWidget(widget)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(2)
        self._room.addWidget(self._bin)
        below = QHBoxLayout()
        below.setSpacing(MARGIN)
        below.addLayout(self._room, 1)
        below.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 8)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(below, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the histogram where there is little."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= 2 * _BESIDE)

    def show_part(self, part: HistogramPart) -> None:
        """Draw another histogram."""
        self._part = part
        self._words.show_text(part.words)
        self._of.show_choice(part.counted)
        self._of.setVisible(part.weighable)
        self._log.setChecked(part.logarithmic)
        self._free.setVisible(part.locked)
        self._facts.show_series(part)
        self._drawn().show_part(part)

    def _drawn(self) -> HistogramPlot:
        """Return the plot, which is made when it is first seen: what draws it takes long to load."""
        if self._plot is None:
            from explorer.qt.workings.histogram_plot import HistogramPlot  # noqa: PLC0415, it loads pyqtgraph

            self._plot = HistogramPlot(self._look)
            self._plot.bin_hovered.connect(self._read_out)
            self._plot.scale_taken.connect(self.scale_taken)
            self._plot.scale_chosen.connect(self.scale_chosen)
            self._plot.scale_let_go.connect(self.scale_let_go)
            self._room.addWidget(self._plot, 1)
        return self._plot

    def _show_all(self) -> None:
        self._drawn().show_all()

    def _read_out(self, place: tuple[int, int] | None) -> None:
        """Tell of a bin, by its units and its number."""
        number = number_of(self._part, *place) if self._part is not None and place is not None else None
        self._bin.show_text(number.text if number is not None else "")
        self.number_hovered.emit(number)


def _scrolled(facts: _Facts) -> QScrollArea:
    """Return what scrolls the statistics where the panel is low."""
    side = named(QScrollArea(), "side")
    side.setFrameShape(QFrame.Shape.NoFrame)
    side.setFixedWidth(_BESIDE)
    side.setWidgetResizable(True)
    side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    side.setWidget(facts)
    return side


class _Facts(Panel):
    """Statistics of the slice and of its layer side by side, below what each of them is drawn as."""

    def __init__(self, look: Look) -> None:
        super().__init__("side")
        self._swatches = (_Swatch(look, filled=True), _Swatch(look, filled=False))
        self._names = (label(size=11), label(size=11))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, _BAR, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(FACTS) + 1, 1)
        for column, (swatch, name) in enumerate(zip(self._swatches, self._names, strict=True), 1):
            head = QHBoxLayout()
            head.setSpacing(4)
            head.addStretch(1)
            head.addWidget(swatch)
            head.addWidget(name)
            grid.addLayout(head, 0, column)
        self._values: list[tuple[QLabel, QLabel]] = []
        for row, title in enumerate(FACTS, 1):
            grid.addWidget(label(title, tone="second", size=11), row, 0)
            self._values.append((label(size=11), label(size=11)))
            for column, value in enumerate(self._values[-1], 1):
                value.setAlignment(Qt.AlignmentFlag.AlignRight)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(value, row, column)

    def show_series(self, part: HistogramPart) -> None:
        """Print the statistics of another histogram."""
        for column, series in enumerate((*part.series, None)[:2]):
            self._swatches[column].setVisible(series is not None)
            self._names[column].setText(series.name if series is not None else "")
            for row, pair in enumerate(self._values):
                pair[column].setText(series.facts[row] if series is not None else "")
        self.setAccessibleName("Statistics")
        self.setAccessibleDescription("; ".join(_spoken(part)))


def _spoken(part: HistogramPart) -> Iterator[str]:
    for series in part.series:
        facts = (f"{name.lower()} {value}" for name, value in zip(FACTS, series.facts, strict=True))
        yield f"{series.name}: {', '.join(facts)}"


class _Swatch(QWidget):
    """What a series is drawn as: bars, or an outline."""

    def __init__(self, look: Look, *, filled: bool) -> None:
        super().__init__()
        self._look = look
        self._filled = filled
        self.setFixedSize(QSize(10, 10))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a bar, or the corner of an outline."""
        painter = QPainter(self)
        if self._filled:
            painter.fillRect(QRect(1, 1, 8, 9), self._look.theme.color("strong"))
        else:
            painter.setPen(QPen(self._look.theme.color("text"), 1))
            painter.drawPolyline(
                [QRect(1, 1, 8, 9).bottomLeft(), QRect(1, 1, 8, 9).topLeft(), QRect(1, 1, 8, 9).topRight()]
            )
        painter.end()
