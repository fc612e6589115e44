"""The line that an address is typed into, with what is wrong with it below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from explorer.errors import ExplorerError
from explorer.qt.basics.panels import label, named
from explorer.qt.basics.sentences import sentences

_WORDS = "Layer, map, column, row, such as conv2:17@5,8. Map and place may be left out: conv2, conv2:17 or conv2@5,8."


class AddressDialog(QDialog):
    """Goes where the user says, and stays open until that is possible.

    Parameters
    ----------
    address
        To begin with.
    go
        Goes to an address, or raises an ExplorerError.
    """

    def __init__(self, parent: QWidget, address: str, go: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._go = go
        self.setWindowTitle("Go to address")
        self.setFixedWidth(440)
        self._problem = label(tone="error")
        self._line = QLineEdit(address)
        self._line.selectAll()
        self._line.setAccessibleName("Address")
        self._line.textEdited.connect(lambda: self._problem.setText(""))
        words = label(_WORDS, tone="second")
        for text in (words, self._problem):
            text.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go_button = named(buttons.addButton("Go", QDialogButtonBox.ButtonRole.AcceptRole), "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for part in (words, self._line, self._problem, buttons):
            column.addWidget(part)
        go_button.setDefault(True)

    def accept(self) -> None:
        """Go there, or say why that cannot be."""
        try:
            self._go(self._line.text())
        except ExplorerError as error:
            self._problem.setText(sentences(error.message, error.hint))
            self._line.setFocus()
            self._line.selectAll()
        else:
            super().accept()
