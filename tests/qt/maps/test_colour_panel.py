from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from pixels import colours
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.colour_panel import ColourPanel
from explorer.qt.maps.legend_view import LegendView
from explorer.render.colour import MARK, TITLES, Colouring
from explorer.render.histogram import BINS
from explorer.render.levels import Levels, levels_of
from explorer.session.state import GAMMAS, ViewState

SIGNED = levels_of(np.linspace(-2, 3, 100, dtype=np.float32)[None, None])[0]


@pytest.fixture
def panel(qtbot: QtBot, look: Look, slice_of, letter) -> Iterator[ColourPanel]:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = ColourPanel(look, owner)
    made.show_slice(slice_of(letter - 0.5), ViewState())
    owner.show()
    made.open_below(owner)
    qtbot.waitExposed(made)
    yield made
    made.close()


def button(panel: ColourPanel, name: str) -> QToolButton:
    (found,) = [b for b in panel.findChildren(QToolButton) if b.text() == TITLES[name]]
    return found


@pytest.fixture
def legend(qtbot: QtBot, look: Look) -> LegendView:
    made = LegendView(look, "Scale", opens=True)
    qtbot.addWidget(made)
    made.show_levels(SIGNED, Colouring(), np.arange(BINS), "these maps")
    made.resize(made.sizeHint())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_every_map_has_a_thumbnail_of_its_own(panel: ColourPanel) -> None:
    pictures = {name: button(panel, name).icon().pixmap(72, 48).toImage() for name in TITLES}
    assert len({bytes(picture.constBits()) for picture in pictures.values()}) == len(TITLES)


def test_map_that_is_clicked_is_chosen(panel: ColourPanel, qtbot: QtBot) -> None:
    assert button(panel, "signed").isChecked()
    with qtbot.waitSignal(panel.colormap_chosen) as chosen:
        button(panel, "magma").click()
    assert chosen.args == ["magma"]


def test_gamma_is_chosen_by_the_slider_and_shown_without_being_chosen(panel: ColourPanel, qtbot: QtBot) -> None:
    slider = panel.findChild(QSlider)
    with qtbot.waitSignal(panel.gamma_chosen) as chosen:
        slider.setValue(0)
    assert chosen.args == [GAMMAS[0]]
    with qtbot.assertNotEmitted(panel.gamma_chosen):
        panel.show_slice(None, ViewState(gamma=2.0))
    assert slider.value() == GAMMAS.index(2.0)
    assert "2" in {label.text() for label in panel.findChildren(QLabel)}


def test_marks_are_toggled(panel: ColourPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.marks_toggled):
        panel.findChild(QCheckBox).click()


def test_ends_of_the_scale_are_typed(panel: ColourPanel, qtbot: QtBot) -> None:
    field = panel.findChild(QLineEdit)
    assert field.text() == "−0.5, 0.5"
    field.clear()
    qtbot.keyClicks(field, "2, -1")
    with qtbot.waitSignal(panel.limits_chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [-1, 2]


def test_what_is_no_scale_is_told(panel: ColourPanel, qtbot: QtBot) -> None:
    field = panel.findChild(QLineEdit)
    field.clear()
    qtbot.keyClicks(field, "3")
    with qtbot.assertNotEmitted(panel.limits_chosen):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert any("is no range" in label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_escape_closes(panel: ColourPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_legend_tells_its_scale_in_words(legend: LegendView) -> None:
    assert "from −2.00 to 3.00" in legend.toolTip()
    assert "one scale for these maps" in legend.accessibleDescription()
    assert len(colours(legend)) > 50


def test_legend_tells_of_what_is_no_number(legend: LegendView) -> None:
    legend.show_levels(replace(SIGNED, broken=7), Colouring(), np.arange(BINS), "these maps")
    assert "7 are NaN or infinite, and magenta" in legend.toolTip()


def test_legend_of_maps_without_a_number_tells_no_extremes(legend: LegendView) -> None:
    (levels,) = levels_of(np.full((1, 2, 2), np.nan, np.float32))
    legend.show_levels(levels, Colouring(), np.zeros(BINS), "these maps")
    assert legend.toolTip().startswith("No value is finite.") and "4 are NaN" in legend.toolTip()
    assert legend._rows[1] == ("no finite value", "")
    assert not legend.grab().isNull()


def test_legend_opens_by_click_and_key(legend: LegendView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(legend.opened):
        qtbot.mouseClick(legend, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(legend.opened):
        qtbot.keyClick(legend, Qt.Key.Key_Space)


@pytest.mark.parametrize("magnitude", [1e-20, 0.123, 12345.0, 1e30])
def test_numbers_of_the_legend_are_never_cut(legend: LegendView, magnitude: float) -> None:
    levels = Levels(-magnitude, magnitude, -2 * magnitude, 2 * magnitude)
    legend.show_levels(levels, Colouring(), np.arange(BINS), "these maps")
    metrics = legend.fontMetrics()
    width = legend.minimumSizeHint().width()
    low, high = levels.ends
    assert width >= metrics.horizontalAdvance(f"{low}{high}") * 11 / metrics.height()
    assert width >= 100


def test_legend_marks_the_ends_beyond_which_values_lie(legend: LegendView) -> None:
    mark = "#{:02x}{:02x}{:02x}".format(*MARK[True])
    clipped = replace(SIGNED, low=-1.0)
    for colouring, found in ((Colouring(), False), (Colouring(marked=True), True)):
        legend.show_levels(clipped, colouring, np.arange(BINS), "these maps")
        assert (mark in colours(legend)) == found
    legend.show_levels(SIGNED, Colouring(marked=True), np.arange(BINS), "these maps")
    assert mark not in colours(legend)
