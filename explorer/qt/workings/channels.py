"""What each input channel adds to a map, the running sum, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from explorer.nn.arithmetic.order import UNFOLDED
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import CanvasArea, label, named
from explorer.qt.basics.theme import MARGIN
from explorer.qt.maps.legend_view import LegendView
from explorer.qt.workings.map_tiles import CAPTION, GAP, MapTile, MapTiles, RowNames
from explorer.qt.workings.orders import order_segments
from explorer.session.workings.channels import ChannelsPart


class ChannelsTab(QWidget):
    """Shows partial maps above their running sum, and at the right the map that they become.

    Attributes
    ----------
    hovered
        The ``Number`` under the pointer, or None.
    map_asked
        Value name and depth slice of a map that was clicked.
    order_chosen
        By what the channels are to stand.
    unfold_asked
        All channels are to be shown, or folded again.
    """

    hovered = Signal(object)
    map_asked = Signal(str, int)
    order_chosen = Signal(str)
    unfold_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._part: ChannelsPart | None = None
        self._words = label()
        self._words.setWordWrap(True)
        self._order = order_segments("Order of the channels")
        self._order.chosen.connect(self.order_chosen)
        self._all = named(QPushButton(), "link")
        self._all.clicked.connect(self.unfold_asked)
        self._terms = MapTiles(look, "Maps of single channels, and their running sum", 88)
        self._after = MapTiles(look, "The map that the channels sum up to", 120)
        self._rows = RowNames(look, self._terms, ("each channel alone", "sum so far"))
        self._legend = LegendView(look, "Scale of the partial maps")
        self._legend.hovered.connect(self.hovered)
        self._number = label(tone="third", size=11)
        for tiles in (self._terms, self._after):
            tiles.hovered.connect(self.hovered)
            tiles.tile_clicked.connect(self.map_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self._words, 1)
        for widget in (self._all, self._order):
            above.addWidget(widget)
        maps = QHBoxLayout()
        maps.setSpacing(0)
        maps.addWidget(self._rows)
        after = QVBoxLayout()
        after.addWidget(self._after, 1)
        after.addStretch()
        maps.addWidget(_Scrolled(self._terms, self._after))
        maps.addSpacing(8)
        maps.addLayout(after)
        maps.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 8)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(maps, 1)

        scale = QVBoxLayout(self._after)
        scale.setContentsMargins(GAP, CAPTION, 8, 0)
        scale.setSpacing(0)
        scale.addWidget(self._legend)
        scale.addWidget(self._number)
        scale.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the maps have the room."""
        super().resizeEvent(event)
        self._tell_place()

    def show_part(self, part: ChannelsPart) -> None:
        """Draw the channels of another map."""
        old, self._part = self._part, part
        if old is None or replace(part, cell=old.cell) != old:
            self._draw(part)
        at = "their largest" if part.cell is None else f"at {part.cell.x}, {part.cell.y}"
        self._number.setText(f"Numbers: {at}")
        for tiles in (self._terms, self._after):
            tiles.mark(part.cell)
        self._tell_place()

    def _tell_place(self) -> None:
        """Tell where the numbers are from, if there is room for it below the scale and above the maps."""
        if self._part is not None:
            above = self._after.box(0).top() - CAPTION
            scale = self._legend.sizeHint().height() + self._number.sizeHint().height()
            self._number.setVisible(CAPTION + scale <= above)

    def _draw(self, part: ChannelsPart) -> None:
        self._words.setText(part.words)
        self._words.setToolTip(part.accuracy)
        self._order.show_choice(part.order)
        self._all.setVisible(part.total > UNFOLDED)
        self._all.setText(f"The {UNFOLDED} first" if part.unfolded else f"Show all {part.total}")
        self._terms.show_tiles(list(_terms(part)), part.levels, part.colours)
        self._after.show_tiles(list(_after(part)), part.levels, part.colours)
        self._rows.update()
        self._legend.show_levels(part.levels, part.colours, None, "these maps")


def _terms(part: ChannelsPart) -> Iterator[MapTile]:
    for i, (name, channel) in enumerate(zip(part.names, part.channels, strict=True)):
        link = None if channel is None else (part.source, channel)
        tip = (
            "What the other channels give together"
            if channel is None
            else "A click selects the map of the input that it comes from"
        )
        yield MapTile(
            name=name,
            row=0,
            column=i,
            plane=part.alone[i],
            told=partial(part.told_alone, i),
            sign="+" if i else "",
            link=link,
            tip=tip,
        )
        sum_tip = "The sum of the maps above up to here"
        last = i == len(part.names) - 1
        yield MapTile(
            name="sum" if last else "",
            row=1,
            column=i,
            plane=part.running[i],
            told=partial(part.told_running, i),
            tip=sum_tip,
        )


def _after(part: ChannelsPart) -> Iterator[MapTile]:
    for i, result in enumerate(part.results):
        sign = "\N{RIGHTWARDS ARROW}"
        tip = f"{result.step} gives {result.title}; a click selects it"
        link = (result.value, result.slice)
        yield MapTile(
            name=result.step,
            row=1,
            column=i,
            plane=part.after[i],
            told=partial(part.told_after, i),
            sign=sign,
            link=link,
            tip=tip,
        )


class _Scrolled(CanvasArea):
    """Scrolls tiles where there is no room for all of them, and takes no more room than they need.

    Parameters
    ----------
    beside
        Is as high as the tiles, so that its rows are level with theirs.
    """

    def __init__(self, tiles: MapTiles, beside: MapTiles) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self._tiles, self._beside = tiles, beside
        self.setWidget(tiles)
        self.horizontalScrollBar().valueChanged.connect(lambda _: tiles.update())
        tiles.setObjectName("side")

    def sizeHint(self) -> QSize:
        """Return the size of all tiles."""
        return self._tiles.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the height of the tiles; they can be scrolled sideways."""
        return QSize(0, self._tiles.minimumSizeHint().height())

    def viewportEvent(self, event: QEvent) -> bool:
        """Ask for another width when the tiles need one, and keep what is beside as high as them."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        elif event.type() is QEvent.Type.Resize:
            self._beside.setMaximumHeight(max(1, self.viewport().height()))
        return super().viewportEvent(event)
