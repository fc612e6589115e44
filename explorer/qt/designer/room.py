"""A layout of text in which some lines have room below them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout


class RoomyLayout(QPlainTextDocumentLayout):
    """Lays plain text out, with so many logical pixels below a line as ``make_room`` says."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._room: Mapping[int, int] = {}

    def make_room(self, room: Mapping[int, int]) -> None:
        """Leave room below lines, by their numbers from 0."""
        if room != self._room:
            self._room = dict(room)
            self.documentSizeChanged.emit(self.documentSize())
            self.requestUpdate()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return where a line lies, with the room below it."""
        return super().blockBoundingRect(block).adjusted(0, 0, 0, self._room.get(block.blockNumber(), 0))
