"""All that a session is made of, with the mouse alone: no key is pressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand import Mouse, middle
from live_window import LiveWindow
from PIL import Image
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QDockWidget, QPushButton, QToolButton

from explorer.qt.maps.centre import Centre
from explorer.qt.maps.legend_view import LegendView
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.strip.canvas import Canvas
from explorer.session.pointed import Cell

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)

ALL = "All commands"


@pytest.fixture
def mouse(live: LiveWindow, folder: Path) -> Mouse:
    return Mouse(live)


def button(live: LiveWindow, name: str) -> QToolButton:
    return live.part(QToolButton, name)


def command(mouse: Mouse, *titles: str) -> None:
    """Run a command by its place in the menu of all commands."""
    mouse.choose(button(mouse.live, ALL), *titles)


@pytest.fixture
def opened(live: LiveWindow, mouse: Mouse, folder: Path) -> Mouse:
    """A net and a picture, opened by dialogs."""
    mouse.open_file(lambda: mouse.choose(button(live, "Net"), "Open net…"), folder / "own.onnx")
    assert live.session.state.net == "own"
    buttons = [button for button in live.window.findChildren(QPushButton) if button.text() == "Open image…"]
    mouse.open_file(lambda: mouse.click(buttons[0]), folder / "photo.png")
    assert live.session.state.picture == "photo.png" and live.view.maps is not None
    return mouse


def test_layer_map_and_cell_are_chosen_and_let_go(live: LiveWindow, opened: Mouse) -> None:
    cards, maps = live.part(Canvas), live.part(MapsView).focusProxy()
    opened.click(cards, cards.box(4).center())
    assert live.view.maps.title == "conv2"
    place = QPointF(160, 90)
    opened.point(maps, place)
    hovered = live.session.state.hovered
    assert isinstance(hovered, Cell) and hovered.slice == 1 and live.view.readout.cell == hovered
    opened.click(maps, place)
    assert (live.session.state.slice, live.session.state.pinned) == (1, (hovered.y, hovered.x))
    command(opened, "Go", "Step back")
    assert live.session.state.pinned is None
    opened.click(button(live, "Map after"))
    assert live.session.state.slice == 2


def test_map_is_enlarged_and_left(live: LiveWindow, opened: Mouse) -> None:
    maps = live.part(MapsView).focusProxy()
    opened.click(maps, QPointF(100, 100), twice=True)
    assert live.session.state.zoomed
    opened.click(button(live, "Show the selected map large"))
    assert not live.session.state.zoomed


def test_colours_and_scale_are_chosen(live: LiveWindow, opened: Mouse) -> None:
    opened.click(live.part(LegendView, "Scale of the maps"))
    thumbnail = live.part(QToolButton, "Colour map: Viridis")
    opened.click(thumbnail)
    assert live.session.state.colormap == "viridis"
    thumbnail.window().hide()
    opened.click(button(live, "Colour scale: Map"))
    assert live.session.state.scope == "slice"
    command(opened, "View", "Colour scale", "For the net")
    assert live.session.state.scope == "net"
    command(opened, "Edit", "Undo")
    assert live.session.state.scope == "layer"  # what is changed in quick succession is one step


def test_two_pictures_are_compared(live: LiveWindow, opened: Mouse, folder: Path) -> None:
    opened.click(button(live, "Keep what the net makes of this image as B, to see how another image or net differs"))
    opened.open_file(lambda: command(opened, "File", "Open image…"), folder / "turned.png")
    assert live.view.compare.a == "turned.png"
    opened.click(button(live, "Comparison: A − B"))
    assert live.view.compare.side == "difference"
    opened.click(button(live, "Unpin B and compare no longer"))
    assert live.view.compare is None
    command(opened, "File", "Recent", "photo.png")
    assert live.session.state.picture == "photo.png"


def test_blocks_are_folded_and_panels_put_away(live: LiveWindow, opened: Mouse) -> None:
    before = len(live.view.strip.cards)
    fold = next(b for b in live.window.findChildren(QToolButton) if b.accessibleName().startswith("Fold"))
    opened.click(fold)
    assert len(live.view.strip.cards) < before
    opened.click(button(live, "Put the panel Input away"))
    docks = {dock.objectName(): dock for dock in live.window.findChildren(QDockWidget)}
    assert docks["input"].isHidden()
    command(opened, "View", "Panels", "Input")
    assert docks["input"].isVisible()


def test_layer_is_saved(live: LiveWindow, opened: Mouse, folder: Path) -> None:
    written = opened.save_file(lambda: opened.click(button(live, "Save all depth slices of the layer")), folder)
    with Image.open(written) as image:
        assert image.format == "PNG"


def test_theme_is_changed(live: LiveWindow, opened: Mouse) -> None:
    centre = live.part(Centre)
    light = live.picture().pixelColor(centre.mapTo(live.window, middle(centre, 0.5, 0.9).toPoint()))
    opened.click(button(live, "Dark in place of light, or back"))
    assert live.session.state.dark
    dark = live.picture().pixelColor(centre.mapTo(live.window, middle(centre, 0.5, 0.9).toPoint()))
    assert dark.lightness() < light.lightness()
