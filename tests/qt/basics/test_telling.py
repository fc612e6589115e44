from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from explorer.qt.basics.telling import Telling


class Halves(Telling):
    """Tells which half a point is in."""

    def words_at(self, point: QPointF) -> str:
        return "left" if point.x() < self.width() / 2 else "right"


def test_tooltip_is_about_the_place_under_the_pointer(qtbot: QtBot) -> None:
    halves = Halves()
    qtbot.addWidget(halves)
    halves.resize(200, 100)
    halves.show()
    qtbot.waitExposed(halves)
    for x, words in ((20, "left"), (180, "right")):
        place = QPoint(x, 50)
        QApplication.sendEvent(halves, QHelpEvent(QHelpEvent.Type.ToolTip, place, halves.mapToGlobal(place)))
        assert QToolTip.text() == words
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
