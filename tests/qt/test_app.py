from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.app import AfterPaint, begin_on_screen


class Painted(QWidget):
    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        self._told.append("painted")


def test_work_starts_once_after_the_window_is_painted(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = Painted(told)
    qtbot.addWidget(widget)
    AfterPaint(widget, lambda: told.append("started"))
    assert told == []
    widget.show()
    qtbot.waitUntil(lambda: "started" in told)
    widget.repaint()
    qtbot.wait(50)
    assert told[0] == "painted"
    assert told.count("started") == 1


def test_work_starts_also_where_nothing_is_ever_painted(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = Painted(told)
    qtbot.addWidget(widget)
    AfterPaint(widget, lambda: told.append("started"))
    qtbot.waitUntil(lambda: told == ["started"], timeout=4000)


def test_a_window_that_its_screen_has_no_room_for_fills_the_screen(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    room = widget.screen().availableSize()
    assert room.width() < 1440
    begin_on_screen(widget)
    assert widget.size() == QSize(1440, 900).boundedTo(room)
    assert widget.isMaximized()
