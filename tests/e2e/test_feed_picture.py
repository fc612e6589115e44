"""What of the picture is fed, and how, as a user changes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from live_window import LiveWindow
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from explorer.qt.input.crop_view import CropView
from explorer.qt.maps.colour_panel import ColourPanel
from explorer.qt.maps.legend_view import LegendView

LEFT = Qt.MouseButton.LeftButton


def button(live: LiveWindow, name: str) -> QToolButton:
    return live.part(QToolButton, name)


def test_box_is_dragged_and_the_maps_follow(digits: LiveWindow) -> None:
    digits.session.set_fit("stretch")
    digits.session.set_crop((0.0, 0.0, 20.0, 20.0))
    digits.settle()
    before, fed = digits.view.maps.volume.copy(), digits.view.maps.run
    photo = digits.part(CropView)
    start = QPoint(40, 30)
    digits.bot.mousePress(photo, LEFT, pos=start)
    for step in range(1, 6):
        digits.bot.mouseMove(photo, start + QPoint(6 * step, 2 * step))
        QApplication.processEvents()
    digits.bot.mouseRelease(photo, LEFT, pos=start + QPoint(30, 10))
    digits.settle()
    box = digits.view.input.framing.box
    assert box.left > 0 and box.top > 0
    assert digits.view.maps.run > fed
    assert not np.array_equal(digits.view.maps.volume, before)


def test_box_is_nudged_by_keys_while_arrows_elsewhere_step_maps(digits: LiveWindow) -> None:
    digits.session.set_fit("stretch")
    digits.session.set_crop((0.0, 0.0, 20.0, 20.0))
    digits.settle()
    photo, chosen = digits.part(CropView), digits.session.state.slice
    photo.setFocus()
    digits.key(Qt.Key.Key_Right)
    digits.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    digits.settle()
    assert digits.view.input.framing.box[:2] == (10, 1)
    assert digits.session.state.slice == chosen
    digits.key(Qt.Key.Key_Home)
    digits.settle()
    assert not digits.view.input.cropped
    digits.window.setFocus()
    digits.key(Qt.Key.Key_Right)
    assert digits.session.state.slice == chosen + 1


def test_net_is_fed_otherwise_and_as_it_was_trained_again(digits: LiveWindow) -> None:
    trained = digits.view.feed.chosen
    button(digits, "Change how the net is fed").click()
    mean = digits.part(QLineEdit, "Mean")
    mean.clear()
    digits.bot.keyClicks(mean, "0.5")
    digits.bot.keyClick(mean, Qt.Key.Key_Return)
    digits.settle()
    assert digits.view.feed.chosen.mean == (0.5,)
    button(digits, "Feed the net as before it was changed").click()
    digits.settle()
    assert digits.view.feed.chosen == trained


def test_names_of_classes_are_taken_from_a_file(digits: LiveWindow, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\n".join(f"figure {i}" for i in range(10)))
    digits.session.open_labels(names)
    digits.settle()
    assert digits.view.answer.answers[0].label.startswith("figure ")


def test_colours_are_chosen_from_the_legend(digits: LiveWindow) -> None:
    legend, panel = digits.part(LegendView, "Scale of the maps"), digits.part(ColourPanel)
    digits.click(legend, QPoint(20, 20))
    assert panel.isVisible()
    button(digits, "Colour map: Viridis").click()
    QApplication.processEvents()
    assert digits.view.maps.legend.colours.name == "viridis"
    digits.bot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_locked_scale_outlives_the_picture(digits: LiveWindow, tmp_path: Path) -> None:
    button(digits, "Colour scale: Locked").click()
    before = digits.view.maps.legend.levels
    Image.fromarray(np.full((30, 30), 200, np.uint8)).save(tmp_path / "plain.png")
    digits.session.open_picture(tmp_path / "plain.png")
    digits.settle()
    after = digits.view.maps.legend.levels
    assert (after.low, after.high) == (before.low, before.high)
    assert (after.minimum, after.maximum) != (before.minimum, before.maximum)
