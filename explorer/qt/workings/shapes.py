"""Shapes and parameters of all layers, and what the selected one does with the border of its input."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Header, Panel, SidePanel, label, rule
from explorer.qt.basics.theme import MARGIN
from explorer.qt.workings.border_view import BorderView
from explorer.qt.workings.knobs import KnobsRow
from explorer.qt.workings.table import LayersTable
from explorer.session.workings.shapes import ShapesPart

_BESIDE, _TIGHT = 248, 560
"""Width of what is told beside the table, and of a tab that has no room for it."""


class ShapesTab(QWidget):
    """Shows the table, and the border of the selected layer's input beside it.

    Attributes
    ----------
    layer_clicked
        Value name of a layer that is to be selected.
    hovered
        The ``Unit`` under the pointer, or None.
    knobs
        Numbers of the selected layer that can be changed.
    buttons
        By the names of the commands that they stand for.
    """

    layer_clicked = Signal(str)
    hovered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._table = LayersTable(look)
        self._table.layer_clicked.connect(self.layer_clicked)
        self.knobs = KnobsRow()
        self._fixed = label(tone="third")
        self.buttons = {
            "draw-again": FlatButton(look, "dice-five", "Draw the new weights again, from the next seed"),
            "reset-shapes": FlatButton(look, "arrow-counter-clockwise", "Shapes as the net was opened"),
            "copy-shapes": FlatButton(look, "copy", "Copy the table as Markdown"),
            "save-shapes": FlatButton(look, "floppy-disk", "Save the table as CSV"),
        }
        self._new = label(tone="warn")
        self._new.setWordWrap(True)
        self._words = label(tone="second")
        self._words.setWordWrap(True)
        self._border = BorderView(look)
        self._border.hovered.connect(self.hovered)
        self._side = self._beside()
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(MARGIN, 4, MARGIN - 6, 4)
        line.addWidget(self.knobs)
        line.addWidget(self._fixed)
        line.addStretch(1)
        for button in self.buttons.values():
            line.addWidget(button)
        row = QHBoxLayout()
        row.addWidget(self._table, 1)
        row.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(rule())
        column.addLayout(row, 1)

    def _beside(self) -> QWidget:
        told = Panel("side")
        column = QVBoxLayout(told)
        column.setContentsMargins(MARGIN, 4, MARGIN - 6, 4)
        column.addWidget(self._new)
        column.addWidget(self._words)
        column.addWidget(self._border, 1)
        side = SidePanel(Header(""))
        side.setFixedWidth(_BESIDE)
        side.setWidget(told)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the table where there is little."""
        super().resizeEvent(event)
        tight = self.width() < _TIGHT
        self._side.setVisible(not tight)
        self.knobs.stack(tight)

    def show_part(self, part: ShapesPart) -> None:
        """Draw another table, or another selection in it."""
        self._table.show_table(part.table, part.selected)
        border = part.border
        words = (part.words, border.words if border is not None else "")
        self._words.setText("\n".join(filter(None, words)) or "This layer has no window that slides.")
        self._border.show_border(border)
        self.knobs.show_knobs(part.knobs)
        self._fixed.setText(part.unchanging)
        self._fixed.setVisible(part.knobs is None)
        self._new.setText(part.new)
        self._new.setVisible(bool(part.new))
        for name in ("draw-again", "reset-shapes"):
            self.buttons[name].setVisible(part.reshaped)
