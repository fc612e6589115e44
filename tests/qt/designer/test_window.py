from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_window import PATIENCE_MS, LiveWindow
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPushButton, QSpinBox

from explorer.importers.reader import read_net
from explorer.qt.designer.editor import DesignEditor
from explorer.qt.designer.margins import RightMargin
from explorer.qt.designer.problem_note import ProblemNote
from explorer.qt.designer.window import DesignerWindow
from explorer.session.request import DesignText

ALEXNET = "input 224x224x3\nconv 96 11x11 stride 4\nrelu\n"
TINY = "input 16x16x1\nconv 4 3x3\nrelu\nfc 5\nsoftmax\n"


class Desk:
    """The designer over a window, with what the user does in it."""

    def __init__(self, live: LiveWindow) -> None:
        self.live = live
        (action,) = [action for action in live.window.actions() if action.text() == "Design a net…"]
        action.trigger()
        self.dialog = live.window.findChild(DesignerWindow)
        self.editor = self.dialog.findChild(DesignEditor)

    def write(self, text: str) -> None:
        self.editor.put(text)
        self.wait()

    def wait(self) -> None:
        """Wait until the text has been read."""
        self.live.bot.waitUntil(
            lambda: self.editor._part is not None and self.editor._part.text == self.editor.toPlainText(),
            timeout=PATIENCE_MS,
        )

    def button(self, title: str) -> QPushButton:
        (found,) = [b for b in self.dialog.findChildren(QPushButton) if b.text() == title and not b.isHidden()]
        return found

    def notes(self) -> list[ProblemNote]:
        return [note for note in self.dialog.findChildren(ProblemNote) if note.isVisible()]


@pytest.fixture
def desk(live: LiveWindow) -> Iterator[Desk]:
    desk = Desk(live)
    desk.wait()
    yield desk
    desk.dialog.close()
    del desk.dialog, desk.editor


def test_designer_begins_with_a_net_that_is_right(desk: Desk) -> None:
    assert desk.dialog.isVisible() and "conv 6 5x5" in desk.editor.toPlainText()
    assert desk.button("Open in the explorer").isEnabled() and desk.notes() == []


def test_shapes_follow_the_typing(desk: Desk) -> None:
    desk.write(TINY)
    margin = desk.dialog.findChild(RightMargin)
    before = margin.grab().toImage()
    cursor = QTextCursor(desk.editor.document().findBlockByNumber(1))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    desk.editor.setTextCursor(cursor)
    desk.live.bot.keyClicks(desk.editor, " stride 2 floor")
    desk.wait()
    assert desk.editor._part.beside[1].volume == "7 × 7 × 4"
    assert margin.grab().toImage() != before


def test_what_is_known_of_a_line_goes_with_it(desk: Desk) -> None:
    desk.write(TINY)
    cursor = QTextCursor(desk.editor.document().begin())
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    cursor.insertText("\n# tiny")
    beside = [beside.volume if beside else "" for _, _, beside, _ in desk.editor._lines()]
    assert beside[:4] == ["16 × 16 × 1", "", "14 × 14 × 4", "14 × 14 × 4"]


def test_problem_stands_below_its_line_and_a_fix_mends_it(desk: Desk) -> None:
    desk.write(ALEXNET)
    (note,) = desk.notes()
    lines = [place.top() for _, place, _, _ in desk.editor._lines()]
    assert lines[2] - lines[1] > note.height() > 40
    assert not desk.button("Open in the explorer").isEnabled()
    desk.button("input 227x227x3").click()
    desk.wait()
    assert desk.notes() == [] and desk.editor._part.beside[1].volume == "55 × 55 × 96"
    desk.editor.undo()
    desk.wait()
    assert desk.editor.toPlainText() == ALEXNET and len(desk.notes()) == 1


def test_design_opens_in_the_explorer_on_the_picture_that_is_open(desk: Desk, checkout: Path) -> None:
    live = desk.live
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    desk.write(TINY)
    desk.button("Open in the explorer").click()
    live.settle()
    assert live.session.design == DesignText("lenet5", TINY)
    assert [card.operator for card in live.view.strip.cards][1:3] == ["Conv", "Relu"]


def test_pattern_is_written_out(desk: Desk) -> None:
    (pattern,) = [line for line in desk.dialog.findChildren(QLineEdit) if line.accessibleName() == "Pattern"]
    pattern.setText("INPUT -> [CONV -> RELU -> POOL]*2 -> FC")
    desk.button("Write out").click()
    desk.live.bot.waitUntil(lambda: "RELU -> POOL" in desk.editor.toPlainText(), timeout=PATIENCE_MS)
    desk.wait()
    assert desk.editor.toPlainText().count("\nconv ") == 2 and desk.editor._part.sound


def test_seed_is_a_line_of_the_text(desk: Desk) -> None:
    desk.write(TINY)
    (seed,) = [box for box in desk.dialog.findChildren(QSpinBox) if box.accessibleName() == "Seed"]
    seed.setValue(5)
    desk.wait()
    assert desk.editor.toPlainText() == f"seed 5\n{TINY}" and desk.editor._part.seed == 5
    desk.write("seed 9\n" + TINY)
    assert seed.value() == 9


def test_text_and_net_are_saved(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(TINY)
    monkeypatch.setattr(desk.live.window._ask, "design_to_write", lambda name: tmp_path / name)
    monkeypatch.setattr(desk.live.window._ask, "net_to_write", lambda name: tmp_path / name)
    desk.button("Save text…").click()
    assert (tmp_path / "lenet5.net").read_text() == TINY
    desk.button("Save ONNX…").click()
    path = tmp_path / "lenet5.onnx"
    desk.live.bot.waitUntil(path.exists, timeout=PATIENCE_MS)
    assert read_net(path).nodes[0].operator == "Conv"


def test_presets_are_offered_by_name(desk: Desk) -> None:
    names = [action.text() for action in desk.dialog._presets.menu().actions()]
    assert {"alexnet", "lasagne-mnist", "vgg16", "inception-v3"} <= set(names)
    desk.dialog._presets.menu().actions()[names.index("lasagne-mnist")].trigger()
    desk.wait()
    assert "217,706 parameters" in desk.editor._part.total


def test_text_stays_while_the_designer_is_closed(desk: Desk) -> None:
    desk.write(TINY)
    desk.dialog.close()
    assert not desk.dialog.isVisible()
    desk.live.window._ask.design(None)
    assert desk.dialog.isVisible() and desk.editor.toPlainText() == TINY


def test_designer_closes_with_the_window(desk: Desk) -> None:
    desk.live.window.close()
    assert not desk.dialog.isVisible()


def test_net_that_is_open_is_edited_as_text(live: LiveWindow) -> None:
    (action,) = [action for action in live.window.actions() if action.text() == "Edit this net as text…"]
    assert not action.isEnabled()
    live.session.open_net("preset:cifar-first")
    live.settle()
    assert action.isEnabled()
    action.trigger()
    dialog = live.window.findChild(DesignerWindow)
    assert "conv 6 5x5" in dialog.findChild(DesignEditor).toPlainText()
    dialog.close()
