"""A number that is typed over a cell."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QStyle, QStyleOptionFrame, QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.filters.entry import NumberEntry


@pytest.mark.parametrize("value", [-0.10108884423971176, -float(np.finfo(np.float32).tiny), 1 / 3])
def test_all_digits_and_the_sign_are_seen(qtbot: QtBot, look: Look, value: float) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(300, 200)
    over.show()
    entry = NumberEntry(over)
    entry.open_over(QRectF(20, 20, 28, 28), float(np.float32(value)))
    option = QStyleOptionFrame()
    entry.initStyleOption(option)
    room = entry.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, entry).width() - 4
    assert entry.fontMetrics().horizontalAdvance(entry.text()) <= room
