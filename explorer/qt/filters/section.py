"""The filter that made a map: its kernel slices, scale, statistics, and the others of its layer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from explorer.qt.filters.siblings import AllFiltersView
from explorer.qt.filters.view import STRONGEST, FilterView
from explorer.qt.legend_view import LegendView
from explorer.qt.look import Look
from explorer.qt.panels import Facts, Header, Wrapped, named, rule
from explorer.qt.theme import MARGIN
from explorer.render.colour import Colouring
from explorer.session.kernels import FilterPart

_NONE = "No one filter made this map: the layer has no weights of its own, or what it reads was made by several."


class FilterSection(QWidget):
    """Shows one filter.

    Attributes
    ----------
    weight_hovered
        The ``Weight`` under the pointer, or None.
    map_asked
        Value name and index of a depth slice of the filter's input that is to be selected.
    filter_asked
        Index of another filter of the layer.
    """

    weight_hovered = Signal(object)
    map_asked = Signal(str, int)
    filter_asked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._part: FilterPart | None = None
        self._note = Wrapped(size=11)
        self._note.setContentsMargins(MARGIN, 0, MARGIN, 6)
        self._view = FilterView(look)
        self._view.weight_hovered.connect(self.weight_hovered)
        self._view.map_clicked.connect(self._ask_map)
        self._all = named(QPushButton(), "link")
        self._all.setCheckable(True)
        self._all.toggled.connect(self._draw)
        self._legend = LegendView(look, "Scale of the weights")
        self._facts = Facts()
        self._none = Wrapped()
        self._none.show_text(_NONE)
        self._none.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._siblings_header = Header("")
        self._siblings = AllFiltersView(look)
        self._siblings.filter_clicked.connect(self.filter_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        self._scale = QWidget()
        inner = QVBoxLayout(self._scale)
        inner.setContentsMargins(MARGIN, 6, MARGIN, 4)
        inner.addWidget(self._legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above: tuple[QWidget, ...] = (rule(), Header("Filter weights"), self._none, self._note, self._view)
        below: tuple[QWidget, ...] = (self._scale, self._facts, self._siblings_header, self._siblings)
        for part in above:
            column.addWidget(part)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        for part in below:
            column.addWidget(part)

    def show_filter(self, part: FilterPart | None) -> None:
        """Draw another filter; None says that there is none."""
        if part is None or self._part is None or part.node != self._part.node:
            self._all.setChecked(False)
        self._part = part
        self._none.setVisible(part is None)
        for widget in (self._view, self._scale, self._facts):
            widget.setVisible(part is not None)
        self._draw()

    def _draw(self) -> None:
        part = self._part
        self._view.show_filter(part, everything=self._all.isChecked())
        count = len(part.kernels) if part is not None else 0
        self._all.setVisible(count > STRONGEST)
        self._all.setText(f"Show the {STRONGEST} strongest" if self._all.isChecked() else f"Show all {count}")
        siblings = part is not None and part.siblings is not None
        for widget in (self._siblings_header, self._siblings):
            widget.setVisible(siblings)
        self._note.setVisible(part is not None and bool(self._words(part)))
        if part is None:
            return
        self._note.show_text(self._words(part))
        self._legend.show_levels(part.levels, Colouring("weights"), part.histogram, "this filter")
        self._facts.show_facts(part.facts)
        self._facts.setToolTip(f"bias {part.bias:.9g}" if part.bias is not None else "")
        if part.siblings is not None:
            self._siblings_header.show_title(f"All {len(part.siblings)} filters")
            self._siblings.show_filters(part)

    def _words(self, part: FilterPart) -> str:
        few = len(part.kernels) > STRONGEST and not self._all.isChecked()
        order = f"the {STRONGEST} strongest of {len(part.kernels)} kernel slices" if few else ""
        each = "each " if len(part.kernels) > 1 else ""
        over = f"{each}beside its map of {part.maps.title}" if part.maps is not None else ""
        words = ", ".join(text for text in (part.note, order, over) if text)
        return words[:1].upper() + words[1:]

    def _ask_map(self, index: int) -> None:
        if self._part is not None and self._part.maps is not None:
            self.map_asked.emit(self._part.maps.value, self._part.maps.slices[index])
