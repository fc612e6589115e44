"""Keys that a widget with the focus has for itself, although the window has commands for them."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

_TAKE_BACK = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


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


def takes_back(event: QEvent) -> bool:
    """Return whether ``event`` asks if undo or redo is the widget's own; if so, it has been told that it is not.

    For a field whose number is the net's as soon as it is there: what is to be taken back is the change of the net.
    """
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
        return False
    found = any(event.matches(key) for key in _TAKE_BACK)
    if found:
        event.ignore()
    return found
