from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.input.answer_view import AnswerSection, _Bars
from explorer.session.views.input import Answer, AnswerPart

LONG = "hen-of-the-woods, hen of the woods, Polyporus frondosus, Grifola frondosa"


@pytest.fixture
def section(qtbot: QtBot, look: Look) -> AnswerSection:
    section = AnswerSection(look)
    qtbot.addWidget(section)
    section.resize(264, 240)
    return section


def rows(section: AnswerSection, *names: str) -> np.ndarray:
    section.show_answer(AnswerPart(tuple(Answer(name, 0.176, "17.6 %") for name in names), ""))
    section.show()
    QApplication.processEvents()
    (bars,) = section.findChildren(_Bars)
    image = bars.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[:, :, :3].copy()


def test_a_long_name_leaves_its_percent_alone(section: AnswerSection) -> None:
    short, long = rows(section, "cat"), rows(section, LONG)
    room = slice(section.width() - 60, section.width())
    assert (short[:18, room] == long[:18, room]).all()


def test_a_name_that_is_cut_is_told_whole(section: AnswerSection) -> None:
    rows(section, "cat", LONG)
    (bars,) = section.findChildren(_Bars)
    assert bars.toolTip() == LONG
    section.resize(900, 240)
    QApplication.processEvents()
    assert bars.toolTip() == ""
