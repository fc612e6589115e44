from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from passes import net_of
from pixels import colours
from pointer import drag, move_over, turn_wheel
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton, QWidget

from explorer.importers.writer import write_net
from explorer.qt.basics.theme import DARK, LIGHT
from explorer.qt.workings.histogram import HistogramTab
from explorer.render.paint import colour_of
from explorer.session.pointed import Cell


@pytest.fixture
def shown(live: LiveWindow, checkout: Path) -> LiveWindow:
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    live.session.show_tab("histogram")
    live.session.follow("conv1:3")
    live.settle()
    return live


def plot_of(live: LiveWindow) -> QWidget:
    from explorer.qt.workings.histogram_plot import HistogramPlot  # noqa: PLC0415

    return live.part(HistogramPlot)


def at(live: LiveWindow, value: float) -> QPointF:
    """Return the point of the plot's viewport at a value, in the middle of its height."""
    plot = plot_of(live)
    low, high = plot.seen
    box = plot.data_area
    return QPointF(box.left() + (value - low) / (high - low) * box.width(), box.center().y())


def texts(live: LiveWindow) -> list[str]:
    return [label.text() for label in live.part(HistogramTab).findChildren(QLabel) if label.isVisible()]


def test_what_draws_it_is_loaded_with_the_tab() -> None:
    program = (
        "import sys; from PySide6.QtWidgets import QApplication; from explorer.qt.app import make_window;"
        "from explorer.qt.basics.look import Look; app = QApplication([]); window = make_window(Look(app, 'light'));"
        "print('pyqtgraph' in sys.modules); window.session.close()"
    )
    started = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (started.returncode, started.stdout.strip()) == (0, "False"), started.stderr


def test_all_values_and_the_scale_are_seen_at_first(shown: LiveWindow) -> None:
    low, high = plot_of(shown).seen
    part = shown.view.workings
    assert low < part.series[1].found.low and high > part.series[1].found.high
    assert "Map 3" in texts(shown) and "All 6 maps" in texts(shown)


def test_wheel_zooms_about_the_pointer_and_a_double_click_shows_all_again(shown: LiveWindow) -> None:
    plot = plot_of(shown)
    whole, place = plot.seen, at(shown, 2.0)
    turn_wheel(plot.viewport(), place, 360)
    zoomed = plot.seen
    assert zoomed[1] - zoomed[0] < 0.9 * (whole[1] - whole[0]) and zoomed[0] < 2.0 < zoomed[1]
    shown.session.step_slice(1, 0)
    shown.settle()
    assert plot.seen == zoomed  # another map of the layer is looked at as closely
    shown.bot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert plot.seen == pytest.approx(whole, rel=0.01)


def test_finer_bins_are_drawn_where_it_is_zoomed_into(shown: LiveWindow) -> None:
    plot = plot_of(shown)
    before = plot.bin_width
    for _ in range(10):
        shown.bot.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.bin_width < before
    width = plot.seen[1] - plot.seen[0]
    shown.bot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.seen[1] - plot.seen[0] == pytest.approx(width)
    shown.bot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.bin_width == before


def test_drag_moves_the_values(shown: LiveWindow) -> None:
    plot = plot_of(shown)
    turn_wheel(plot.viewport(), at(shown, 0.0), 720)
    before = plot.seen
    drag(plot.viewport(), QPointF(plot.data_area.center()) + QPointF(9, 0), (-20, 0), (-60, 0))
    assert plot.seen[0] > before[0]


def test_bin_under_the_pointer_is_read_out(shown: LiveWindow) -> None:
    plot, part = plot_of(shown), shown.view.workings
    move_over(plot.viewport(), at(shown, 0.1))
    (text,) = [text for text in texts(shown) if text.startswith("0 < value < ")]
    assert " in map 3, " in text and shown.view.readout.text == text
    low, high = (float(number) for number in (0, text.split(" < ")[2].split(":")[0]))
    plane = shown.session._exchange.computed.activations["conv1"][0, 3]
    assert f": {((plane > low) & (plane < high)).sum()} of 784 in map 3, " in text
    assert part.slice == 3
    shown.bot.mouseMove(shown.window, pos=shown.window.rect().topLeft())
    QApplication.processEvents()


def test_line_follows_the_value_under_the_pointer(shown: LiveWindow) -> None:
    plot = plot_of(shown)
    assert plot.marked is None
    shown.session.hover(Cell(3, 8, 5))
    plane = shown.session._exchange.computed.activations["conv1"][0, 3]
    assert plot.marked == pytest.approx(plane[8, 5])
    assert QColor(LIGHT.link).name() in colours(plot)
    shown.session.hover(Cell(3, 9, 5))
    assert plot.marked == pytest.approx(plane[9, 5])
    shown.session.hover(None)
    assert plot.marked is None


def test_end_of_the_scale_is_dragged_and_locks_it_in_one_step_of_undo(shown: LiveWindow) -> None:
    plot = plot_of(shown)
    before = shown.view.maps.legend.levels
    start = at(shown, before.high)
    half = at(shown, before.high / 2) - start
    drag(plot.viewport(), start, (half.x() / 2, 0), (half.x(), 0), release=False)
    live = shown.view.maps.legend.levels
    assert shown.session.state.scope == "locked" and live.high < before.high
    drag(plot.viewport(), start, (half.x() / 2, 0), (half.x(), 0))
    QApplication.processEvents()
    locked = shown.view.maps.legend.levels
    assert locked.high == pytest.approx(before.high / 2, rel=0.1)
    assert locked.low == -locked.high  # zero stays in the middle of the colours
    shown.session.undo()
    assert shown.session.state.scope == "layer" and shown.view.maps.legend.levels == before


def test_locked_scale_is_unlocked_by_its_button(shown: LiveWindow) -> None:
    free = shown.part(QToolButton, "Unlock the colour scale")
    assert not free.isVisible()
    shown.session.set_limits(-1, 1)
    assert free.isVisible()
    free.click()
    assert shown.session.state.scope == "layer" and not free.isVisible()


def test_weights_and_logarithms_are_chosen_beside_it(shown: LiveWindow) -> None:
    shown.part(QToolButton, "Histogram of: Weights").click()
    assert "Filter 3" in texts(shown) and shown.view.workings.series[0].found.size == 25
    linear = plot_of(shown).grab().toImage()
    shown.part(QPushButton, "Logarithmic heights").click()
    assert shown.session.state.logarithmic and plot_of(shown).grab().toImage() != linear
    shown.session.follow("image")
    shown.settle()
    assert not shown.part(QToolButton, "Histogram of: Weights").isVisible()


def test_tab_leaves_the_panel_as_low_as_others_do(shown: LiveWindow) -> None:
    assert shown.part(HistogramTab).minimumSizeHint().height() <= 120


def test_statistics_make_room_in_a_narrow_panel(shown: LiveWindow) -> None:
    assert "Median" in texts(shown)
    shown.window.resize(900, 640)
    shown.bot.waitUntil(lambda: "Median" not in texts(shown) and plot_of(shown).width() > 250)


def test_focus_is_seen(shown: LiveWindow) -> None:
    shown.window.setFocus()
    before = plot_of(shown).grab().toImage()
    plot_of(shown).setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert plot_of(shown).grab().toImage() != before


def test_theme_is_that_of_the_window(shown: LiveWindow) -> None:
    plot = plot_of(shown)
    light = colours(plot)
    shown.session.set_theme("dark")
    QApplication.processEvents()
    dark = colours(plot)
    assert LIGHT.surface.lower() in light and LIGHT.surface.lower() not in dark
    assert DARK.surface.lower() in dark


@pytest.mark.parametrize("colormap", ["signed", "viridis"])
def test_bars_have_the_colours_of_the_maps(shown: LiveWindow, colormap: str) -> None:
    shown.session.set_colormap(colormap)
    part, seen = shown.view.workings, colours(plot_of(shown))
    palette = part.colours.palette("light")
    for value in (part.levels.low - 1, plot_of(shown).bin_width / 2):  # beyond the scale, and the highest bar but one
        assert "#{:02x}{:02x}{:02x}".format(*colour_of(value, part.levels, palette)) in seen


def test_right_click_opens_no_menu_of_the_plots_own(shown: LiveWindow) -> None:
    shown.bot.mouseClick(plot_of(shown).viewport(), Qt.MouseButton.RightButton, pos=at(shown, 0).toPoint())
    QApplication.processEvents()
    assert QApplication.activePopupWidget() is None


def test_all_of_it_is_reached_by_keys_and_has_names(shown: LiveWindow) -> None:
    tab = shown.part(HistogramTab)
    reached = [w for w in tab.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    widgets = [w for w in reached if w.focusProxy() is None]
    assert plot_of(shown) in widgets
    unnamed = [w for w in widgets if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))]
    silent = [w for w in widgets if isinstance(w, QAbstractButton) and not w.toolTip()]
    assert unnamed == [] and silent == []


def test_arrows_in_the_plot_do_not_step_through_maps(shown: LiveWindow) -> None:
    plot_of(shown).setFocus()
    shown.key(Qt.Key.Key_Right)
    assert shown.session.state.slice == 3


@pytest.mark.parametrize("address", ["fc3:5", "image", "softmax", "relu1:0"])
def test_every_kind_of_layer_is_drawn(shown: LiveWindow, address: str) -> None:
    titles = {layer.operator.lower(): layer.title for layer in shown.session._exchange.loaded.layers}
    shown.session.follow(titles.get(address, address))
    shown.settle()
    for logarithmic in (False, True):
        if shown.session.state.logarithmic != logarithmic:
            shown.session.toggle_logarithmic()
        assert len(colours(plot_of(shown))) > 5
    assert all(math.isfinite(end) for end in plot_of(shown).seen)


def test_values_of_another_picture_are_counted(shown: LiveWindow, checkout: Path) -> None:
    before = shown.view.workings.series[1].found.counts.sum()
    assert before == np.count_nonzero(shown.session._exchange.computed.activations["conv1"])
    picture = plot_of(shown).grab().toImage()
    shown.session.open_picture(checkout / "assets" / "samples" / "wheel.png")
    shown.settle()
    assert plot_of(shown).grab().toImage() != picture


@pytest.mark.parametrize("factor", [1e-30, 1e30])
def test_values_of_any_magnitude_are_drawn(live: LiveWindow, checkout: Path, tmp_path: Path, factor: float) -> None:
    net = tmp_path / "scaled.onnx"
    write_net(net_of((1, 3, 16, 16), {"f": np.float32(factor)}, ("y", "Mul", ("x", "f"), {})), net)
    live.session.open_net(str(net))
    live.session.open_picture(checkout / "assets" / "samples" / "wheel.png")
    live.settle()
    live.session.follow("y:1@3,4")
    live.session.show_tab("histogram")
    live.settle()
    plot, found = plot_of(live), live.view.workings.series[1].found
    move_over(plot.viewport(), at(live, found.high / 2))
    assert live.view.readout.text.split(":")[0].endswith(f"e{'−' if factor < 1 else ''}{'31' if factor < 1 else '29'}")
    assert plot.seen[0] < found.low and plot.seen[1] > found.high
    assert plot.marked == pytest.approx(live.view.workings.mark.value)
    assert len(colours(plot)) > 20


def test_a_name_with_braces_is_printed_as_it_is(live: LiveWindow, checkout: Path, tmp_path: Path) -> None:
    net = tmp_path / "braces.onnx"
    write_net(net_of((1, 3, 16, 16), {}, ("{0} {}", "Relu", ("x",), {})), net)
    live.session.open_net(str(net))
    live.session.open_picture(checkout / "assets" / "samples" / "wheel.png")
    live.settle()
    live.session.show_tab("histogram")
    live.session.pin(Cell(1, 3, 4))
    live.settle()
    printed = plot_of(live)._mark.label.toPlainText()
    assert printed == live.view.workings.mark.text and "{0} {}" in printed
