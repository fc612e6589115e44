"""Weights that are dragged, turned, stepped, typed and filled, in widgets with nothing behind them."""

from __future__ import annotations

import numpy as np
import pytest
from pointer import drag, turn_wheel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from explorer.nn.edits import FilterScale, KernelEdit
from explorer.qt.basics.look import Look
from explorer.qt.filters.bias_view import BiasView
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.enlarged import EnlargedKernel
from explorer.qt.filters.entry import NumberEntry, number_in
from explorer.qt.filters.section import FilterSection
from explorer.session.pointed import Weight

KERNELS = np.linspace(-0.4, 0.4, 18, dtype=np.float32).reshape(2, 3, 3)
CELL = 28
LEFT, TOP = 12, 18
"""Where the first cell is."""


def at(weight: Weight) -> QPointF:
    """Return the middle of a weight of ``KERNELS`` in a panel of 300 pixels, two kernel slices side by side."""
    return QPointF(LEFT + weight.kernel * (3 * CELL + 12) + (weight.x + 0.5) * CELL, TOP + (weight.y + 0.5) * CELL)


@pytest.fixture
def section(qtbot: QtBot, look: Look, filter_part) -> FilterSection:
    section = FilterSection(look)
    qtbot.addWidget(section)
    section.resize(300, 900)
    section.show_filter(filter_part(KERNELS))
    section.show()
    qtbot.waitExposed(section)
    section.activateWindow()
    return section


@pytest.fixture
def view(section: FilterSection) -> FilterEditor:
    (view,) = [view for view in section.findChildren(FilterEditor) if view.accessibleName() == "Filter weights"]
    return view


@pytest.fixture
def chosen(section: FilterSection) -> list[tuple[Weight, float]]:
    """What the section asks the weights to be."""
    told: list[tuple[Weight, float]] = []
    section.weight_chosen.connect(lambda weight, value: told.append((weight, round(value, 6))))
    return told


def test_a_weight_is_dragged_up_and_down(view: FilterEditor, section: FilterSection, chosen) -> None:
    weight = Weight(1, 0, 2)
    start = float(KERNELS[1, 0, 2])
    drag(view, at(weight), (0, -20), (0, -30), (0, 10))
    assert [who for who, _ in chosen] == [weight] * 3
    np.testing.assert_allclose([value - start for _, value in chosen], [0.04, 0.06, -0.02], atol=2e-4)


def test_shift_makes_a_drag_finer_and_ctrl_coarser(view: FilterEditor, chosen) -> None:
    start = float(KERNELS[0, 0, 0])
    drag(view, at(Weight(0, 0, 0)), (0, -50), held=Qt.KeyboardModifier.ShiftModifier)
    drag(view, at(Weight(0, 0, 0)), (0, -50), held=Qt.KeyboardModifier.ControlModifier)
    assert [value - start for _, value in chosen] == pytest.approx([0.01, 1.0], abs=2e-4)


def test_what_is_not_moved_is_not_edited(qtbot: QtBot, view: FilterEditor, chosen) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(Weight(1, 1, 1)).toPoint())
    drag(view, at(Weight(1, 1, 1)), (1, 1))
    assert chosen == []


def test_the_scale_stays_while_a_weight_is_dragged(section: FilterSection, view: FilterEditor, filter_part) -> None:
    def answer(weight: Weight, value: float) -> None:
        kernels = KERNELS.copy()
        kernels[weight.kernel, weight.y, weight.x] = value
        section.show_filter(filter_part(kernels))
        levels.append(view._part.levels)

    levels = [view._part.levels]
    section.weight_chosen.connect(answer)
    drag(view, at(Weight(0, 0, 0)), (0, -300), (0, -600))
    assert levels[0] == levels[1] == levels[2]
    assert view._part.levels.high >= 2 * levels[0].high


def test_a_drag_begins_and_ends_once_and_esc_takes_it_back(
    qtbot: QtBot, section: FilterSection, view: FilterEditor, chosen
) -> None:
    told: list[str] = []
    section.edit_begun.connect(lambda: told.append("begun"))
    section.edit_ended.connect(lambda: told.append("ended"))
    drag(view, at(Weight(0, 1, 1)), (0, -20), (0, -40))
    assert told == ["begun", "ended"]
    drag(view, at(Weight(0, 1, 1)), (0, -20), release=False)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert chosen[-1][1] == pytest.approx(float(KERNELS[0, 1, 1]), abs=1e-6)
    assert told == ["begun", "ended"] * 2 and not view.dragging


def test_the_wheel_steps_only_while_ctrl_is_held(view: FilterEditor, chosen) -> None:
    place, start = at(Weight(0, 2, 0)), float(KERNELS[0, 2, 0])
    turn_wheel(view, place, 120)
    assert chosen == []
    turn_wheel(view, place, 120, Qt.KeyboardModifier.ControlModifier)
    turn_wheel(view, place, -240, Qt.KeyboardModifier.ControlModifier)
    assert [value - start for _, value in chosen] == pytest.approx([0.01, -0.02], abs=2e-4)


def test_arrows_go_from_weight_to_weight_and_on_into_the_next_kernel_slice(
    qtbot: QtBot, section: FilterSection, view: FilterEditor
) -> None:
    been: list[Weight | None] = []
    section.weight_hovered.connect(been.append)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    assert been == [
        Weight(0, 0, 1),
        Weight(0, 1, 1),
        Weight(0, 1, 2),
        Weight(1, 1, 0),
        Weight(0, 1, 2),
        Weight(0, 0, 2),
    ]


def test_another_filter_lets_go_of_the_weight_that_is_dragged(
    section: FilterSection, view: FilterEditor, chosen, filter_part
) -> None:
    drag(view, at(Weight(1, 2, 2)), (0, -20), release=False)
    section.show_filter(filter_part(np.ones((1, 1, 1), np.float32), node="other"))
    assert not view.dragging
    drag(view, at(Weight(1, 2, 2)), (0, -90))
    assert len(chosen) == 1


def test_a_weight_is_typed_with_keys_alone(qtbot: QtBot, view: FilterEditor, chosen) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    (entry,) = view.findChildren(NumberEntry)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert entry.isVisible() and entry.selectedText() == entry.text()
    qtbot.keyClicks(entry, "0,25")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert chosen == [(Weight(0, 0, 0), 0.25)] and not entry.isVisible() and view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClicks(view, "-")
    qtbot.keyClicks(entry, "3")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert chosen[-1] == (Weight(0, 0, 1), -3.0)


def test_what_is_no_number_is_not_taken(qtbot: QtBot, view: FilterEditor, chosen) -> None:
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(Weight(1, 2, 2)).toPoint())
    (entry,) = view.findChildren(NumberEntry)
    qtbot.keyClicks(entry, "1e99")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert entry.isVisible() and chosen == []
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert not entry.isVisible() and view.hasFocus()


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1.0), ("\N{MINUS SIGN}.5 ", -0.5), ("", None), ("nan", None), ("1e39", None), ("x", None)],
)
def test_numbers_as_they_are_typed(text: str, number: float | None) -> None:
    assert number_in(text) == number


def test_keys_step_a_weight(qtbot: QtBot, view: FilterEditor, chosen) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert chosen == [(Weight(0, 0, 0), pytest.approx(float(KERNELS[0, 0, 0]) + 0.01, abs=2e-4))]


def entries(menu: QMenu) -> dict[str, object]:
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_menu_of_a_weight_fills_and_resets(
    qtbot: QtBot, section: FilterSection, view: FilterEditor, filter_part
) -> None:
    edited = filter_part(KERNELS).edited
    numbers = KERNELS[0] + 0.5
    now = KERNELS.copy()
    now[0] = numbers
    edits = edited.edits.having(KernelEdit("conv1", 0, 0, tuple(map(tuple, numbers.tolist()))))
    section.show_filter(filter_part(now, edited=edited.among(edits)))
    place = at(Weight(0, 1, 1))
    view.contextMenuEvent(
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place.toPoint(), view.mapToGlobal(place.toPoint()))
    )
    menu = QApplication.activePopupWidget()
    offered = entries(menu)
    with qtbot.waitSignal(section.weight_reset) as reset:
        offered["Reset the weight"].trigger()
    assert reset.args == [Weight(0, 1, 1)]
    with qtbot.waitSignal(section.fill_chosen) as filled:
        entries(offered["Fill kernel slice 0 with"].menu())["Sobel x"].trigger()
    assert (filled.args[0].name, filled.args[1]) == ("sobel-x", 0)
    with qtbot.waitSignal(section.fill_chosen) as filled:
        entries(offered["Fill all kernel slices with"].menu())["Gabor, 45°"].trigger()
    assert (filled.args[0].angle, filled.args[1]) == (45, None)
    with qtbot.waitSignal(section.kernel_reset) as reset:
        offered["Reset the kernel slice"].trigger()
    assert reset.args == [0]
    menu.close()


def test_the_menu_key_opens_that_of_the_weight_that_the_keys_are_at(section: FilterSection, view: FilterEditor) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    middle = view.rect().center()
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, view.mapToGlobal(middle))
    QApplication.sendEvent(view, by_key)
    menu = QApplication.activePopupWidget()
    assert "Set the weight to 0" in entries(menu) and "Fill kernel slice 0 with" in entries(menu)
    menu.close()


def test_edited_weights_are_marked_and_told(section: FilterSection, view: FilterEditor, filter_part) -> None:
    part = filter_part(KERNELS)
    now = KERNELS.copy()
    now[1, 0, 0] = 0.3
    edits = part.edited.edits.having(KernelEdit("conv1", 0, 1, tuple(map(tuple, now[1].tolist()))))
    plain = view.grab().toImage()
    section.show_filter(filter_part(now, levels=part.levels, edited=part.edited.among(edits)))
    assert np.argwhere(view._part.marked).tolist() == [[1, 0, 0]]
    assert "was" in view.words_at(at(Weight(1, 0, 0))) and "was" not in view.words_at(at(Weight(1, 0, 1)))
    corner = at(Weight(1, 0, 0)) + QPointF(CELL / 2 - 2, -CELL / 2 + 2)
    assert view.grab().toImage().pixelColor(corner.toPoint()) != plain.pixelColor(corner.toPoint())


def test_the_bias_is_dragged_and_typed(qtbot: QtBot, section: FilterSection) -> None:
    (bias,) = section.findChildren(BiasView)
    middle = QPointF(LEFT + CELL / 2, TOP + CELL / 2)
    told: list[float] = []
    section.bias_chosen.connect(told.append)
    drag(bias, middle, (0, -20))
    assert told == [pytest.approx(0.29, abs=2e-3)]
    assert "bias 0.25" in bias.words_at(middle)
    qtbot.mouseDClick(bias, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    (entry,) = bias.findChildren(NumberEntry)
    qtbot.keyClicks(entry, "-1")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert told[-1] == -1
    bias.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 30), QPoint(20, 30)))
    menu = QApplication.activePopupWidget()
    entries(menu)["Set the bias to 0"].trigger()
    assert told[-1] == 0 and not entries(menu)["Reset the bias"].isEnabled()
    menu.close()


def test_a_filter_is_scaled_and_ablated(
    qtbot: QtBot, section: FilterSection, view: FilterEditor, chosen, filter_part
) -> None:
    (slider,) = section.findChildren(QSlider)
    with qtbot.waitSignal(section.factor_chosen) as asked:
        slider.setValue(150)
    assert asked.args == [1.5]
    (ablate,) = [button for button in section.findChildren(QPushButton) if button.text() == "Ablate"]
    with qtbot.waitSignal(section.factor_chosen) as asked:
        qtbot.mouseClick(ablate, Qt.MouseButton.LeftButton)
    assert asked.args == [0.0]
    part = filter_part(KERNELS)
    edits = part.edited.edits.having(FilterScale("conv1", 0, 0.0))
    section.show_filter(filter_part(KERNELS * 0, levels=part.levels, edited=part.edited.among(edits)))
    assert ablate.isChecked() and slider.value() == 0
    drag(view, at(Weight(0, 0, 0)), (0, -20))
    assert chosen == [] and "ablated" in view.words_at(at(Weight(0, 0, 0)))
    with qtbot.waitSignal(section.factor_chosen) as asked:
        qtbot.mouseClick(ablate, Qt.MouseButton.LeftButton)
    assert asked.args == [1.0]


def test_a_wheel_that_scrolls_the_panel_past_the_scale_leaves_the_filter_alone(section: FilterSection) -> None:
    (slider,) = section.findChildren(QSlider)
    told: list[float] = []
    section.factor_chosen.connect(told.append)
    turn_wheel(slider, QPointF(slider.rect().center()), -120)
    assert told == [] and slider.value() == 100


def test_small_weights_are_enlarged_to_cells_of_28_pixels(
    qtbot: QtBot, section: FilterSection, view: FilterEditor, chosen, filter_part
) -> None:
    section.show_filter(filter_part(np.ones((3, 11, 11), np.float32), node="first"))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(LEFT + 60, TOP + 60))
    (enlarged,) = section.findChildren(EnlargedKernel)
    assert enlarged.isVisible()
    box = enlarged.editor.box_of(Weight(0, 0, 0))
    assert (box.width(), box.height()) == (CELL, CELL)
    drag(enlarged.editor, enlarged.editor.box_of(Weight(0, 4, 7)).center(), (0, -10))
    assert [who for who, _ in chosen] == [Weight(0, 4, 7)]
    section.show_filter(filter_part(KERNELS, node="other"))
    assert not enlarged.isVisible()


def test_weights_that_are_not_the_nets_own_are_only_shown(
    section: FilterSection, view: FilterEditor, chosen, filter_part
) -> None:
    section.show_filter(filter_part(KERNELS, edited=None))
    drag(view, at(Weight(0, 0, 0)), (0, -40))
    assert chosen == []
    assert not any(w.isVisible() for w in (*section.findChildren(QSlider), *section.findChildren(QToolButton)))
