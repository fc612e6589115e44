"""Widgets whose tooltip is about the place under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget


class Telling(QWidget):
    """Tells what is under the pointer in full."""

    def words_at(self, point: QPointF) -> str:
        """Return what is at a point of the widget, in words; empty where there is nothing to tell."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Show the words in place of a tooltip."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)
