"""Keys that a widget with the focus has for itself, although the window has commands for them."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


def withheld(event: QEvent, keys: Container[int]) -> bool:
    """Return whether ``event`` asks if one of ``keys`` is a shortcut; if so, it has been told that it is none.

    To be called from ``event`` of the widget, which then returns True.
    """
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
        return False
    withholds = event.key() in keys
    if withholds:
        event.accept()
    return withholds
