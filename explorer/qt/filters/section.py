"""The filter that made a map: its kernel slices, bias, scale, statistics, and the others of its layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Facts, Header, Wrapped, named, rule
from explorer.qt.basics.theme import MARGIN
from explorer.qt.filters.bias_view import BiasView
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.enlarged import EnlargedKernel
from explorer.qt.filters.menus import FilterMenu, append_fills
from explorer.qt.filters.siblings import AllFiltersView
from explorer.qt.filters.strength import Strength
from explorer.qt.maps.legend_view import LegendView
from explorer.render.colour import Colouring
from explorer.render.histogram import histogram_of
from explorer.session.filters.kernels import FilterPart
from explorer.session.filters.sharing import Lit
from explorer.session.maps.ordering import strongest_first
from explorer.session.pointed import Bias, Weight

STRONGEST = 8
"""Kernel slices shown before the user asks for all."""

_NONE = (
    "No one filter made this map: it is what the net is fed, or the layer has no weights of its own, "
    "or what it reads was made by several."
)


def strongest(kernels: Array) -> list[int]:
    """Return the indices of the ``STRONGEST`` kernel slices with the largest sums of magnitudes, largest first."""
    return list(strongest_first(np.abs(kernels).sum(axis=(1, 2)))[:STRONGEST])


class FilterSection(QWidget):
    """Shows one filter, and tells how it is to be changed.

    Attributes
    ----------
    siblings
        All filters of the layer, at the end; may be put elsewhere.
    weight_hovered
        The ``Weight``, or ``Bias``, under the pointer or where the keys are; None when they leave.
    hovered
        What else is under the pointer, or None.
    map_asked
        Value name and index of a depth slice of the filter's input that is to be selected.
    filter_asked
        Index of another filter of the layer.
    weight_chosen
        A ``Weight`` and the value that it is to have.
    fill_chosen
        A ``Fill``, and the kernel slice that it is for; None for all of them.
    bias_chosen, factor_chosen
        What the bias is to be, and what the filter is to be scaled by.
    weight_reset, kernel_reset, bias_reset, filter_reset
        A ``Weight``, a kernel slice, the bias, or all of the filter is to be as it was.
    compare_asked
        What the edits change is to be shown.
    edit_begun, edit_ended
        Around all changes of one drag.
    """

    weight_hovered = Signal(object)
    hovered = Signal(object)
    map_asked = Signal(str, int)
    filter_asked = Signal(int)
    weight_chosen = Signal(object, float)
    fill_chosen = Signal(object, object)
    bias_chosen = Signal(float)
    factor_chosen = Signal(float)
    weight_reset = Signal(object)
    kernel_reset = Signal(int)
    bias_reset = Signal()
    filter_reset = Signal()
    compare_asked = Signal()
    edit_begun = Signal()
    edit_ended = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._part: FilterPart | None = None
        self._latest: FilterPart | None = None
        self._offered: tuple[QAction, ...] = ()
        self._shown: list[int] = []
        self._note = Wrapped(size=11)
        self._note.setContentsMargins(MARGIN, 0, MARGIN, 6)
        self._view = FilterEditor(look)
        self._bias = BiasView(look)
        self._strength = Strength()
        self._enlarged = EnlargedKernel(look, self)
        self._all = named(QPushButton(), "link")
        self._all.setCheckable(True)
        self._all.toggled.connect(self._draw)
        self._legend = LegendView(look, "Scale of the weights")
        self._facts = Facts()
        self._none = Wrapped()
        self._none.show_text(_NONE)
        self._none.setContentsMargins(MARGIN, 0, MARGIN, 8)
        self._fill = FlatButton(
            look, "magic-wand", "Fill the filter with a kernel that is known by name, divided among its kernel slices"
        )
        self._fills = QMenu(self._fill)
        self._fills.aboutToShow.connect(self._list_fills)
        self._fill.setMenu(self._fills)
        self._compare = FlatButton(look, "circle-half", "What the edits change, or the values again (U)")
        self._compare.clicked.connect(self.compare_asked)
        self._reset = FlatButton(look, "arrow-counter-clockwise", "The filter as it was before it was edited")
        self._reset.clicked.connect(self.filter_reset)
        self.header = Header("Filter weights", (self._fill, self._compare, self._reset))
        self.siblings = QWidget()
        self._siblings_header = Header("")
        self._siblings = AllFiltersView(look)
        self._siblings.filter_clicked.connect(self.filter_asked)
        self._connect()
        self._lay_out()

    def show_lit(self, lit: Lit | None) -> None:
        """Light up what a weight multiplies on the map beside its kernel slice; None ends it."""
        self._view.show_lit(lit)

    def _connect(self) -> None:
        for view in (self._view, self._enlarged.editor):
            view.weight_hovered.connect(self.weight_hovered)
            view.weight_chosen.connect(self.weight_chosen)
            view.menu_asked.connect(self._open_menu)
        for held in (self._view, self._enlarged.editor, self._bias, self._strength):
            held.edit_begun.connect(self.edit_begun)
            held.edit_ended.connect(self._end_edit)
        for shown in (self._view, self._enlarged.editor, self._bias, self._siblings, self._legend):
            shown.hovered.connect(self.hovered)
        self._bias.weight_hovered.connect(lambda weight: self.weight_hovered.emit(weight and Bias()))
        self._view.map_clicked.connect(self._ask_map)
        self._view.enlarged.connect(self._enlarge)
        self._bias.bias_chosen.connect(self.bias_chosen)
        self._bias.bias_reset.connect(self.bias_reset)
        self._enlarged.fill_chosen.connect(self.fill_chosen)
        self._enlarged.kernel_reset.connect(self.kernel_reset)
        self._strength.factor_chosen.connect(self.factor_chosen)

    def _lay_out(self) -> None:
        self._scale = QWidget()
        inner = QVBoxLayout(self._scale)
        inner.setContentsMargins(MARGIN, 6, MARGIN, 4)
        inner.addWidget(self._legend)
        self._whole = QWidget()
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._bias, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self._strength, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above: tuple[QWidget, ...] = (rule(), self.header, self._none, self._note, self._view)
        below: tuple[QWidget, ...] = (self._whole, self._scale, self._facts, self.siblings)
        for part in above:
            column.addWidget(part)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        for part in below:
            column.addWidget(part)
        apart = QVBoxLayout(self.siblings)
        apart.setContentsMargins(0, 0, 0, 0)
        apart.setSpacing(0)
        for part in (rule(), self._siblings_header, self._siblings):
            apart.addWidget(part)

    def show_filter(self, part: FilterPart | None) -> None:
        """Draw another filter; None says that there is none. A scale is kept while a weight is dragged on it."""
        self._latest = part
        if part is None or self._part is None or part.node != self._part.node:
            self._all.setChecked(False)
        other = part is None or self._part is None or part.place != self._part.place
        if part is not None and self._part is not None and self._held and not other:
            levels = self._part.levels
            part = replace(part, levels=levels, histogram=histogram_of(part.kernels, levels.low, levels.high))
        self._part = part
        if other:
            self._shown = []
            self._enlarged.close()
        self._none.setVisible(part is None)
        for widget in (self._view, self._scale, self._facts):
            widget.setVisible(part is not None)
        self._draw()

    @property
    def _held(self) -> bool:
        return self._view.dragging or self._enlarged.editor.dragging

    def _draw(self) -> None:
        part = self._part
        count = len(part.kernels) if part is not None else 0
        if part is not None and len(self._shown) != (count if self._all.isChecked() else min(count, STRONGEST)):
            every = self._all.isChecked() or count <= STRONGEST
            self._shown = list(range(count)) if every else strongest(part.kernels)
        self._view.show_filter(part, self._shown)
        if self._enlarged.isVisible():
            self._enlarged.show_filter(part)
        self._all.setVisible(count > STRONGEST)
        self._all.setText(f"Show the {STRONGEST} strongest" if self._all.isChecked() else f"Show all {count}")
        self.siblings.setVisible(part is not None and part.siblings is not None)
        self._note.setVisible(part is not None and bool(self._words(part)))
        self._draw_editing(part)
        if part is None:
            return
        self._note.show_text(self._words(part))
        self._legend.show_levels(part.levels, Colouring("weights"), part.histogram, "this filter")
        self._facts.show_facts(part.facts)
        if part.siblings is not None:
            self._siblings_header.show_title(f"All {len(part.siblings)} filters")
            self._siblings.show_filters(part)

    def _draw_editing(self, part: FilterPart | None) -> None:
        edited = part.edited if part is not None else None
        changed = edited is not None and edited.changed
        self.header.show_title("Filter weights, edited" if changed else "Filter weights")
        for button in (self._compare, self._reset):
            button.setVisible(changed)
        self._fill.setVisible(edited is not None)
        self._fill.setEnabled(edited is not None and edited.factor != 0)
        self._whole.setVisible(part is not None and (edited is not None or part.bias is not None))
        self._strength.setVisible(edited is not None)
        self._bias.show_bias(part)
        left = MARGIN if self._bias.isHidden() else 0  # The bias has a margin of its own.
        self._whole.setContentsMargins(left, 4, MARGIN, 4)
        if edited is not None:
            self._strength.show_factor(edited.factor)

    def _list_fills(self) -> None:
        self._fills.clear()
        if self._part is not None:
            append_fills(self._fills, self._look, self._part.kernels[0], lambda fill: self.fill_chosen.emit(fill, None))

    def _words(self, part: FilterPart) -> str:
        few = len(part.kernels) > STRONGEST and not self._all.isChecked()
        order = f"the {STRONGEST} strongest of {len(part.kernels)} kernel slices" if few else ""
        each = "each " if len(part.kernels) > 1 else ""
        over = f"{each}beside its map of {part.maps.title}" if part.maps is not None else ""
        words = ", ".join(text for text in (part.note, order, over) if text)
        how = "drag a weight to change it" if part.edited is not None else ""
        words = "; ".join(text for text in (words, how) if text)
        return words[:1].upper() + words[1:]

    def _ask_map(self, index: int) -> None:
        if self._part is not None and self._part.maps is not None:
            self.map_asked.emit(self._part.maps.value, self._part.maps.slices[index])

    def _enlarge(self, weight: Weight) -> None:
        if self._part is not None:
            self._enlarged.open_at(self._part, weight, self._view)

    def _end_edit(self) -> None:
        """Let the scale follow again."""
        self.edit_ended.emit()
        self.show_filter(self._latest)

    def offer(self, actions: Sequence[QAction], always: Sequence[QAction]) -> None:
        """Offer actions at the end of the menu of a weight; let the keys of others work in the enlarged view too."""
        self._offered = tuple(actions)
        self._enlarged.addActions(list(always))

    def _open_menu(self, what: Weight | int | None, point: QPoint) -> None:
        """Offer what can be done with a weight, its kernel slice and the filter."""
        if self._part is None or self._part.edited is None:
            return
        menu = FilterMenu(self, self._look, self._part, what, self._offered)
        menu.weight_set.connect(self.weight_chosen)
        menu.weight_reset.connect(self.weight_reset)
        menu.fill_chosen.connect(self.fill_chosen)
        menu.kernel_reset.connect(self.kernel_reset)
        menu.filter_reset.connect(self.filter_reset)
        menu.factor_chosen.connect(self.factor_chosen)
        menu.enlarge_asked.connect(lambda kernel: self._enlarge(Weight(kernel, 0, 0)))
        menu.popup(point)
