from __future__ import annotations

import platform

from live_window import LiveWindow
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import explorer
from explorer.qt.dialogs.about import AboutDialog
from explorer.qt.dialogs.report import ReportDialog
from explorer.qt.dialogs.versions import versions


def button(dialog: QWidget, text: str) -> QPushButton:
    (found,) = [b for b in dialog.findChildren(QPushButton) if b.text() == text]
    return found


def test_versions_of_all_that_matters_are_told(live: LiveWindow) -> None:
    live.session.open_net("lenet5")
    live.settle()
    facts = dict(versions())
    assert facts["ConvNet Explorer"] == explorer.__version__
    assert facts["Python"] == platform.python_version()
    assert all(facts[name][0].isdigit() for name in ("Qt", "Numba", "NumPy", "ONNX", "pyqtgraph", "Threads"))
    assert facts["CPU"].partition(", kernels for ")[2]


def test_versions_can_be_copied(qtbot: QtBot, live: LiveWindow) -> None:
    dialog = AboutDialog(live.window)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"ConvNet Explorer", explorer.__version__, "Numba", "Licence", "MIT"} <= words
    button(dialog, "Copy versions").click()
    assert f"Python: {platform.python_version()}\n" in QGuiApplication.clipboard().text()
    dialog.deleteLater()


def test_report_has_trace_and_versions_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = ReportDialog(None, "ValueError: x", "Traceback\nValueError: x")
    qtbot.addWidget(dialog)
    text = dialog.findChild(QPlainTextEdit).toPlainText()
    assert text.endswith("Traceback\nValueError: x")
    assert f"Python: {platform.python_version()}" in text
    button(dialog, "Copy report").click()
    assert QGuiApplication.clipboard().text() == text
