"""Makes Qt's application, or says in one sentence why there can be none."""

from __future__ import annotations

import os
import sys
from functools import partial

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

_FAILED = 2
_TURN_S = 0.001
"""Longest time that Python in the worker's thread keeps the window's from running."""

_ADVICE = "'convnet-explorer export NET IMAGE --out DIR' saves activation maps as PNG without a window"


def make_application() -> QApplication:
    """Return the application that there is, or a new one.

    Notes
    -----
    Where the screen does not answer, or a system library is missing, Qt aborts the process. It leaves with exit code 2
    before that, after one sentence on standard error.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    sys.setswitchinterval(_TURN_S)
    heard: list[str] = []
    qInstallMessageHandler(partial(_listen, heard))
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    sys.stderr.writelines(f"{text}\n" for text in heard)
    return application


def _listen(heard: list[str], kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if kind is QtMsgType.QtFatalMsg:
        reason = next(iter(heard), text).splitlines()[0].rstrip(".")
        sys.stderr.write(f"error: no window can be opened: {reason} ({_ADVICE})\n")
        sys.stderr.flush()
        os._exit(_FAILED)
    heard.append(text)
