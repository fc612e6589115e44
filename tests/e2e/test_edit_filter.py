"""Changing the weights of a net: what is dragged is followed by every map behind it, undone, and saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from live_window import LiveWindow
from pointer import drag
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.entry import NumberEntry
from explorer.qt.right_panel import RightPanel
from explorer.session.pointed import Cell, Weight

FIRST = Weight(0, 1, 1)


@pytest.fixture
def birds(live: LiveWindow, checkout: Path) -> LiveWindow:
    """A window that shows the first convolution of cifar10."""
    live.session.open_net("cifar10")
    live.session.open_picture(checkout / "assets" / "samples" / "shapes.png")
    live.settle()
    assert live.view.maps.title == "conv1_1"
    return live


def weights(live: LiveWindow) -> FilterEditor:
    return live.part(FilterEditor, "Filter weights")


def pull(live: LiveWindow, weight: Weight, *ways: tuple[float, float]) -> None:
    """Drag a weight of the filter that is shown."""
    view = weights(live)
    drag(view, view.box_of(weight).center(), *ways)
    live.settle()


def button_of(live: LiveWindow, text: str) -> QPushButton:
    (found,) = [button for button in live.window.findChildren(QPushButton) if button.text() == text]
    return found


def values(live: LiveWindow) -> dict[str, np.ndarray]:
    """Return the value of each layer by its title."""
    computed = live.session._exchange.computed
    return {layer.title: np.array(computed.activations[layer.value]) for layer in computed.loaded.layers}


def test_a_weight_that_is_dragged_changes_its_map_and_all_that_follows(birds: LiveWindow) -> None:
    before, answer = values(birds), birds.view.answer
    pull(birds, FIRST, (0, -60), (0, -120), (0, -180))
    after = values(birds)
    assert np.abs(after["conv1_1"] - before["conv1_1"]).max(axis=(0, 2, 3)).nonzero()[0].tolist() == [0]
    assert np.abs(after["relu1_1"] - before["relu1_1"]).max() > 0.1
    assert birds.view.answer != answer
    assert "edited" in birds.view.title and "edited" in birds.window.windowTitle()
    assert birds.view.filter.marked[FIRST.kernel, FIRST.y, FIRST.x]


def test_a_drag_is_one_step_of_undo(birds: LiveWindow) -> None:
    before = values(birds)
    view = weights(birds)
    place = view.box_of(FIRST).center()
    drag(view, place, (0, -40), release=False)
    birds.settle()
    drag(view, place, (0, -90))
    birds.settle()
    after = values(birds)
    birds.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    birds.settle()
    np.testing.assert_array_equal(values(birds)["conv1_1"], before["conv1_1"])
    assert not birds.view.filter.marked.any()
    birds.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    birds.settle()
    np.testing.assert_array_equal(values(birds)["conv1_1"], after["conv1_1"])


def test_a_weight_is_found_and_typed_with_the_keys_alone(birds: LiveWindow) -> None:
    view = weights(birds)
    for _ in range(100):
        if birds.window.focusWidget() is view:
            break
        birds.key(Qt.Key.Key_Tab)
    birds.key(Qt.Key.Key_Right)
    birds.key(Qt.Key.Key_Return)
    entry, scrolled = birds.window.focusWidget(), birds.part(RightPanel).verticalScrollBar().value()
    assert isinstance(entry, NumberEntry)
    birds.bot.keyClicks(entry, "2.5")
    birds.key(Qt.Key.Key_Return)
    birds.settle()
    assert birds.view.filter.kernels[0, 0, 1] == 2.5
    assert birds.window.focusWidget() is view
    assert birds.part(RightPanel).verticalScrollBar().value() == scrolled


def test_the_weight_that_keys_are_at_is_in_view_when_tab_comes_back_to_it(birds: LiveWindow) -> None:
    birds.session.select_layer("conv2_1")
    birds.settle()
    birds.bot.mouseClick(button_of(birds, "Show all 32"), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    kernels = weights(birds)
    panel = birds.window.findChild(RightPanel)
    for weight in (Weight(0, 0, 0), Weight(31, 2, 2)):
        kernels.go_to(weight)
        kernels.setFocus()
        birds.key(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        birds.key(Qt.Key.Key_Tab)
        assert birds.window.focusWidget() is kernels
        box = kernels.box_of(weight).toRect()
        assert panel.viewport().rect().contains(box.translated(kernels.mapTo(panel.viewport(), QPoint())))


def test_a_filter_is_ablated_and_restored(birds: LiveWindow) -> None:
    before = values(birds)["conv1_1"]
    ablate = button_of(birds, "Ablate")
    birds.bot.mouseClick(ablate, Qt.MouseButton.LeftButton)
    birds.settle()
    assert not values(birds)["conv1_1"][0, 0].any()
    birds.bot.mouseClick(ablate, Qt.MouseButton.LeftButton)
    birds.settle()
    np.testing.assert_array_equal(values(birds)["conv1_1"], before)


def press(live: LiveWindow, name: str) -> None:
    button = live.part(QToolButton, name)
    live.click(button, button.rect().center())
    live.settle()


def test_one_button_shows_what_the_edits_change_and_another_takes_them_back(birds: LiveWindow) -> None:
    before = values(birds)["conv1_1"]
    pull(birds, FIRST, (0, -150))
    press(birds, "What the edits change, or the values again")
    assert birds.view.compare.side == "difference"
    difference = birds.view.maps.volume
    assert np.abs(difference[0]).max() > 0.1 and not difference[1:].any()
    press(birds, "What the edits change, or the values again")
    assert birds.view.compare is None or birds.view.compare.side == "a"
    press(birds, "The filter as it was before it was edited")
    np.testing.assert_array_equal(values(birds)["conv1_1"], before)
    assert birds.view.edits is None


def test_all_edits_are_reset_from_the_menu_of_a_weight(birds: LiveWindow) -> None:
    pull(birds, FIRST, (0, -150))
    birds.session.go_to("conv1_2:4")
    pull(birds, Weight(weights(birds)._shown[0], 0, 0), (0, -150))
    assert birds.view.edits.count == 2
    place = weights(birds).box_of(Weight(weights(birds)._shown[0], 0, 0)).center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, weights(birds).mapToGlobal(place))
    QApplication.sendEvent(weights(birds), event)
    menu = QApplication.activePopupWidget()
    next(action for action in menu.actions() if action.text() == "Reset all edits").trigger()
    menu.close()
    birds.settle()
    assert birds.view.edits is None


def test_a_saved_net_computes_the_same_elsewhere(birds: LiveWindow, tmp_path: Path) -> None:
    pull(birds, FIRST, (0, -150))
    birds.session.edit_bias(0.5)
    birds.settle()
    birds.session.save_net(tmp_path / "edited.onnx")
    birds.settle()
    computed = birds.session._exchange.computed
    (fed,) = computed.loaded.graph.inputs
    session = onnxruntime.InferenceSession(tmp_path / "edited.onnx", providers=["CPUExecutionProvider"])
    (theirs,) = session.run(None, {fed.name: computed.activations[fed.name]})
    ours = computed.activations[computed.loaded.graph.outputs[0]]
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_a_click_on_a_weight_is_no_edit_and_leaves_the_pinned_cell(birds: LiveWindow) -> None:
    birds.session.pin(Cell(0, 5, 8))
    view = weights(birds)
    birds.click(view, view.box_of(FIRST).center())
    assert birds.view.edits is None and not birds.session.busy
    assert birds.session.state.pinned == (5, 8)
