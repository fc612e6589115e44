"""The table of layers in windows that have room for all of its columns, and in others."""

from __future__ import annotations

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from explorer.qt.basics.theme import font
from explorer.qt.workings.shapes import ShapesTab
from explorer.session.shape_table import COLUMNS

PARAMETERS = next(i for i, (name, _) in enumerate(COLUMNS) if name == "parameters")


@pytest.fixture
def live_table(digit: LiveWindow) -> QTableView:
    digit.session.show_tab("shapes")
    digit.session.select_layer("conv2")
    digit.settle()
    return digit.part(QTableView, "Shapes and parameters")


def seen(table: QTableView) -> list[str]:
    """Return the columns that are shown, by the names of a row's attributes."""
    return [name for i, (name, _) in enumerate(COLUMNS) if not table.isColumnHidden(i)]


def drawn(table: QTableView, row: int) -> str:
    """Return the parameters of a row as they are written."""
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    table.itemDelegate().initStyleOption(option, table.model().index(row, PARAMETERS))
    return option.text


def test_columns_give_way_where_there_is_no_room_so_that_nothing_is_scrolled(
    live: LiveWindow, live_table: QTableView
) -> None:
    for width in (1280, 1440, 1920):
        live.window.resize(width, 900)
        live.settle()
        assert live_table.horizontalScrollBar().maximum() == 0, width
        assert {"title", "volume", "parameters", "multiply_adds"} <= set(seen(live_table))
        assert drawn(live_table, 4) == ("(5·5·6 + 1)·16 = 2416" if width == 1920 else "2,416")
    assert seen(live_table) == [name for name, _ in COLUMNS]


def test_what_has_no_room_is_told_of_the_selected_layer(live: LiveWindow, live_table: QTableView) -> None:
    assert not {"size", "border"} & set(seen(live_table))
    told = live.part(ShapesTab)._words.text()
    assert "(14 − 5 + 2·0)/1 + 1 = 10" in told and "(5·5·6 + 1)·16 = 2416 parameters" in told
    assert "come out even" in told
    tip = live_table.model().index(4, PARAMETERS).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "(5·5·6 + 1)·16 = 2416"


def test_numbers_stand_below_their_headings(live_table: QTableView) -> None:
    model = live_table.model()
    for column in range(model.columnCount()):
        heading = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert heading == model.index(1, column).data(Qt.ItemDataRole.TextAlignmentRole)


def test_layers_without_a_window_have_nothing_to_re_shape(live: LiveWindow, live_table: QTableView) -> None:
    tab = live.part(ShapesTab)
    assert tab._fixed.isHidden()
    live.session.select_layer("relu1")
    assert tab._fixed.isVisible() and tab.knobs.isHidden()


def test_only_the_sum_is_bold(live_table: QTableView) -> None:
    model = live_table.model()
    last = model.index(model.rowCount() - 1, 0).data(Qt.ItemDataRole.FontRole)
    assert last.bold() and model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None
    assert not font(12).bold()
