"""One kernel slice, large enough for every weight to be read and hit."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import CanvasArea, Elided, Panel, named
from explorer.qt.basics.theme import MARGIN
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.menus import append_fills
from explorer.session.filters.kernels import FilterPart
from explorer.session.numbers import extents
from explorer.session.pointed import Weight

_CELL = 28
_BAR = 12
"""Room for a scroll bar."""
_LONGEST = 320
"""Width of a title that is not cut."""


class EnlargedKernel(Panel):
    """Opens over the window and closes at a click beside it, or with Esc.

    Attributes
    ----------
    editor
        The kernel slice.
    fill_chosen
        A ``Fill``, and the kernel slice that it is for.
    kernel_reset
        The kernel slice that is to be as it was.
    """

    fill_chosen = Signal(object, object)
    kernel_reset = Signal(int)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__("popup", parent)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setAccessibleName("One kernel slice, enlarged")
        self._look = look
        self._kernel = 0
        self.editor = FilterEditor(look, "Weights of the kernel slice", least=_CELL)
        self._title = Elided(size=13, weight=QFont.Weight.DemiBold, fills=False)
        self._title.setMaximumWidth(_LONGEST)
        self._part: FilterPart | None = None
        self._fills = QMenu(self)
        self._fills.aboutToShow.connect(self._list_fills)
        self._fill = FlatButton(look, "magic-wand", "Fill the kernel slice with a kernel that is known by name")
        self._fill.setMenu(self._fills)
        self._reset = FlatButton(look, "arrow-counter-clockwise", "The kernel slice as it was before it was edited")
        self._reset.clicked.connect(lambda: self.kernel_reset.emit(self._kernel))
        close = FlatButton(look, "x", "Close (Esc)")
        close.clicked.connect(self.close)
        self._room = named(CanvasArea(), "side")
        self._room.setWidget(self.editor)
        self._room.viewport().setAutoFillBackground(False)
        self.editor.setAutoFillBackground(False)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 4, 4, 4)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self._fill, self._reset, close):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, MARGIN)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._room, 0, Qt.AlignmentFlag.AlignLeft)

    def open_at(self, part: FilterPart, weight: Weight, beside: QWidget) -> None:
        """Show the kernel slice of a weight to the left of a widget, as large as the window allows."""
        self._kernel = weight.kernel
        self.show_filter(part)
        _, high, wide = part.kernels.shape
        size = QSize(wide * _CELL + 2 * MARGIN, self.editor.heightForWidth(wide * _CELL + 2 * MARGIN))
        self.editor.resize(size)
        window = beside.window()
        most = window.size() - QSize(120, 120)
        over = QSize(_BAR if size.height() > most.height() else 0, _BAR if size.width() > most.width() else 0)
        self._room.setFixedSize((size + over).boundedTo(most))
        self._title.show_text(f"Filter {part.filter} of {part.node}, {extents((wide, high))}")
        self._head.invalidate()
        self.adjustSize()
        corner = beside.mapToGlobal(QPoint(-self.width() - 8, 0))
        inside = window.mapToGlobal(QPoint(8, 8))
        lowest = window.mapToGlobal(QPoint(0, window.height() - self.height() - 8)).y()
        self.move(max(corner.x(), inside.x()), max(inside.y(), min(corner.y(), lowest)))
        self.show()
        self.editor.go_to(weight)
        self.editor.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_filter(self, part: FilterPart | None) -> None:
        """Follow the filter, as long as it has the kernel slice."""
        self._part = part
        if part is None or self._kernel >= len(part.kernels):
            self.close()
        else:
            self.editor.show_filter(replace(part, maps=None), (self._kernel,))
            self._reset.setEnabled(bool(part.marked[self._kernel].any()))
            self._fill.setEnabled(self.editor.can_edit)

    def _list_fills(self) -> None:
        self._fills.clear()
        if self._part is not None:
            kernel = self._part.kernels[self._kernel]
            append_fills(self._fills, self._look, kernel, lambda fill: self.fill_chosen.emit(fill, self._kernel))
