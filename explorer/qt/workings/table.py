"""The table of all layers: as many of its columns as there is room for, the others told for the selected layer."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from explorer.qt.basics.look import Look
from explorer.qt.basics.shortcuts import withheld
from explorer.qt.basics.theme import font
from explorer.session.shape_table import COLUMNS, NUMBERS, ShapeRow, ShapeTable

Index = QModelIndex | QPersistentModelIndex

_ROW, _WIDEST = 24, 320
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
_NAMES = tuple(name for name, _ in COLUMNS)
_BORDER, _PARAMETERS = _NAMES.index("border"), _NAMES.index("parameters")
_YIELDING = tuple(_NAMES.index(name) for name in ("multiply_adds", "memory", "operator", "field", "size", "border"))
"""The columns that are shown as far as there is room for them, the first of them first."""
_NOWHERE = QModelIndex()


class _Rows(QAbstractTableModel):
    """The rows of a table and their sum.

    Attributes
    ----------
    tight
        Whether sums stand without their terms, for want of room.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: tuple[ShapeRow, ...] = ()
        self.tight = False

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

    def side(self, column: int) -> Qt.AlignmentFlag:
        """Return at which side a column stands."""
        right = column in NUMBERS or (self.tight and column == _PARAMETERS)
        return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column, and its side."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            title = COLUMNS[section][1]
            return title[:1].upper() + title[1:]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, side, weight and colour."""
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return row.cells[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.side(column)
            case Qt.ItemDataRole.FontRole if not row.value:
                return font(12, QFont.Weight.Bold)
            case Qt.ItemDataRole.ForegroundRole if column == _BORDER and not row.whole:
                return self._look.theme.color("warn")
        return None


class _Cells(QStyledItemDelegate):
    """Writes what a sum comes to in place of the sum where there is little room."""

    def __init__(self, rows: _Rows) -> None:
        super().__init__()
        self._rows = rows

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Choose the text of a cell."""
        super().initStyleOption(option, index)
        if self._rows.tight and index.column() == _PARAMETERS:
            option.text = self._rows.rows[index.row()].learned


class LayersTable(QTableView):
    """Layers in rows; choosing one selects it.

    Attributes
    ----------
    layer_clicked
        Value name of a layer that is to be selected.
    """

    layer_clicked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: ShapeTable | None = None
        self._rows = _Rows(look)
        self._cells = _Cells(self._rows)
        self.setModel(self._rows)
        self.setItemDelegate(self._cells)
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
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setMaximumSectionSize(_WIDEST)
        self.selectionModel().currentRowChanged.connect(self._choose)
        look.changed.connect(self.viewport().update)

    def show_table(self, table: ShapeTable, selected: str) -> None:
        """Show another table, or another layer as the selected one."""
        if table is not self._shown:
            self._shown = table
            self._rows.show_table(table)
            self._fit()
        place = next((i for i, row in enumerate(self._rows.rows) if row.value == selected), 0)
        if place != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(place, max(0, self.currentIndex().column())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Make columns as wide as their texts; where that is too wide, write less and leave some out."""
        room = self.viewport().width()
        self._rows.tight = False
        widths = self._widths()
        if sum(widths) > room:
            self._rows.tight = True
            widths = self._widths()
        room -= sum(width for column, width in enumerate(widths) if column not in _YIELDING)
        for column in _YIELDING:
            self.setColumnHidden(column, widths[column] > room)
            room -= 0 if self.isColumnHidden(column) else widths[column]
        for column, width in enumerate(widths):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)

    def _widths(self) -> list[int]:
        for column in range(len(COLUMNS)):
            self.setColumnHidden(column, False)
        heads = self.horizontalHeader()
        return [
            min(_WIDEST, max(self.sizeHintForColumn(column), heads.sectionSizeHint(column)))
            for column in range(len(COLUMNS))
        ]

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move in the table from the window's shortcuts."""
        return withheld(event, _KEYS) or super().event(event)

    def _choose(self, current: QModelIndex, previous: QModelIndex) -> None:
        value = self._rows.rows[current.row()].value if current.isValid() else ""
        if value:
            self.layer_clicked.emit(value)
