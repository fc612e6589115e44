"""Keys that a widget with the focus has for itself, although the window has commands for them."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def withheld(event: QEvent, keys: Container[int]) -> bool:
    """Return whether ``event`` asks if one of ``keys`` is a shortcut; if so, it has been told that it is none.

    To be called from ``event`` of the widget, which then returns True.
    """
    asks = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride
    if asks and Qt.Key(event.key()) in keys:
        event.accept()
        return True
    return False
