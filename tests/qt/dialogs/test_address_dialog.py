from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from explorer.errors import UsageError
from explorer.qt.dialogs.address_dialog import AddressDialog


def go(text: str) -> None:
    if text != "conv2:17":
        raise UsageError(f"there is no layer {text!r}", "did you mean conv2?")


@pytest.fixture
def dialog(qtbot) -> Iterator[AddressDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AddressDialog(parent, "conv1:3", go)
    dialog.show()
    yield dialog
    dialog.close()


def test_what_is_wrong_is_said_and_the_dialog_stays(qtbot, dialog: AddressDialog) -> None:
    line = dialog.findChild(QLineEdit)
    assert line.text() == line.selectedText() == "conv1:3"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "There is no layer 'conv1:3'. Did you mean conv2?" in [label.text() for label in dialog.findChildren(QLabel)]
    qtbot.keyClicks(line, "c")
    assert "" in [label.text() for label in dialog.findChildren(QLabel)]


def test_a_right_address_closes_it(qtbot, dialog: AddressDialog) -> None:
    dialog.findChild(QLineEdit).setText("conv2:17")
    qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
    assert not dialog.isVisible() and dialog.result() == AddressDialog.DialogCode.Accepted
