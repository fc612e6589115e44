from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.turns import Courier, Painter
from explorer.session.messages import Progress, Report


class Painted(QWidget):
    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        self._told.append(f"painted {event.rect().width()} pixels")


def test_reports_arrive_one_a_turn_in_their_order(qtbot: QtBot) -> None:
    courier, told = Courier(), []

    def take(report: Report) -> None:
        assert isinstance(report, Progress)
        told.append(report.text)
        QTimer.singleShot(0, lambda: told.append("between"))

    courier.arrived.connect(take)
    worker = threading.Thread(target=lambda: [courier.deliver(Progress(text)) for text in ("one", "two")])
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: told.count("between") == 2)
    assert told == ["one", "between", "two", "between"]


def test_a_window_is_painted_after_what_waits_already_and_only_where_it_has_changed(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = Painted(told)
    widget.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    qtbot.addWidget(widget)
    widget.resize(200, 100)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.wait(20)
    painter = Painter(widget)
    painter.begun.connect(lambda: told.append("begun"))
    painter.ended.connect(lambda: told.append("ended"))
    told.clear()
    widget.update(10, 10, 40, 20)
    QTimer.singleShot(0, lambda: told.append("event"))
    qtbot.waitUntil(lambda: "ended" in told)
    assert told == ["event", "begun", "painted 40 pixels", "ended"]
    assert not painter.pending


def test_nothing_is_painted_of_a_window_that_has_not_changed(qtbot: QtBot) -> None:
    told: list[str] = []
    widget = Painted(told)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.wait(20)
    painter = Painter(widget)
    told.clear()
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.UpdateRequest))
    assert painter.pending
    qtbot.waitUntil(lambda: not painter.pending)
    assert told == []
