"""A bug, shown with a report to copy."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

import PySide6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

import explorer
from explorer.qt.panels import label


class ReportDialog(QDialog):
    """Says that something broke that should not have, and lets the report be copied."""

    def __init__(self, parent: QWidget | None, text: str, trace: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something broke")
        self.resize(640, 420)
        report = f"{_about()}\n\n{trace}"
        words = label(f"This is a mistake in the program, not yours: {text}")
        words.setWordWrap(True)
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (words, box, buttons):
            column.addWidget(part)


def show_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Take the place of ``sys.excepthook``: print the traceback, then show it."""
    text = "".join(traceback.format_exception(kind, error, trace))
    if sys.stderr is not None:
        sys.stderr.write(text)
    if not issubclass(kind, KeyboardInterrupt):
        ReportDialog(None, f"{kind.__name__}: {error}", text).exec()


def _about() -> str:
    versions = f"Python {platform.python_version()}, PySide6 {PySide6.__version__}"
    return f"ConvNet Explorer {explorer.__version__}, {versions}, {platform.platform()}"
