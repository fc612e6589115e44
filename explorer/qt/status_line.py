"""The line at the foot of the window: what is looked at, and what the net is or the worker is at."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent

from explorer.qt.basics.panels import Panel, label
from explorer.qt.basics.theme import MARGIN

_HEIGHT, _APART = 26, 6


class StatusLine(Panel):
    """Two texts of one line, the right one as wide as it needs. Another text moves nothing but these two."""

    def __init__(self) -> None:
        super().__init__("statusLine")
        self.setFixedHeight(_HEIGHT)
        self._readout, self._status = label(), label(tone="second")
        for text in (self._readout, self._status):
            text.setParent(self)

    def show_readout(self, text: str, exact: str) -> None:
        """Tell what is looked at; its value in full is a tooltip."""
        self._readout.setText(text)
        self._readout.setToolTip(exact)

    @property
    def status(self) -> str:
        """What the net is, or what the worker is at."""
        return self._status.text()

    def show_status(self, text: str) -> None:
        """Tell what the net is, or what the worker is at."""
        self._status.setText(text)

    def event(self, event: QEvent) -> bool:
        """Place the texts anew when one of them is another; a layout would arrange the whole window anew."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide = self._status.sizeHint().width()
        left = self.width() - MARGIN - wide
        self._status.setGeometry(left, 0, wide, _HEIGHT)
        self._readout.setGeometry(MARGIN, 0, max(0, left - _APART - MARGIN), _HEIGHT)
