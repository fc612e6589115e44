"""Nets that a user writes as text, looks at, changes and saves; golden figures are those of CS231n and its like."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_window import PATIENCE_MS, LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSpinBox, QTableView

from explorer.qt.designer.editor import DesignEditor
from explorer.qt.designer.problem_note import ProblemNote
from explorer.qt.designer.window import DesignerWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


class Designer:
    """What a user does in the designer."""

    def __init__(self, live: LiveWindow) -> None:
        self.live = live
        live.key(Qt.Key.Key_D, CONTROL)
        self.dialog = live.window.findChild(DesignerWindow)
        self.editor = self.dialog.findChild(DesignEditor)
        self.wait()

    def wait(self) -> None:
        def is_read() -> bool:
            return self.editor._part is not None and self.editor._part.text == self.editor.toPlainText()

        self.live.bot.waitUntil(is_read, timeout=PATIENCE_MS)

    def write(self, text: str) -> None:
        self.editor.selectAll()
        self.live.bot.keyClick(self.editor, Qt.Key.Key_Delete)
        for number, line in enumerate(text.splitlines()):
            if number:
                self.live.bot.keyClick(self.editor, Qt.Key.Key_Return)
            self.live.bot.keyClicks(self.editor, line)
        self.wait()

    def open(self) -> None:
        self.live.bot.keyClick(self.editor, Qt.Key.Key_Return, CONTROL)
        self.live.settle()


@pytest.fixture
def designer(digits: LiveWindow):
    designer = Designer(digits)
    yield designer
    designer.dialog.close()
    del designer.dialog, designer.editor


def table(live: LiveWindow) -> dict[str, dict[str, str]]:
    """Return the table of shapes as it is shown, by layer and heading."""
    live.session.show_tab("shapes")
    live.settle()
    model = live.part(QTableView, "Shapes and parameters").model()
    heads = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    rows = [[str(model.index(r, c).data()) for c in range(len(heads))] for r in range(model.rowCount())]
    return {row[0]: dict(zip(heads, row, strict=True)) for row in rows}


def test_the_lasagne_net_is_written_and_its_figures_are_those_of_the_tutorial(designer: Designer) -> None:
    designer.write("input 28x28x1\nconv 32 5x5\npool max 2x2\nconv 32 3x3\npool max 2x2\nfc 256\nfc 10")
    assert designer.editor._part.total.startswith("6 layers, 217,706 parameters")
    designer.open()
    rows = table(designer.live)
    found = {name: (row["Output W × H × D"], row["Parameters"]) for name, row in rows.items()}
    assert found["conv1"] == ("24 × 24 × 32", "(5·5·1 + 1)·32 = 832")
    assert found["pool1"] == ("12 × 12 × 32", "")
    assert found["conv2"] == ("10 × 10 × 32", "(3·3·32 + 1)·32 = 9248")
    assert found["pool2"] == ("5 × 5 × 32", "")
    assert found["fc1"] == ("1 × 1 × 256", "(800 + 1)·256 = 205056")
    assert found["fc2"] == ("1 × 1 × 10", "(256 + 1)·10 = 2570")
    assert rows["total"]["Parameters"] == "217,706"


def test_alexnet_at_224_is_mended_to_227(designer: Designer) -> None:
    designer.write("input 224x224x3\nconv 96 11x11 stride 4")
    (note,) = [note for note in designer.dialog.findChildren(ProblemNote) if note.isVisible()]
    (fix,) = [button for button in note.findChildren(QPushButton) if "227" in button.text()]
    fix.click()
    designer.wait()
    designer.open()
    row = table(designer.live)["conv1"]
    assert (row["Output W × H × D"], row["Border"]) == ("55 × 55 × 96", "whole")
    assert row["Size worked out"] == "(227 − 11 + 2·0)/4 + 1 = 55"


def test_alexnet_at_224_is_rounded_down_on_demand_and_the_border_is_shown(designer: Designer) -> None:
    designer.write("input 224x224x3\nconv 96 11x11 stride 4 floor")
    designer.open()
    row = table(designer.live)["conv1"]
    assert row["Size worked out"] == "(224 − 11 + 2·0)/4 + 1 = 54.25 → 54"
    assert row["Border"] == "misses the last row and the last column"
    designer.live.session.select_layer("conv1")
    assert len(designer.live.view.uncovered) == 2


def test_depth_of_the_output_is_the_number_of_filters_whatever_the_input(designer: Designer) -> None:
    designer.write("input 32x32x3\nconv 6 5x5\nconv 1 5x5\nconv 16 5x5")
    designer.open()
    rows = table(designer.live)
    volumes = [rows[name]["Output W × H × D"] for name in ("conv1", "conv2", "conv3")]
    assert volumes == ["28 × 28 × 6", "24 × 24 × 1", "20 × 20 × 16"]
    parameters = [rows[name]["Parameters"] for name in ("conv1", "conv2", "conv3")]
    assert parameters == ["(5·5·3 + 1)·6 = 456", "(5·5·6 + 1)·1 = 151", "(5·5·1 + 1)·16 = 416"]


def test_a_design_is_opened_changed_in_the_table_and_undone(designer: Designer) -> None:
    live = designer.live
    designer.write("input 32x32x3\nconv 6 5x5\nrelu\nfc 10")
    designer.open()
    table(live)
    live.session.select_layer("conv1")
    live.part(QSpinBox, "Filters").setValue(12)
    live.settle()
    assert table(live)["conv1"]["Parameters"] == "(5·5·3 + 1)·12 = 912"
    assert "untrained" in live.window.windowTitle()
    live.session.undo()
    live.settle()
    assert table(live)["conv1"]["Parameters"] == "(5·5·3 + 1)·6 = 456"
    live.session.undo()
    live.session.undo()
    live.settle()


def test_a_design_that_was_saved_opens_as_a_net(designer: Designer, tmp_path: Path) -> None:
    path = tmp_path / "mine.net"
    designer.live.window._ask.design_to_write = lambda name: path
    designer.write("input 16x16x1\nconv 4 3x3\nrelu\nfc 5")
    (save,) = [b for b in designer.dialog.findChildren(QPushButton) if b.text() == "Save text…"]
    save.click()
    designer.live.session.open_files([path])
    designer.live.settle()
    assert designer.live.session.state.net == "mine"
    assert [card.operator for card in designer.live.view.strip.cards][1:3] == ["Conv", "Relu"]
