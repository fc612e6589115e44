from __future__ import annotations

import numpy as np
import pytest
from pointer import move_over
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from explorer.nn.edits import UNEDITED
from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import MARGIN
from explorer.qt.filters.bias_view import BiasView
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.section import FilterSection, strongest
from explorer.qt.filters.siblings import AllFiltersView
from explorer.qt.filters.tiles import KernelTiles
from explorer.qt.filters.view import FilterView
from explorer.render.colour import Colouring
from explorer.render.levels import levels_of
from explorer.session.filters.edited_filter import EditedFilter
from explorer.session.filters.kernels import InputMaps
from explorer.session.pointed import Bias, Tap, Unit, Weight


def maps_of(count: int, first: int = 0) -> InputMaps:
    planes = np.random.default_rng(0).normal(size=(count, 6, 8)).astype(np.float32)
    slices = range(first, first + count)
    return InputMaps("relu1_out", "relu1", 1, slices, levels_of(planes)[0], Colouring(), planes)


def texts(widget: QWidget) -> list[str]:
    """Return what the labels that are seen say."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def kernels_in(section: FilterSection) -> FilterEditor:
    """Return the view of all kernel slices."""
    (view,) = [view for view in section.findChildren(FilterEditor) if view.accessibleName() == "Filter weights"]
    return view


@pytest.fixture
def section(qtbot: QtBot, look: Look) -> FilterSection:
    section = FilterSection(look)
    qtbot.addWidget(section)
    section.resize(300, 1400)
    section.show()
    qtbot.waitExposed(section)
    return section


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> FilterView:
    view = FilterView(look)
    qtbot.addWidget(view)
    view.resize(300, 500)
    return view


def test_no_filter_is_said_to_be_none(section: FilterSection, filter_part) -> None:
    section.show_filter(None)
    assert any("No one filter" in text for text in texts(section))
    section.show_filter(filter_part(np.ones((1, 3, 3), np.float32)))
    assert not any("No one filter" in text for text in texts(section)) and "3*3*1*2 + 2 = 20" in texts(section)


def test_scale_keeps_its_margin_without_a_bias(section: FilterSection, filter_part) -> None:
    (slider,) = section.findChildren(QSlider)
    lefts = []
    kernels = np.ones((1, 3, 3), np.float32)
    for bias in (0.5, None):
        edited = EditedFilter("conv1", 0, UNEDITED, bias, kernels)
        section.show_filter(filter_part(kernels, bias=bias, edited=edited))
        QApplication.processEvents()
        lefts.append(slider.mapTo(section, QPoint(0, 0)).x())
    assert lefts[0] > lefts[1] >= MARGIN


def test_bias_stays_at_the_left_where_nothing_can_be_edited(section: FilterSection, filter_part) -> None:
    section.show_filter(filter_part(np.ones((1, 3, 3), np.float32), edited=None))
    QApplication.processEvents()
    bias = section.findChild(BiasView)
    assert bias is not None and bias.isVisible() and bias.mapTo(section, QPoint()).x() == 0


def test_a_long_name_widens_nothing(section: FilterSection, filter_part) -> None:
    name = "/backbone/features/features.0/inverted_residual_block_with_squeeze_and_excitation/depthwise_convolution"
    section.show_filter(filter_part(np.ones((1, 3, 3), np.float32), note=f"of {name}, before LeakyRelu"))
    assert section.minimumSizeHint().width() <= 260


def test_many_kernel_slices_begin_with_the_strongest_and_all_can_be_asked_for(
    qtbot: QtBot, section: FilterSection, filter_part
) -> None:
    kernels = np.arange(64, dtype=np.float32)[:, None, None] * np.ones((1, 3, 3), np.float32)
    section.show_filter(filter_part(kernels))
    view = kernels_in(section)
    few = view.heightForWidth(300)
    (everything,) = [b for b in section.findChildren(QPushButton) if b.text() == "Show all 64"]
    qtbot.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert view.heightForWidth(300) > 4 * few
    section.show_filter(filter_part(kernels, node="conv2"))
    assert view.heightForWidth(300) == few
    assert strongest(kernels) == list(range(63, 55, -1))


def test_kernel_slice_is_neither_turned_nor_mirrored(view: FilterView, letter, filter_part) -> None:
    view.show_filter(filter_part(letter[None] * 2 - 1), (0,))
    image = view.grab().toImage()
    for y, x in np.ndindex(letter.shape):
        colour = image.pixelColor(12 + x * 28 + 3, 18 + y * 28 + 3)
        assert (colour.green() > colour.blue()) == bool(letter[y, x])


def test_pointing_at_a_weight_tells_it_in_full(view: FilterView, letter, filter_part) -> None:
    view.show_filter(filter_part(letter[None] / 3), (0,))
    point = QPointF(12 + 2.5 * 28, 18 + 3.5 * 28)
    assert view.weight_at(point) == Weight(0, 3, 2)
    assert "row 3, column 2: 0.333333343" in view.words_at(point)
    assert view.weight_at(QPointF(2, 2)) is None and view.words_at(QPointF(2, 2)) == ""


def test_the_weight_under_the_pointer_is_told_until_it_leaves(
    qtbot: QtBot, view: FilterView, letter, filter_part
) -> None:
    view.show_filter(filter_part(letter[None]), (0,))
    told: list[Weight | None] = []
    view.weight_hovered.connect(told.append)
    move_over(view, QPointF(20, 25))
    assert told == [Weight(0, 0, 0)]
    with qtbot.waitSignal(view.hovered) as beside:
        move_over(view, QPointF(2, 2))
    assert beside.args == [None] and told == [Weight(0, 0, 0)]


def test_the_unit_of_the_input_under_the_pointer_is_told(qtbot: QtBot, view: FilterView, filter_part) -> None:
    maps = maps_of(4, first=8)
    view.show_filter(filter_part(np.ones((4, 3, 3), np.float32), maps=maps), range(4))
    side = 44 / max(maps.planes.shape[1:])
    with qtbot.waitSignal(view.hovered) as hovered:
        move_over(view, QPointF(12 + 2.5 * side, 18 + 1.5 * side))
    assert hovered.args == [Unit("relu1_out", 8, 1, 2)]


def test_weights_that_are_shown_as_one_colour_are_told_together(qtbot: QtBot, view: FilterView, filter_part) -> None:
    view.show_filter(filter_part(np.zeros((3, 2, 2), np.float32), channels=tuple("RGB")), range(3))
    tiles = view._tiles(view._part, view.width())
    with qtbot.waitSignal(view.hovered) as hovered:
        move_over(view, tiles.kernel_box(3).topLeft() + QPointF(1.5 * tiles.cell, 0.5 * tiles.cell))
    assert hovered.args == [Tap(0, 0, 1)]


def test_the_weight_of_any_filter_under_the_pointer_is_told(qtbot: QtBot, section: FilterSection, filter_part) -> None:
    weights = np.ones((6, 1, 4, 4), np.float32)
    section.show_filter(filter_part(weights[0], siblings=weights))
    QApplication.processEvents()
    siblings = section.siblings.findChild(AllFiltersView)
    with qtbot.waitSignal(section.hovered) as hovered:
        move_over(siblings, siblings._box(2).topLeft() + QPointF(2.5 * 8, 3.5 * 8))
    assert hovered.args == [Tap(2, 3, 2)]
    with qtbot.waitSignal(section.hovered) as beside:
        move_over(siblings, QPointF(1, 1))
    assert beside.args == [None]


def test_the_bias_under_the_pointer_is_told(qtbot: QtBot, section: FilterSection, filter_part) -> None:
    section.show_filter(filter_part(np.ones((1, 3, 3), np.float32)))
    QApplication.processEvents()
    bias = section.findChild(BiasView)
    with qtbot.waitSignal(section.weight_hovered) as hovered:
        move_over(bias, bias.box_of(Weight(0, 0, 0)).center())
    assert hovered.args == [Bias()]


def test_kernel_slice_and_its_map_are_marked_together(view: FilterView, filter_part) -> None:
    view.show_filter(filter_part(np.ones((4, 3, 3), np.float32), maps=maps_of(4)), range(4))
    plain = view.grab().toImage()
    move_over(view, QPointF(20, 30))
    over_map = view.grab().toImage()
    move_over(view, QPointF(80, 60))
    assert plain != over_map == view.grab().toImage()


def test_a_click_on_a_map_asks_for_the_slice_of_the_input(qtbot: QtBot, section: FilterSection, filter_part) -> None:
    section.show_filter(filter_part(np.ones((4, 3, 3), np.float32), maps=maps_of(4, first=8)))
    QApplication.processEvents()
    with qtbot.waitSignal(section.map_asked) as asked:
        qtbot.mouseClick(kernels_in(section), Qt.MouseButton.LeftButton, pos=QPointF(20, 30).toPoint())
    assert asked.args == ["relu1_out", 8]
    with qtbot.assertNotEmitted(section.map_asked):
        qtbot.mouseClick(kernels_in(section), Qt.MouseButton.LeftButton, pos=QPointF(80, 60).toPoint())


def test_red_green_and_blue_are_shown_in_one_as_well(view: FilterView, filter_part) -> None:
    kernels = np.zeros((3, 2, 2), np.float32)
    kernels[0, 0, 0] = 1
    view.show_filter(filter_part(kernels, channels=tuple("RGB")), range(3))
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 300, 2) for y in range(0, 200, 2)}
    assert "#ff8080" in colours


def test_all_filters_of_the_first_layer_are_shown_and_one_can_be_chosen(
    qtbot: QtBot, section: FilterSection, filter_part
) -> None:
    weights = np.random.default_rng(0).normal(size=(20, 3, 5, 5)).astype(np.float32)
    part = filter_part(weights[4], channels=tuple("RGB"), siblings=weights, filter=4)
    section.show_filter(part)
    QApplication.processEvents()
    assert "All 20 filters" in texts(section)
    (view,) = section.findChildren(AllFiltersView)
    with qtbot.waitSignal(section.filter_asked) as asked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPointF(60, 20).toPoint())
    assert asked.args == [1]
    section.show_filter(filter_part(np.ones((4, 3, 3), np.float32)))
    assert not view.isVisibleTo(section)


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize("extents", [(1, 1), (3, 3), (5, 5), (7, 7), (11, 11), (1, 9), (31, 31), (7, 1)])
@pytest.mark.parametrize("panel", [260, 300, 420])
def test_tiles_lie_side_by_side_within_the_panel(extents: tuple[int, int], paired: bool, panel: int) -> None:
    tiles = KernelTiles(7, *extents, paired, panel)
    boxes = [tiles.kernel_box(place) for place in range(7)] + [tiles.map_room(place) for place in range(7) if paired]
    for number, box in enumerate(boxes):
        assert box.left() >= 0 and box.right() <= panel and box.bottom() <= tiles.total
        assert not any(box.adjusted(0.1, 0.1, -0.1, -0.1).intersects(other) for other in boxes[number + 1 :])
    for place in range(7):
        assert tiles.at(tiles.kernel_box(place).center()) == place


def test_small_kernels_have_room_for_their_numbers() -> None:
    assert all(KernelTiles(8, side, side, True, 300).cell >= 24 for side in (1, 3, 5, 7))
