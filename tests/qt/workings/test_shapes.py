from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QSpinBox, QTableView, QToolButton, QWidget

from explorer.qt.input.photo_view import PhotoView
from explorer.qt.workings.border_view import BorderView
from explorer.qt.workings.knobs import KnobsRow
from explorer.session.shape_table import COLUMNS
from explorer.session.workings.shapes import ShapesPart


@pytest.fixture
def shown(digit: LiveWindow) -> LiveWindow:
    digit.session.show_tab("shapes")
    digit.settle()
    return digit


def table(live: LiveWindow) -> QTableView:
    return live.part(QTableView, "Shapes and parameters")


def cell(live: LiveWindow, row: int, column: int) -> str:
    return str(table(live).model().index(row, column).data())


def test_table_shows_every_layer_with_its_formulas(shown: LiveWindow) -> None:
    model = table(shown).model()
    assert table(shown).isVisible()
    assert model.rowCount() == len(shown.view.workings.table.rows) + 1
    assert [model.headerData(i, Qt.Orientation.Horizontal).lower() for i in range(model.columnCount())] == [
        title.lower() for _, title in COLUMNS
    ]
    assert cell(shown, 4, 3) == "(14 − 5 + 2·0)/1 + 1 = 10"
    assert cell(shown, 4, 6) == "(5·5·6 + 1)·16 = 2416"


def test_selected_layer_is_marked_and_a_click_selects(shown: LiveWindow) -> None:
    view = table(shown)
    shown.session.select_layer("conv2")
    assert cell(shown, view.currentIndex().row(), 0) == "conv2"
    place = view.visualRect(view.model().index(1, 0)).center()
    shown.click(view.viewport(), place)
    assert shown.session.state.layer == "conv1"


def test_arrow_keys_move_in_the_table_that_has_the_focus(shown: LiveWindow) -> None:
    shown.session.select_layer("conv1")
    table(shown).setFocus()
    shown.key(Qt.Key.Key_Down)
    assert shown.session.state.layer == "relu1" and shown.session.state.slice == 0


def test_sum_is_no_layer_to_select(shown: LiveWindow) -> None:
    shown.session.select_layer("conv2")
    view = table(shown)
    view.setCurrentIndex(view.model().index(view.model().rowCount() - 1, 0))
    assert shown.session.state.layer == "conv2"


def test_table_is_copied_as_markdown(shown: LiveWindow) -> None:
    shown.part(QToolButton, "Copy the table as Markdown").click()
    assert QApplication.clipboard().text().startswith("| layer | operator |")


def test_filters_are_changed_and_the_net_follows(shown: LiveWindow) -> None:
    shown.session.select_layer("conv2")
    filters = shown.part(QSpinBox, "Filters")
    assert filters.value() == 16 and shown.part(QSpinBox, "Kernel").value() == 5
    filters.setFocus()
    shown.key(Qt.Key.Key_Up)
    shown.settle()
    assert len(shown.view.maps.volume) == 17
    assert cell(shown, 4, 6) == "(5·5·6 + 1)·17 = 2567"
    assert shown.view.workings.new == "New weights, untrained: conv2, fc3: He-initialised, seed 0."
    shown.part(QToolButton, "Draw the new weights again, from the next seed").click()
    shown.settle()
    assert "seed 1" in shown.view.workings.new
    shown.part(QToolButton, "Shapes as the net was opened").click()
    shown.settle()
    assert filters.value() == 16 and shown.view.workings.new == ""


@pytest.mark.parametrize("width", [900, 1280])
def test_what_can_be_changed_is_read_in_a_small_window_too(shown: LiveWindow, width: int) -> None:
    shown.session.select_layer("conv2")
    shown.window.resize(width, 600)
    QApplication.processEvents()
    for knob in shown.part(KnobsRow).children():
        for part in knob.findChildren(QWidget):
            if isinstance(part, QSpinBox | QLabel) and part.isVisible():
                assert part.width() >= part.sizeHint().width()


def test_undo_in_the_field_of_a_number_takes_back_the_net_too(shown: LiveWindow) -> None:
    shown.bot.waitUntil(shown.window.isActiveWindow)
    shown.session.select_layer("conv1")
    field = shown.part(QSpinBox, "Filters")
    field.setFocus()
    field.selectAll()
    shown.bot.keyClicks(field, "9")
    shown.bot.keyClick(field, Qt.Key.Key_Return)
    shown.settle()
    assert shown.view.workings.reshaped and field.hasFocus()
    shown.bot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert not shown.view.workings.reshaped and field.value() == 6


def test_window_that_cannot_be_is_told_and_the_number_goes_back(shown: LiveWindow) -> None:
    shown.session.select_layer("conv1")
    stride = shown.part(QSpinBox, "Stride")
    stride.setValue(9)
    shown.settle()
    assert shown.messages[-1].kind == "error" and "cannot be re-shaped" in shown.messages[-1].text
    assert stride.value() == 1


def test_pooling_has_no_filters_and_an_activation_no_window(shown: LiveWindow) -> None:
    shown.session.select_layer("pool1")
    assert not shown.part(QSpinBox, "Filters").isVisible() and shown.part(QSpinBox, "Stride").value() == 2
    shown.session.select_layer("relu1")
    assert not shown.part(QSpinBox, "Stride").isVisible()


def test_border_is_drawn_where_there_is_one(shown: LiveWindow) -> None:
    shown.session.select_layer("pool1")
    border = shown.part(BorderView)
    assert isinstance(shown.view.workings, ShapesPart) and "relu1" in border.accessibleName()
    before = border.grab().toImage()
    shown.session.select_layer("relu1")
    assert border.grab().toImage() != before


def test_what_no_window_holds_is_hatched_on_the_photograph(live: LiveWindow, checkout: Path, tmp_path: Path) -> None:
    from explorer.bench.builder import Builder  # noqa: PLC0415
    from explorer.importers.writer import write_net  # noqa: PLC0415

    net = Builder("wide", 1, 3, 24, 24)
    net.conv(4, 3, stride=4)
    write_net(net.graph(), tmp_path / "wide.onnx")
    live.session.open_net(str(tmp_path / "wide.onnx"))
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    photo = live.window.findChildren(PhotoView)[0]
    before = photo.grab().toImage()
    live.session.show_tab("shapes")
    live.settle()
    assert live.view.uncovered
    assert photo.grab().toImage() != before
    live.session.toggle_panel("workings")
    assert photo.grab().toImage() == before
