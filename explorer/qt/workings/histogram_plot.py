"""The histogram itself, drawn by pyqtgraph: to be zoomed and moved, with a colour scale whose ends are pulled at."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen

from explorer.nn.spec import FLOAT, Array
from explorer.qt.basics.look import Look
from explorer.qt.basics.shortcuts import withheld
from explorer.qt.basics.theme import font
from explorer.qt.workings.scale_ends import dragged
from explorer.qt.workings.ticks import decades, share_ticks, step_over, ticks
from explorer.render.paint import paint, strip
from explorer.session.workings.histogram import HistogramPart

_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_Home)
_BAR, _FEWEST, _TICK_X, _TICK_Y = 5, 24, 56, 32
_LEFT, _BELOW = 52, 20
_STRIP, _ABOVE = 0.06, 1.18
_STOPS = 33
_NARROWEST = 8
_ZOOM, _STEP = 1.25, 0.1


class HistogramPlot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Bars of the slice in the colours of the scale, the outline of its layer, and below them the scale.

    Attributes
    ----------
    bin_hovered
        Units and number of the bin under the pointer, or None.
    scale_taken, scale_let_go
        An end of the scale is dragged from now on, or not any more.
    scale_chosen
        The ends that it is dragged to.
    """

    bin_hovered = Signal(object)
    scale_taken = Signal()
    scale_chosen = Signal(float, float)
    scale_let_go = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(background=None)
        self._look = look
        self._part: HistogramPart | None = None
        self._zoomed = False
        self._many = 1
        self._unit = 1.0  # of the axis: Qt takes scales of less than 1e-12 for none
        self._bin: tuple[int, int] | None = None
        self._dragged: tuple[float, float] | None = None
        self.setAccessibleName("Histogram")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(1, 1)
        self._box = pg.ViewBox(enableMenu=False)
        self._box.setMouseEnabled(x=True, y=False)
        self._box.disableAutoRange()
        self._below, self._left = pg.AxisItem("bottom"), pg.AxisItem("left")
        self._bars = pg.BarGraphItem(x0=[], x1=[], height=[], pen=None)
        self._lit = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[], pen=None)
        self._outline = pg.PlotCurveItem([0, 1], [0], stepMode="center", antialias=False)
        self._strip = pg.BarGraphItem(x0=[], x1=[], y0=[], y1=[], pen=None)
        self._scale = pg.LinearRegionItem(swapMode="block", brush=(0, 0, 0, 0))
        self._scale.movable = False  # its lines are; what lies between them moves the view
        self._mark = pg.InfiniteLine(angle=90, label="", labelOpts={"position": 0.95, "anchors": [(0, 0.5), (1, 0.5)]})
        self._put_together()
        self._dress()
        self._box.sigXRangeChanged.connect(self._redraw)
        self._box.sigResized.connect(self._redraw)
        self._box.sigRangeChangedManually.connect(self._note_zoom)
        self._scale.sigRegionChanged.connect(self._drag)
        self._scale.sigRegionChangeFinished.connect(self._let_go)
        self.scene().sigMouseMoved.connect(self._point)
        look.changed.connect(self._dress)

    def _put_together(self) -> None:
        self._left.setWidth(_LEFT)
        self._below.setHeight(_BELOW)
        for row, column, item in ((0, 0, self._left), (0, 1, self._box), (1, 1, self._below)):
            self.centralLayout.addItem(item, row, column)
        self.centralLayout.setContentsMargins(0, 0, 16, 0)
        self.centralLayout.setSpacing(0)
        for axis in (self._left, self._below):
            axis.linkToView(self._box)
            axis.setStyle(tickLength=4, tickTextOffset=4)
            axis.setTickFont(font(11))
            axis.enableAutoSIPrefix(False)
        for height, item in enumerate((self._lit, self._bars, self._strip, self._outline, self._scale, self._mark)):
            item.setZValue(height)
            self._box.addItem(item, ignoreBounds=True)
        for line in self._scale.lines:
            line.setCursor(Qt.CursorShape.SplitHCursor)
        self._mark.label.setFont(font(11))

    def _dress(self) -> None:
        """Take the colours of the theme."""
        theme = self._look.theme
        self.setBackground(theme.color("surface"))
        for axis in (self._left, self._below):
            axis.setPen(theme.color("border"))
            axis.setTextPen(theme.color("second"))
        self._lit.setOpts(brush=theme.color("border"))
        self._outline.setPen(QPen(theme.color("text"), 0))
        for line in self._scale.lines:
            line.setPen(theme.color("accent"), width=2)
            line.setHoverPen(theme.color("accent"), width=4)
        self._mark.setPen(theme.color("link"), width=2)
        self._mark.label.setColor(theme.color("link"))
        self._redraw()

    def show_part(self, part: HistogramPart) -> None:
        """Draw another histogram; one of the same layer stays as it is zoomed."""
        old, seen, self._part = self._part, self.seen, part
        bins = part.series[0].found.bins
        self._unit = bins.width
        self.setAccessibleDescription(part.words)
        self._show_mark(part)
        if old is not None and replace(part, mark=old.mark) == old:
            return
        reach = part.span[1] - part.span[0]
        least, most = (end / self._unit for end in (part.span[0] - reach, part.span[1] + reach))
        self._box.setLimits(xMin=least, xMax=most, minXRange=_NARROWEST)
        self._show_scale(part)
        if self._zoomed and old is not None and (old.value, old.counted) == (part.value, part.counted):
            self._box.setXRange(*(end / self._unit for end in seen), padding=0)
        else:
            self.show_all()
        self._redraw()

    def _show_mark(self, part: HistogramPart) -> None:
        self._mark.setVisible(part.mark is not None)
        if part.mark is not None:
            self._mark.setValue(part.mark.value / self._unit)
            self._mark.label.setFormat(part.mark.text.replace("{", "{{").replace("}", "}}"))

    def _show_scale(self, part: HistogramPart) -> None:
        diverging = part.colours.palette(self._look.theme.name).diverging
        for line, end in zip(self._scale.lines, (part.levels.low, part.levels.high), strict=True):
            movable = part.movable and bool(end or not diverging)
            line.setMovable(movable)
            line.clearMarkers()
            if movable:
                line.addMarker("<|>", position=0.5, size=9)
        if self._dragged is None:
            with QSignalBlocker(self._scale):
                self._scale.setRegion((part.levels.low / self._unit, part.levels.high / self._unit))

    def show_all(self) -> None:
        """Show all values."""
        if self._part is not None:
            self._zoomed = False
            low, high = self._part.span
            self._box.setXRange(low / self._unit, high / self._unit, padding=0.02)

    @property
    def seen(self) -> tuple[float, float]:
        """The least and the greatest value that can be seen."""
        low, high = self._box.viewRange()[0]
        return low * self._unit, high * self._unit

    @property
    def bin_width(self) -> float:
        """Width of a bar, as a value."""
        return 0.0 if self._part is None else self._part.series[0].found.bins.coarser(self._many).width

    @property
    def marked(self) -> float | None:
        """The value that a line stands at; None for no line."""
        return self._mark.value() * self._unit if self._mark.isVisible() else None

    @property
    def data_area(self) -> QRectF:
        """Where the bars are, in the viewport."""
        return QRectF(self.mapFromScene(self._box.sceneBoundingRect()).boundingRect())

    def _note_zoom(self) -> None:
        self._zoomed = True

    def _redraw(self) -> None:
        """Draw what is to be seen, in bins as wide as fits the width and the number of values."""
        part = self._part
        if part is None or self._box.width() < 2:
            return
        low, high = self.seen
        self._many = self._units(part, high - low)
        floor = math.log10(0.5 / part.series[-1].found.size)
        tops = [self._draw(part, place, low, high, floor) for place in range(len(part.series))]
        self._outline.setVisible(len(part.series) > 1)
        top = _ABOVE * (max(tops) or 1.0)
        self._box.setYRange(-_STRIP * top, top, padding=0)
        self._draw_strip(part, -_STRIP * top)
        marks = ticks(low, high, max(2, int(self._box.width() / _TICK_X)))
        self._below.setTicks([[(place / self._unit, text) for place, text in marks]])
        most = max(2, int(self._box.height() / _TICK_Y))
        self._left.setTicks([decades(floor, most) if part.logarithmic else share_ticks(top, most)])

    def _units(self, part: HistogramPart, span: float) -> int:
        """Return how many units a bin has, so that there are neither more than fit nor more than values fill."""
        fitting = max(_FEWEST, min(int(self._box.width() / _BAR), round(3 * math.sqrt(part.series[0].found.size))))
        step, power = step_over(span, fitting)
        return max(1, round(step * 10.0 ** (power - part.series[0].found.bins.power)))

    def _draw(self, part: HistogramPart, place: int, low: float, high: float, floor: float) -> float:
        """Draw one of the series between two values; return how high it is."""
        found = part.series[place].found
        bins, counts = found.merged(self._many)
        edges = bins.edges
        seen = slice(max(0, int(np.searchsorted(edges, low)) - 1), int(np.searchsorted(edges, high)) + 1)
        edges, counts = edges[seen.start : seen.stop + 1], counts[seen.start : seen.stop]
        edges = edges[: len(counts) + 1]
        heights = _heights(counts / found.size, floor if part.logarithmic else None)
        if place:
            self._outline.setData(edges / self._unit, heights)
        else:
            brushes = [QBrush(QColor(*colour)) for colour in self._colours(part, edges)]
            pen = QPen(self._look.theme.color("strong"), 0)
            ends = edges / self._unit
            self._bars.setOpts(x0=ends[:-1], x1=ends[1:], height=heights, brushes=brushes, pen=pen)
        return float(heights.max(initial=0.0))

    def _colours(self, part: HistogramPart, edges: Array) -> list[list[int]]:
        """Return the colour of the middle of each bin."""
        middles = ((edges[:-1] + edges[1:]) / 2).astype(FLOAT)
        colours: list[list[int]] = paint(middles[None], part.levels, part.colours.palette(self._look.theme.name))[
            0
        ].tolist()
        return colours

    def _draw_strip(self, part: HistogramPart, depth: float) -> None:
        """Draw the colours along the axis: those of the scale, and what values beyond it have."""
        low, high = part.span
        scale, palette = part.levels, part.colours.palette(self._look.theme.name)
        within = QLinearGradient(0, 0, 1, 0)
        within.setCoordinateMode(QLinearGradient.CoordinateMode.ObjectMode)
        for place, colour in enumerate(strip(scale, palette, _STOPS).tolist()):
            within.setColorAt(place / (_STOPS - 1), QColor(*colour))
        beyond = np.array([[min(low, scale.low) - 1, max(high, scale.high) + 1]], FLOAT)
        first, last = (QBrush(QColor(*colour)) for colour in paint(beyond, scale, palette)[0].tolist())
        edges = np.array([min(low, scale.low), scale.low, scale.high, max(high, scale.high)]) / self._unit
        brushes = [first, QBrush(within), last]
        self._strip.setOpts(x0=edges[:-1], x1=edges[1:], y0=[depth] * 3, y1=[depth / 6] * 3, brushes=brushes)

    def _drag(self) -> None:
        """Lock the scale at the ends that a line is dragged to."""
        part = self._part
        if part is None:
            return
        if self._dragged is None:
            self.scale_taken.emit()
        before = self._dragged or (part.levels.low, part.levels.high)
        per_pixel = self._box.viewPixelSize()[0] * self._unit
        low, high = (end * self._unit for end in self._scale.getRegion())
        diverging = part.colours.palette(self._look.theme.name).diverging
        self._dragged = dragged(before, (low, high), 10.0 ** math.floor(math.log10(per_pixel)), diverging)
        with QSignalBlocker(self._scale):
            self._scale.setRegion([end / self._unit for end in self._dragged])
        self.scale_chosen.emit(*self._dragged)

    def _let_go(self) -> None:
        if self._dragged is not None:
            self._dragged = None
            self.scale_let_go.emit()

    def _point(self, place: QPointF) -> None:
        """Tell which bin is under the pointer."""
        if self._part is None or not self._box.sceneBoundingRect().contains(place):
            self._tell(None)
            return
        value = self._box.mapSceneToView(place).x() * self._unit
        bins = self._part.series[0].found.bins.coarser(self._many)
        self._tell((self._many, int(bins.places(np.array([value]))[0]) + bins.first))

    def _tell(self, place: tuple[int, int] | None) -> None:
        if place != self._bin:
            self._bin = place
            self._light()
            self.bin_hovered.emit(place)

    def _light(self) -> None:
        """Draw a column behind the bar that the pointer is at."""
        many, number = self._bin or (0, 0)
        self._lit.setOpts(x0=[number * many], x1=[(number + 1) * many], y0=[0], y1=[self._box.viewRange()[1][1]])

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the bin that was under the pointer."""
        super().leaveEvent(event)
        self._tell(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all values."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.show_all()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that zoom and move from the window's shortcuts."""
        return withheld(event, _KEYS) or bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with plus and minus, move with the arrows, show all with Home."""
        key = event.key()
        if key == Qt.Key.Key_Home:
            self.show_all()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            low, high = self._box.viewRange()[0]
            step = (high - low) * _STEP * (1 if key == Qt.Key.Key_Right else -1)
            self._zoomed = True
            self._box.translateBy(x=step)
        elif key in _KEYS:
            self._zoomed = True
            self._box.scaleBy(x=_ZOOM if key == Qt.Key.Key_Minus else 1 / _ZOOM)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ring around all of it where it has the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._look.theme.color("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()


def _heights(shares: Array, floor: float | None) -> Array:
    """Return how high bars are: their share, or how far its decimal logarithm lies above ``floor``."""
    if floor is None:
        return shares
    with np.errstate(divide="ignore"):
        return np.maximum(np.log10(shares) - floor, 0)
