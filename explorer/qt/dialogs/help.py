"""The sheet of all commands with their keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from explorer.qt.basics.panels import label
from explorer.session.commands.command import Command
from explorer.session.commands.table import COMMANDS

_MOUSE = (
    "Point at a map to read its values, click to pin a cell, double-click to see the map large, click on the "
    "photograph to see what a pixel reaches, drag the box on it to feed another part, click on the legend for other "
    "colours, drop a file to open it. Every command is in the menu (F10), and is found "
    "by its name with Ctrl+K."
)
_COLUMNS = (("File", "Edit", "Help"), ("View",), ("Go",))


class KeysDialog(QDialog):
    """Lists the commands that have keys by menu, with what the mouse does below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for menus in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(6)
            for menu in menus:
                column.addWidget(label(menu, size=13, weight=QFont.Weight.DemiBold))
                column.addLayout(_table(_with_keys(menu)))
                column.addSpacing(12)
            column.addStretch(1)
            columns.addLayout(column)
        note = label(_MOUSE, tone="second")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.addLayout(columns)
        layout.addWidget(note)
        layout.addWidget(buttons)


def _with_keys(menu: str) -> list[Command]:
    """Return the commands of a menu, and of the menus within it, that have keys."""
    return [command for command in COMMANDS if command.keys and command.menu.partition("/")[0] == menu]


def _table(commands: list[Command]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(5)
    for row, command in enumerate(commands):
        keys = ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)
        grid.addWidget(label(command.title.removesuffix("…"), tone="second"), row, 0)
        grid.addWidget(label(keys), row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setRowStretch(len(commands), 1)
    return grid
