"""All pages of the guided tour in a real window, their numbers against computations that share nothing with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from explorer.qt.maps.large_view import LargeView
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.tour_bar import TourBar
from explorer.session.pointed import Cell

TIED, JOINED = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
ALT = Qt.KeyboardModifier.AltModifier


def size(width: int, window: int, pad: int, stride: int) -> float:
    """Return (W - F + 2P)/S + 1."""
    return (width - window + 2 * pad) / stride + 1


def weights(live: LiveWindow, name: str) -> np.ndarray:
    """Return trained numbers as the net's file has them."""
    graph = live.session._exchange.computed.loaded.graph
    node = next(node for node in graph.nodes if node.name == name)
    return graph.initializers[node.inputs[1]].astype(float)


def value(live: LiveWindow, name: str) -> np.ndarray:
    return live.session._exchange.computed.activations[name][0].astype(float)


def fed(live: LiveWindow) -> np.ndarray:
    """Return what the net was fed, (D, H, W)."""
    return value(live, live.session._exchange.computed.loaded.graph.inputs[0].name)


def digits(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")


def extents(live: LiveWindow) -> list[str]:
    assert size(227, 11, 0, 4) == 55 and size(224, 11, 0, 4) == 54.25
    assert value(live, "conv1").shape == (96, 55, 55)
    return ["(227 − 11 + 2·0)/4 + 1 = 55 times", "224 columns, but (224 − 11 + 2·0)/4 + 1 = 54.25."]


def depth(live: LiveWindow) -> list[str]:
    assert weights(live, "conv1").shape == (96, 3, 11, 11)
    return ["96 filters", "all 96 of them", "here 3", "227 × 227 × 3 becomes 55 × 55 × 96"]


def span(live: LiveWindow) -> list[str]:
    assert weights(live, "conv2").shape[1:] == (32, 5, 5)
    return ["5 × 5 filter", "32 kernel slices", "5 × 5 × 32", f"{5 * 5 * 32} weights", "one of 64"]


def channels(live: LiveWindow) -> list[str]:
    assert (len(weights(live, "conv1_1")), weights(live, "conv3_1").shape[:2]) == (32, (192, 64))
    part = live.view.workings
    assert part.alone.shape == (3, 32, 32)
    np.testing.assert_allclose(part.running[-1], part.alone.sum(axis=0), atol=1e-4)
    return [
        "Each of the 3 colour channels",
        "32 filters make 32 maps",
        f"64 maps into 192 filters give 192 maps, not 64·192 = {64 * 192}",
    ]


def sharing(live: LiveWindow) -> list[str]:
    assert value(live, "conv1").shape == (6, 28, 28)
    return [
        "5·5·3 = 75 weights",
        "28·28 = 784 places",
        "783 others",
        f"{75 * 6} weights",
        f"take {75 * 6 * 784}.",
    ]


def parameters(live: LiveWindow) -> list[str]:
    terms = ((5 * 5 * 1 + 1) * 32, (3 * 3 * 32 + 1) * 32, (5 * 5 * 32 + 1) * 256, (256 + 1) * 10)
    assert terms == (832, 9248, 205056, 2570) and sum(terms) == 217706
    return [
        "(5·5·1 + 1)·32 = 832",
        "(800 + 1)·256 = 205056",
        "learns 0.",
        "832 + 9248 + 205056 + 2570 = 217706 numbers",
    ]


def column(live: LiveWindow) -> list[str]:
    volume, window = fed(live), weights(live, "V")
    patch = volume[:, 2:7, 4:9]  # stride 2: the place x = 2, y = 1
    found = [digits(float((patch * kernel).sum())) for kernel in window]
    return ["V is 4 × 4 × 2", "2 maps, V[:, :, 1]", "16 numbers", "V[2, 1, :]", f"here {', '.join(found)}"]


def unit(live: LiveWindow) -> list[str]:
    products = fed(live)[:, :5, :5] * weights(live, "V")[0]
    found = digits(float(products.sum()))
    assert products.size == 100
    assert live.view.readout.cell == Cell(0, 0, 0)
    return [
        "V[0, 0, 0] = np.sum(X[:5, :5, :] * W0) + b0",
        "first 5 × 5 × 4 cells",
        "100 pairs",
        f"to {found}.",
        f"makes {found}.",
    ]


def padding(live: LiveWindow) -> list[str]:
    assert (size(32, 5, 0, 1), size(28, 5, 0, 1), size(32, 5, 2, 1), size(7, 3, 1, 1)) == (28, 24, 32, 7)
    return [
        "32 → 28 → 24",
        "border of 2",
        "(32 − 5 + 2·2)/1 + 1 = 32",
        "7 columns, padded by 1 to 9, stay 7 under a window of 3",
    ]


def pooling(live: LiveWindow) -> list[str]:
    before, after, pooled = (value(live, name) for name in ("conv1", "relu1", "pool1"))
    np.testing.assert_array_equal(after, np.maximum(before, 0))
    np.testing.assert_array_equal(pooled, after.reshape(6, 14, 2, 14, 2).max(axis=(2, 4)))
    negative = int((before[3] < 0).sum())
    return [
        f"784 numbers of map 3, {negative} were negative",
        f"{negative} zeros",
        "2·2 = 4",
        "28 columns become 14",
        "stays 6",
    ]


def flattening(live: LiveWindow) -> list[str]:
    assert weights(live, "fc1").shape in ((100, 150), (150, 100))
    return [
        "6 maps of 5 × 5",
        "5·5·6 = 150",
        "100 units",
        f"(150 + 1)·100 = {151 * 100}",
        "vector of 6",
        f"(6 + 1)·100 = {7 * 100}",
    ]


def one_pixel(live: LiveWindow) -> list[str]:
    window = weights(live, "block3.skip")
    assert window.shape == (32, 16, 1, 1)
    graph = live.session._exchange.computed.loaded.graph
    node = next(node for node in graph.nodes if node.name == "block3.skip")
    bias = graph.initializers[node.inputs[2]]
    product = window[:, :, 0, 0] @ value(live, "block2.relu2")[:, 8, 10] + bias  # stride 2: the place x = 5, y = 4
    np.testing.assert_allclose(value(live, "block3.skip")[:, 4, 5], product, atol=1e-4)
    return [
        "1 × 1 convolution",
        "all 16 maps",
        "matrix of 32 × 16",
        "all 256 places",
        "32 × 32 × 16 becomes 16 × 16 × 32",
        f"= {17 * 32} parameters",
    ]


def connected(live: LiveWindow) -> list[str]:
    high, wide = (size(size(size(side, 5, 0, 1), 2, 0, 2), 5, 0, 1) / 2 - 4 for side in (144, 216))
    assert weights(live, "fc3").shape == (120, 16, 5, 5) and value(live, "softmax").shape == (10, high, wide)
    return [
        "120 units of fc3",
        "5 × 5 × 16",
        f"(5·5·16 + 1)·120 = {401 * 120}",
        "digits of 32 × 32",
        f"page of 216 × 144 and answers with a map of {wide:.0f} × {high:.0f} for each of its 10 classes",
        "class 3",
    ]


def bottleneck(live: LiveWindow) -> list[str]:
    assert value(live, "expand").shape == value(live, "direct").shape == (256, 32, 32)
    around, direct = 32 * 32 * 256 * (64 + 4 * 4 * 64), 32 * 32 * 256 * 4 * 4 * 256
    return [
        "256 maps of 256",
        "filters of 4 × 4",
        "to 64 with filters of 1 × 1",
        f"{around:,} products",
        f"of {direct:,}, {direct / around:.2f} times fewer",
    ]


def field(live: LiveWindow) -> list[str]:
    side, jump, sides = 1, 1, []
    for window, stride in ((3, 1), (3, 1), (2, 2), (3, 1), (3, 1)):
        side, jump = side + (window - 1) * jump, jump * stride
        sides.append(side)
    assert sides == [3, 5, 6, 10, 14]
    return [
        "14 × 14 pixels",
        "out of 32 × 32",
        "all 3 colours",
        "3 in conv1_1, 5 in conv1_2, 10 in conv2_1, 14 in conv2_2",
    ]


def order(live: LiveWindow) -> list[str]:
    padded = np.pad(value(live, "pool1"), ((0, 0), (1, 1), (1, 1)))
    patch, window = padded[:, 4:7, 6:9], weights(live, "conv2_1")[3]  # the place x = 6, y = 4
    total, backwards = (patch * window).sum(), (patch[::-1] * window[::-1]).sum()
    words = page_of(live)
    other = re.search("it becomes (\\S+):", words)
    assert digits(float(backwards)) == digits(float(total)) and other is not None and other[1] != digits(float(total))
    return [
        "shuffle the 32 maps",
        "with the 32 kernel slices",
        f"{digits(float(total))} before the bias, stays {digits(float(total))}",
    ]


def strides(live: LiveWindow) -> list[str]:
    assert value(live, "conv1").shape == (32, 14, 14) and size(28, 5, 2, 1) == 28 and size(28, 2, 0, 2) == 14
    return [
        "stepping 2 columns",
        "(28 − 5 + (1 + 2))/2 + 1 = 14",
        "(28 − 5 + 2·2)/1 + 1 = 28",
        "(28 − 2 + 2·0)/2 + 1 = 14",
        f"= {26 * 32} parameters",
        "has 0;",
        "4 times fewer",
    ]


def depths(live: LiveWindow) -> list[str]:
    graph = live.session._exchange.computed.loaded.graph
    assert value(live, "conv3_1").shape == (192, 8, 8) and weights(live, "conv3_1").shape[:2] == (192, 64)
    learned = sum(node.operator in ("Conv", "Gemm") for node in graph.nodes)
    return [
        "8 × 8 × 192, so 192",
        "192 here",
        "64 deep itself",
        f"{learned} with weights or {len(graph.nodes)} if all",
    ]


def pattern(live: LiveWindow) -> list[str]:
    graph = live.session._exchange.computed.loaded.graph
    operators = [node.operator for node in graph.nodes if node.operator != "Flatten"]
    assert operators == ["Conv", "Relu", "MaxPool"] * 2 + ["Gemm", "Relu"] + ["Gemm", "Softmax"]
    return ["[[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC", "N = 1, M = 2 and K = 1", "10 scores"]


GOLDEN: tuple[Callable[[LiveWindow], list[str]], ...] = (
    extents,
    depth,
    span,
    channels,
    sharing,
    parameters,
    column,
    unit,
    padding,
    pooling,
    flattening,
    one_pixel,
    connected,
    bottleneck,
    field,
    order,
    strides,
    depths,
    pattern,
)


def page_of(live: LiveWindow) -> str:
    """Return what the window prints of the page."""
    (words,) = [w for w in live.part(TourBar).findChildren(QLabel) if w.wordWrap() and "." in w.text()]
    return words.text().replace(TIED, " ").replace(JOINED, "")


def next_page(live: LiveWindow) -> None:
    (button,) = [b for b in live.part(TourBar).findChildren(QPushButton) if b.text() in ("Next", "Finish")]
    button.click()
    live.settle()


@pytest.fixture
def begun(live: LiveWindow, checkout: Path) -> Iterator[LiveWindow]:
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "digit-7.png")
    live.settle()
    live.session.follow("conv2:5@3,4")
    live.key(Qt.Key.Key_F2)
    live.settle()
    yield live


def test_every_number_of_every_page_is_right(begun: LiveWindow) -> None:
    for number, golden in enumerate(GOLDEN, 1):
        tour, words = begun.view.tour, page_of(begun)
        assert (tour.page, tour.pages, tour.here) == (number, 19, True), tour
        for expected in golden(begun):
            assert expected in words, (tour.title, expected, words)
        assert 2 <= len(re.findall(r"[.?](?= |$)", words)) <= 4, words
        assert begun.part(LargeView if begun.session.state.zoomed else MapsView).isVisible()
        assert not [message for message in begun.messages if message.kind in ("error", "bug")]
        next_page(begun)
    assert begun.view.tour is None


def test_leaving_brings_back_what_was_there(begun: LiveWindow) -> None:
    for _ in range(3):
        next_page(begun)
    assert begun.session.state.net == "cifar10"
    begun.part(QToolButton, "Leave the tour").click()
    begun.settle()
    state = begun.session.state
    assert (state.net, state.picture, state.layer) == ("lenet5", "digit-7.png", "conv2")
    assert begun.view.readout.cell == Cell(5, 4, 3)
    assert state.hidden == ("workings",) and not begun.part(TourBar).isVisible()
    begun.session.undo()
    begun.settle()
    assert begun.session.state.layer == "conv1"


def test_keys_turn_the_pages(begun: LiveWindow) -> None:
    begun.key(Qt.Key.Key_Right, ALT)
    begun.settle()
    begun.key(Qt.Key.Key_Right, ALT)
    begun.settle()
    assert begun.view.tour.title == "How deep is a filter?"
    begun.key(Qt.Key.Key_Left, ALT)
    begun.settle()
    assert begun.view.tour.title == "How deep is the output?"
    begun.key(Qt.Key.Key_F2)
    begun.settle()
    assert begun.view.tour is None


def test_page_says_so_when_something_else_is_shown(begun: LiveWindow, checkout: Path) -> None:
    begun.session.open_picture(checkout / "assets" / "samples" / "gratings.png")
    begun.settle()
    assert page_of(begun).startswith("Something else is shown now")
    (again,) = [b for b in begun.part(TourBar).findChildren(QPushButton) if b.text() == "Show it again"]
    again.click()
    begun.settle()
    QApplication.processEvents()
    assert begun.view.tour.here and begun.session.state.picture == "shapes.png"


def test_tour_is_offered_before_anything_is_open(live: LiveWindow) -> None:
    (button,) = [b for b in live.window.findChildren(QPushButton) if b.text() == "Take the tour"]
    assert button.isVisible()
    button.click()
    live.settle()
    assert live.view.tour.here and live.view.tour.page == 1 and live.part(MapsView).isVisible()
