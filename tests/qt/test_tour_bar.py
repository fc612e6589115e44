from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.tour_bar import TourBar
from explorer.session.tour.part import TourPart

PART = TourPart(3, 18, "How deep is a filter?", "It spans the full depth of its input.", here=True)


def texts(bar: TourBar) -> list[str]:
    return [shown.text() for shown in bar.findChildren(QLabel) if shown.isVisible()]


def buttons(bar: TourBar) -> list[str]:
    return [button.text() for button in bar.findChildren(QPushButton) if button.isVisible()]


def test_page_is_printed_with_its_number(qtbot: QtBot, look: Look) -> None:
    bar = TourBar(look)
    qtbot.addWidget(bar)
    bar.show_part(PART)
    assert texts(bar) == ["Guided tour, 3 of 18", "How deep is a filter?", "It spans the full depth of its input."]
    assert buttons(bar) == ["Next"]
    bar.show_part(None)
    assert not bar.isVisible()


def test_last_page_finishes_and_the_first_has_none_before_it(qtbot: QtBot, look: Look) -> None:
    bar = TourBar(look)
    qtbot.addWidget(bar)
    bar.show_part(TourPart(18, 18, "", "", here=True))
    assert buttons(bar) == ["Finish"] and bar._back.isEnabled()
    bar.show_part(TourPart(1, 18, "", "", here=True))
    assert buttons(bar) == ["Next"] and not bar._back.isEnabled()


def test_page_that_is_not_shown_can_be_shown_again(qtbot: QtBot, look: Look) -> None:
    bar = TourBar(look)
    qtbot.addWidget(bar)
    bar.show_part(TourPart(3, 18, "", "", here=False))
    assert buttons(bar) == ["Show it again", "Next"]
    with qtbot.waitSignal(bar.again_asked):
        bar._again.click()
    with qtbot.waitSignal(bar.turned) as turned:
        bar._back.click()
    assert turned.args == [-1]
