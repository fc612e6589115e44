"""A bug, shown with a report to copy."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TypeAlias

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from explorer.qt.basics.panels import label
from explorer.qt.basics.theme import font
from explorer.qt.dialogs.versions import as_text, versions


class ReportDialog(QDialog):
    """Says that something broke that should not have, and lets the report be copied."""

    def __init__(self, parent: QWidget | None, text: str, trace: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something broke")
        self.resize(640, 420)
        report = f"{as_text(versions())}\n\n{trace}"
        words = label(f"This is a mistake in the program, not yours: {text}")
        words.setWordWrap(True)
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        box.setFont(font(12, mono=True))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (words, box, buttons):
            column.addWidget(part)


Tell: TypeAlias = Callable[[str, str], None]
"""Takes one sentence about a bug, and its traceback."""


def watch_for_bugs(tell: Tell) -> None:
    """Have ``tell`` called with every exception that nobody caught, in place of Python's own hook."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        tell(f"{kind.__name__}: {error}", "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = hook


def show_bug(text: str, trace: str) -> None:
    """Print the traceback, then show it with what a report needs."""
    if sys.stderr is not None:
        sys.stderr.write(trace)
    ReportDialog(QApplication.activeWindow(), text, trace).exec()
