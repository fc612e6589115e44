from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.arithmetic.rows import brief_rows, full_rows
from explorer.qt.arithmetic.view import WorkedView, _fitted
from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import font
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.session.views.worked import Grid, Line, Step, Term, Worked

LEVELS = Levels(-1.0, 1.0, -1.0, 1.0)


def grid(name: str = "signed") -> Grid:
    return Grid(np.full((3, 3), 0.5, np.float32), LEVELS, Colouring(name))


@pytest.fixture
def conv() -> Worked:
    terms = [
        Term(f"Channel {i}", number, grids=(grid(), grid("weights"), grid()), source=("pool1", i))
        for i, number in enumerate((-2.0, 1.0))
    ]
    lines = (Line("Sum of 2", -1.0), Line("Bias, once", 0.25), Line("Sum", -0.75, "sum"))
    first = Step("Conv conv", "conv:3@1,2", terms, 2, lines, -0.75, 0.0, "It is a correlation.")
    relu = Step("Relu relu", "relu:3@1,2", (), 0, (Line("Relu", 0.0, "result", "max(0, x)"),), 0.0, 0.0)
    return Worked("conv:3@1,2", 1, (), (first, relu))


def test_rows_are_terms_then_bias_sum_and_activation(conv: Worked) -> None:
    rows = brief_rows(conv)
    texts = [(row.kind, row.text, row.number) for row in rows]
    assert texts == [
        ("term", "Channel 0", "\u22122.00"),
        ("term", "Channel 1", "+1.00"),
        ("line", "Sum of 2", "\u22121.00"),
        ("line", "Bias, once", "+0.250"),
        ("rule", "", ""),
        ("line", "Sum", "\u22120.750"),
        ("line", "Relu  max(0, x)", "0"),
    ]
    assert [row.share for row in rows[:2]] == [-1.0, 0.5]
    assert [row.text for row in rows if row.own] == ["Sum"] and [row.text for row in rows if row.bold] == [
        rows[-1].text
    ]


def test_all_lines_tell_the_tensor_and_notes_come_last(conv: Worked) -> None:
    rows = full_rows(conv, exactly=True)
    assert [row.text for row in rows if row.kind == "heading"] == ["Conv conv", "Relu relu"]
    assert sum(row.text == "In the tensor" for row in rows) == 2
    assert rows[-1].kind == "note" and rows[-1].text == "It is a correlation."


def test_long_formula_has_a_row_of_its_own(conv: Worked) -> None:
    line = Line("BatchNormalization", 1.0, "result", "(x - mean) / sqrt(variance + epsilon) * scale + bias")
    rows = brief_rows(Worked("a", 1, (), (Step("b", "a", (), 0, (line,), 1.0, 0.0),)))
    assert [(row.kind, row.text) for row in rows] == [("note", line.rule), ("line", "BatchNormalization")]


def test_click_asks_for_the_map_of_a_term(qtbot: QtBot, look: Look, conv: Worked) -> None:
    view = WorkedView(look, "rows")
    qtbot.addWidget(view)
    view.show_rows(brief_rows(conv))
    view.resize(300, view.heightForWidth(300))
    view.show()
    with qtbot.waitSignal(view.map_asked) as asked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPointF(40, 50).toPoint())
    assert asked.args == ["pool1", 1]
    assert view.accessibleDescription().startswith("Channel 0 \u22122.00; Channel 1 +1.00")
    assert view.grab().toImage() != WorkedView(look, "none").grab().toImage()


def test_a_name_is_cut_before_the_numbers_of_its_detail(qapp: QApplication) -> None:
    metrics = QFontMetricsF(font(12))
    detail = "  exp(\u22120.421 \u2212 2.36)"
    text = _fitted("automobile", detail, metrics, metrics.horizontalAdvance(detail) + 40)
    assert text.endswith(detail) and "\u2026" in text
    assert _fitted("automobile", detail, metrics, 900) == f"automobile{detail}"
    assert metrics.horizontalAdvance(_fitted("automobile", detail, metrics, 60)) <= 60
