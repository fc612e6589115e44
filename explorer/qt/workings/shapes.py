"""Shapes and parameters of all layers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from explorer.qt.look import Look
from explorer.session.workings_part import WorkingsPart


class ShapesTab(QWidget):
    """Shows nothing yet."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def show_part(self, part: WorkingsPart) -> None:
        """Draw another part."""
