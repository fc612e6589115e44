"""A kernel slice in a popup of its own."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided
from explorer.qt.filters.enlarged import EnlargedKernel
from explorer.session.pointed import Weight


def test_small_kernels_leave_room_for_the_title(qtbot: QtBot, look: Look, filter_part) -> None:
    beside = QWidget()
    qtbot.addWidget(beside)
    beside.resize(900, 700)
    beside.show()
    enlarged = EnlargedKernel(look, beside)
    for node, kernels in (("conv1", (1, 5, 5)), ("block2.conv2", (1, 3, 3))):
        enlarged.open_at(filter_part(np.ones(kernels, np.float32), node=node), Weight(0, 0, 0), beside)
        side = kernels[1]
        assert enlarged.findChild(Elided).text() == f"Filter 0 of {node}, {side} × {side}"
    enlarged.close()
