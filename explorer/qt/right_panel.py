"""The right of the window: the selected map, its values, and the filter that made it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from explorer.qt.buttons import FlatButton
from explorer.qt.filter_view import STRONGEST, FilterView
from explorer.qt.legend_view import LegendView
from explorer.qt.look import Look
from explorer.qt.panels import Facts, Header, Panel, SidePanel, label, named, rule
from explorer.qt.plane_view import PlaneView
from explorer.qt.theme import MARGIN
from explorer.render.numbers import three_digits
from explorer.session.outlines import Outline
from explorer.session.state import Cell
from explorer.session.view import FilterPart, SlicePart


class RightPanel(SidePanel):
    """Shows one slice with its filter.

    Attributes
    ----------
    stepped
        -1 or 1 when the map before or after is asked for.
    save_asked
        The map is to be saved.
    """

    stepped = Signal(int)
    save_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        before = FlatButton(look, "caret-left", "Map before (Left)")
        after = FlatButton(look, "caret-right", "Map after (Right)")
        save = FlatButton(look, "download-simple", "Save this map as PNG (Ctrl+S)")
        super().__init__(Header("", (before, after, save)))
        before.clicked.connect(lambda: self.stepped.emit(-1))
        after.clicked.connect(lambda: self.stepped.emit(1))
        save.clicked.connect(self.save_asked)
        self._header = Header("", (before, after, save))
        self.plane = PlaneView(look)
        self._facts = Facts()
        self._filter = _FilterSection(look)
        self._content = Panel("side")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        column.setSpacing(0)
        for part in (self.plane, self._facts, self._filter):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._content)
        self._content.hide()

    def show_slice(self, part: SlicePart | None) -> None:
        """Draw another slice."""
        self._content.setVisible(part is not None)
        self.plane.show_slice(part)
        if part is not None:
            self.header.show_title(part.title)
            self._facts.show_facts(part.facts)

    def show_filter(self, part: FilterPart | None) -> None:
        """Draw another filter."""
        self._filter.show_filter(part)

    def mark(self, cell: Cell | None, reached: Outline | None) -> None:
        """Box the cell that is looked at, and what a pixel of the input reaches."""
        self.plane.mark(cell, reached)


class _FilterSection(QWidget):
    """The filter's kernel slices, scale, bias and number of parameters."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._part: FilterPart | None = None
        self._header = Header("Filter weights")
        self._note = label(tone="second", size=11)
        self._note.setWordWrap(True)
        self._note.setContentsMargins(MARGIN, 0, MARGIN, 6)
        self._view = FilterView(look)
        self._all = named(QPushButton(), "link")
        self._all.setCheckable(True)
        self._all.toggled.connect(self._draw)
        self._legend = LegendView(look, "Scale of the weights")
        self._facts = Facts()
        self._none = label("No filter made this map: the layer has no weights.", tone="second")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(MARGIN, 0, MARGIN, 0)
        scale = QWidget()
        inner = QVBoxLayout(scale)
        inner.setContentsMargins(MARGIN, 6, MARGIN, 4)
        inner.addWidget(self._legend)
        self._scale = scale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (rule(), self._header, self._none, self._note, self._view):
            column.addWidget(part)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(scale)
        column.addWidget(self._facts)

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
        many = part is not None and len(part.kernels) > STRONGEST
        self._all.setVisible(many)
        self._note.setVisible(part is not None and bool(part.note or many))
        if part is None:
            return
        count, height, width = part.kernels.shape
        self._all.setText(f"Show the {STRONGEST} strongest" if self._all.isChecked() else f"Show all {count}")
        order = f"the {STRONGEST} strongest of {count} kernel slices" if many and not self._all.isChecked() else ""
        self._note.setText(", ".join(text for text in (part.note, order) if text))
        self._legend.show_levels(part.levels, "weights")
        bias = "none" if part.bias is None else three_digits(part.bias)
        shape = f"{width} \N{MULTIPLICATION SIGN} {height} \N{MULTIPLICATION SIGN} {count}"
        self._facts.show_facts((("Filter", f"{part.filter}, {shape}"), ("Bias", bias), ("Parameters", part.formula)))
        if part.bias is not None:
            self._facts.setToolTip(f"bias {part.bias:.9g}")
