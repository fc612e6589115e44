from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import Theme
from explorer.qt.strip import drawing
from explorer.qt.strip.canvas import Canvas
from explorer.qt.strip.card import chevron_box
from explorer.session.strip.card import Card
from explorer.session.views.strip import StripPart

LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)


@pytest.fixture
def canvas(look: Look, shown, branches: StripPart) -> Canvas:
    canvas = Canvas(look)
    canvas.show_strip(branches)
    shown(canvas, (1300, 300))
    return canvas


def colours(canvas: Canvas) -> set[str]:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = np.unique(np.frombuffer(image.constBits(), np.uint32))
    return {QColor(pixel).name() for pixel in found.tolist()}


def test_card_that_is_clicked_tells_its_layer(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.waitSignal(canvas.layer_chosen) as chosen:
        qtbot.mouseClick(canvas, LEFT, pos=canvas.box(5).center().toPoint())
    assert chosen.args == ["v5"]


def test_gap_that_is_clicked_tells_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.assertNotEmitted(canvas.layer_chosen):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(2, 2))


def test_chevron_turns_its_block_and_selects_nothing(qtbot: QtBot, canvas: Canvas, branches: StripPart) -> None:
    cards = (replace(branches.cards[0], block="v1", contents=("conv0", "conv1")), *branches.cards[1:])
    canvas.show_strip(replace(branches, cards=cards))
    chosen: list[str] = []
    canvas.layer_chosen.connect(chosen.append)
    with qtbot.waitSignal(canvas.block_turned) as turned:
        qtbot.mouseClick(canvas, LEFT, pos=chevron_box(canvas.box(0)).center().toPoint())
    assert turned.args == ["v1"] and not chosen


def test_dragging_moves_and_selects_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    moves: list[QPoint] = []
    chosen: list[str] = []
    canvas.dragged.connect(moves.append)
    canvas.layer_chosen.connect(chosen.append)
    start = canvas.box(1).center().toPoint()
    qtbot.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, start + QPoint(2, 0))
    for x in (20, 40, 60):
        qtbot.mouseMove(canvas, start - QPoint(x, 0))
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, LEFT, pos=start - QPoint(60, 0))
    assert sum(move.x() for move in moves) <= -40 and not chosen


@pytest.mark.parametrize(
    ("key", "value"),
    [(Qt.Key.Key_Right, "v2"), (Qt.Key.Key_Down, "v4"), (Qt.Key.Key_End, "v8")],
)
def test_arrow_keys_step_while_the_strip_has_the_focus(qtbot: QtBot, canvas: Canvas, key: Qt.Key, value: str) -> None:
    canvas.setFocus()
    with qtbot.waitSignal(canvas.layer_chosen) as chosen:
        qtbot.keyClick(canvas, key)
    assert chosen.args == [value]


def test_no_step_beyond_the_first_card(qtbot: QtBot, canvas: Canvas) -> None:
    with qtbot.assertNotEmitted(canvas.layer_chosen):
        qtbot.keyClick(canvas, Qt.Key.Key_Left)


def test_selected_card_and_its_lines_are_in_the_accent_colour(canvas: Canvas, branches: StripPart) -> None:
    def accents(x: float, y: float) -> bool:
        colour = canvas.grab().toImage().pixelColor(round(x), round(y))
        return colour.blue() - colour.red() > 100

    joint = canvas.box(7)
    for selected, expected in ((3, True), (0, False)):
        canvas.show_strip(replace(branches, selected=selected))
        assert accents(joint.left() - 3, joint.center().y()) == expected
        assert accents(joint.center().x(), joint.top()) == expected


def test_thumbnails_are_painted_as_they_are_seen(qtbot: QtBot, canvas: Canvas, branches: StripPart, thumbnail) -> None:
    assert "#ff0000" not in colours(canvas)
    asked: list[str] = []

    def drawn(value: str, most: int, theme: str) -> object:
        asked.append(value)
        return thumbnail(value, most, theme)

    canvas.show_strip(replace(branches, run=1, thumbnail=drawn))
    qtbot.waitUntil(lambda: "#ff0000" in colours(canvas))
    qtbot.waitUntil(lambda: len(asked) == len(branches.cards))
    canvas.show_strip(replace(branches, run=1, thumbnail=drawn, selected=2))
    colours(canvas)
    assert len(asked) == len(branches.cards)


def test_stale_pictures_are_tinted(qtbot: QtBot, canvas: Canvas, branches: StripPart, thumbnail) -> None:
    canvas.show_strip(replace(branches, run=1, thumbnail=thumbnail))
    qtbot.waitUntil(lambda: "#ff0000" in colours(canvas))
    canvas.show_stale(True)
    assert "#ff0000" not in colours(canvas)


def test_found_layers_are_marked(canvas: Canvas, branches: StripPart, look: Look) -> None:
    assert look.theme.hit.lower() not in colours(canvas)
    canvas.show_strip(replace(branches, found=frozenset({2})))
    assert look.theme.hit.lower() in colours(canvas)


def test_edited_layers_have_a_folded_corner(canvas: Canvas, branches: StripPart, look: Look) -> None:
    corner = canvas.box(2).topRight() + QPointF(-5, 5)
    plain = canvas.grab().toImage().pixelColor(corner.toPoint())
    canvas.show_strip(replace(branches, edited=frozenset({2})))
    assert plain.name() != canvas.grab().toImage().pixelColor(corner.toPoint()).name() == look.theme.text.lower()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_card_under_the_pointer_explains_itself(canvas: Canvas) -> None:
    place = canvas.box(7).center().toPoint()
    QApplication.sendEvent(canvas, QHelpEvent(QHelpEvent.Type.ToolTip, place, canvas.mapToGlobal(place)))
    assert "parameters: (3·3 + 1)·4 = 40" in QToolTip.text()
    assert "reads: conv1, conv3, conv5, conv6" in QToolTip.text()
    assert "read by: conv8" in QToolTip.text()
    QToolTip.hideText()


def test_screen_reader_is_told_of_the_selected_layer(canvas: Canvas) -> None:
    assert canvas.accessibleName() == "Layers"
    assert canvas.accessibleDescription() == "Conv, conv0, 8 × 8 × 4, 1 of 9"


def test_empty_strip_paints_nothing(canvas: Canvas) -> None:
    canvas.show_strip(None)
    assert len(colours(canvas)) == 1 and canvas.geometry_.tile_at(QPointF(20, 20)) is None


def test_cards_whose_pictures_come_out_the_same_are_not_painted_anew(
    qtbot: QtBot, canvas: Canvas, branches: StripPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def drawn(run: int) -> Callable[[str, int, str], np.ndarray]:
        def draw(value: str, most: int, theme: str) -> np.ndarray:
            asked.append(value)
            return np.full((most, most, 3), run if value == "v5" else 7, np.uint8)

        return draw

    canvas.show_strip(replace(branches, run=1, thumbnail=drawn(1)))
    qtbot.waitUntil(lambda: "#010101" in colours(canvas) and len(asked) == len(branches.cards))
    QApplication.processEvents()
    painted: dict[str, list[str]] = {"paint_card": [], "paint_pass": []}

    def noting(name: str) -> Callable[..., None]:
        paint = getattr(drawing, name)

        def noted(painter: QPainter, theme: Theme, card: Card, *rest: object) -> None:
            painted[name].append(card.name)
            paint(painter, theme, card, *rest)

        return noted

    for name in painted:
        monkeypatch.setattr(drawing, name, noting(name))
    canvas.show_strip(replace(branches, run=2, thumbnail=drawn(2)))
    qtbot.waitUntil(lambda: "#020202" in colours(canvas))
    beside = [other for other in range(9) if canvas.box(other).adjusted(-12, -12, 12, 12).intersects(canvas.box(5))]
    passed = painted["paint_pass"]
    assert passed.count("conv5") == 1 and set(passed) <= {f"conv{other}" for other in beside} and len(beside) < 4
    assert painted["paint_card"] == []
