"""Shapes and parameters of all layers, and what the selected one does with the border of its input."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import label, rule
from explorer.qt.basics.shortcuts import withheld
from explorer.qt.basics.theme import MARGIN, font
from explorer.qt.workings.border_view import BorderView
from explorer.qt.workings.knobs import KnobsRow
from explorer.session.messages import Busy
from explorer.session.session import Session
from explorer.session.shape_table import COLUMNS, NUMBERS, ShapeRow, ShapeTable
from explorer.session.workings.shapes import ShapesPart

Index = QModelIndex | QPersistentModelIndex

_ROW, _BESIDE, _WIDEST = 24, 280, 320
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
_BORDER = next(i for i, (name, _) in enumerate(COLUMNS) if name == "border")
_NOWHERE = QModelIndex()


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
        self._table = _Table(look)
        self._table.layer_clicked.connect(self.layer_clicked)
        self.knobs = KnobsRow()
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
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(MARGIN, 4, MARGIN - 6, 4)
        line.addWidget(self.knobs)
        line.addStretch(1)
        for button in self.buttons.values():
            line.addWidget(button)
        row = QHBoxLayout()
        row.addWidget(self._table, 1)
        row.addWidget(self._beside())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(rule())
        column.addLayout(row, 1)

    def _beside(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_BESIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(MARGIN, 4, MARGIN - 6, 4)
        column.addWidget(self._new)
        column.addWidget(self._words)
        column.addWidget(self._border, 1)
        return side

    def show_part(self, part: ShapesPart) -> None:
        """Draw another table, or another selection in it."""
        self._table.show_table(part.table, part.selected)
        border = part.border
        words = (part.words, border.words if border is not None else "")
        self._words.setText("\n".join(filter(None, words)) or "This layer has no window that slides.")
        self._border.show_border(border)
        self.knobs.show_knobs(part.knobs)
        self._new.setText(part.new)
        self._new.setVisible(bool(part.new))
        for name in ("draw-again", "reset-shapes"):
            self.buttons[name].setVisible(part.reshaped)


def let_reshape(tab: ShapesTab, session: Session, actions: Mapping[str, QAction]) -> None:
    """Let what is clicked in the tab be done by the session, and by the commands that its buttons are named after."""

    def show_truth(busy: Busy) -> None:
        if not busy:
            tab.knobs.show_again()

    tab.layer_clicked.connect(session.select_layer)
    tab.hovered.connect(session.hover)
    tab.knobs.reshape_asked.connect(session.reshape)
    session.busy_changed.connect(show_truth)
    for name, button in tab.buttons.items():
        button.clicked.connect(actions[name].trigger)


class _Rows(QAbstractTableModel):
    """The rows of a table and their sum."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: tuple[ShapeRow, ...] = ()

    def show_table(self, table: ShapeTable) -> None:
        """Hold another table."""
        self.beginResetModel()
        self.rows = (*table.rows, table.total)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of layers, and one for the sum."""
        return len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return the heading of a column."""
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        title = COLUMNS[section][1]
        return title[:1].upper() + title[1:]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, side, weight and colour."""
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return row.cells[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole if not row.value:
                font_ = font(12)
                font_.setBold(True)
                return font_
            case Qt.ItemDataRole.ForegroundRole if column == _BORDER and not row.whole:
                return self._look.theme.color("warn")
        return None


class _Table(QTableView):
    """Layers in rows; choosing one selects it."""

    layer_clicked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: ShapeTable | None = None
        self._rows = _Rows(look)
        self.setModel(self._rows)
        self.setObjectName("shapes")
        self.setAccessibleName("Shapes and parameters")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setMaximumSectionSize(_WIDEST)
        self.selectionModel().currentRowChanged.connect(self._choose)
        look.changed.connect(self.viewport().update)

    def show_table(self, table: ShapeTable, selected: str) -> None:
        """Show another table, or another layer as the selected one."""
        if table is not self._shown:
            self._shown = table
            self._rows.show_table(table)
            self.resizeColumnsToContents()
        place = next((i for i, row in enumerate(self._rows.rows) if row.value == selected), 0)
        if place != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(place, max(0, self.currentIndex().column())))

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move in the table from the window's shortcuts."""
        return withheld(event, _KEYS) or super().event(event)

    def _choose(self, current: QModelIndex, previous: QModelIndex) -> None:
        value = self._rows.rows[current.row()].value if current.isValid() else ""
        if value:
            self.layer_clicked.emit(value)
