"""Times a weight that is dragged in a real window: from each movement of the mouse to the last pixel of the maps.

Run as ``xvfb-run -a -s "-screen 0 1280x800x24" python tests/benchmarks/edits.py [NET LAYER LOOKED_AT]`` on an idle
machine. For a filter of two of cifar10's convolutions and of VGG-16's fifth, which its authors call conv3_1, or for
the layer that is named, it prints medians and 95th percentiles over the steps of a drag:

first
    until the layer that is looked at is painted.
all
    until all layers behind it have followed and are painted.
whole
    the same, where each step is a pass of the whole net, planned once: only its weights are exchanged.

In brackets stands how long the worker took of that. It prints what a pass of the whole net takes, too, where no weights
change.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from unittest import mock

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from explorer import resources
from explorer.nn.activations import Activations
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput
from explorer.qt.app import make_window
from explorer.qt.application import make_application
from explorer.qt.basics.look import Look
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.trace import Trace
from explorer.qt.window import MainWindow
from explorer.session.computing.edited_pass import EditedPasses, edited
from explorer.session.feeding import feeds_of
from explorer.session.pointed import Weight
from explorer.session.request import Request
from explorer.session.shown import Computed

STEPS, WHOLE_STEPS, WARM = 60, 20, 5
CASES = (("cifar10", "conv1_2", "relu1_2"), ("cifar10", "conv2_1", "relu2_1"), ("preset:vgg16", "conv5", "relu5"))


def settle(window: MainWindow) -> None:
    """Wait until all that was asked for is drawn."""
    while window.session.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(3):
        QApplication.processEvents()


class Hand:
    """Holds the first weight that a window shows of a filter, and drags it up and down."""

    def __init__(self, window: MainWindow) -> None:
        part = window.session.view.filter
        assert part is not None
        self._editor = next(editor for editor in window.findChildren(FilterEditor) if editor.isVisible())
        weights = (Weight(kernel, 0, 0) for kernel in range(len(part.kernels)))
        self._place = next(box.center() for box in map(self._editor.box_of, weights) if not box.isEmpty())
        self._way, self._steps = -1, 0

    def take(self) -> None:
        """Press the button."""
        self._send(QEvent.Type.MouseButtonPress)
        self._place += QPointF(0, -QApplication.startDragDistance())
        self._send(QEvent.Type.MouseMove)

    def step(self) -> None:
        """Move by two pixels."""
        self._steps += 1
        self._way = -self._way if self._steps % 40 == 0 else self._way
        self._place += QPointF(0, 2 * self._way)
        self._send(QEvent.Type.MouseMove)

    def let_go(self) -> None:
        """Release the button."""
        self._send(QEvent.Type.MouseButtonRelease)

    def _send(self, kind: QEvent.Type) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, self._place, self._editor.mapToGlobal(self._place), button, button, none)
        QApplication.sendEvent(self._editor, event)


def drag(window: MainWindow, trace: Trace, steps: int) -> list[tuple[float, ...]]:
    """Drag a weight; return first and all maps' ms, each painted and computed, of each step."""
    hand = Hand(window)
    hand.take()
    settle(window)
    times: list[tuple[float, ...]] = []
    adopted: list[float] = []
    window.session.activations_changed.connect(lambda _: adopted.append(time.perf_counter() * 1e6))
    for _ in range(steps + WARM):
        before, asked = len(trace.events), time.perf_counter() * 1e6
        adopted.clear()
        hand.step()
        settle(window)
        paints = [end_of(event) for event in trace.events[before:] if event["name"] == "paint"]
        passes = [end_of(event) for event in trace.events[before:] if event["name"] == "compute"]
        spans = (min(end for end in paints if end > adopted[0]), passes[0], paints[-1], passes[-1])
        times.append(tuple((end - asked) / 1000 for end in spans))
    hand.let_go()
    settle(window)
    return times[WARM:]


def end_of(event: Mapping[str, object]) -> float:
    return float(str(event["ts"])) + float(str(event["dur"]))


class WholePasses(EditedPasses):
    """Computes all of an edited net at each step, in a program that is made once: the edited weights are its inputs."""

    def __init__(self) -> None:
        super().__init__()
        self._planned: tuple[Computed, frozenset[str], Executor] | None = None

    def __call__(self, unedited: Computed, request: Request) -> Iterator[Computed]:
        """Yield the pass of the net with the edits of ``request``."""
        loaded = edited(unedited.loaded, request.edits)
        before, after = unedited.loaded.graph.initializers, loaded.graph.initializers
        names = frozenset(name for name, array in after.items() if array is not before.get(name))
        if self._planned is None or self._planned[:2] != (unedited, names):
            self._planned = unedited, names, Executor(fed(loaded.graph, names))
        feeds = {**feeds_of(loaded.graph, unedited.fitted), **{name: after[name] for name in names}}
        made = self._planned[2].run(feeds)
        arrays = {name: made.arrays.get(name, after.get(name)) for name in loaded.specs}
        activations = Activations(arrays, made.milliseconds)
        yield replace(unedited, request=request, loaded=loaded, unedited=unedited, activations=activations)


def fed(graph: Graph, names: frozenset[str]) -> Graph:
    """Return a net that takes some of its weights as inputs."""
    weights = {name: array for name, array in graph.initializers.items() if name in names}
    inputs = tuple(GraphInput(name, array.shape, array.dtype) for name, array in weights.items())
    rest = {name: array for name, array in graph.initializers.items() if name not in names}
    return replace(graph, inputs=(*graph.inputs, *inputs), initializers=rest)


def spelled(painted: Sequence[float], computed: Sequence[float]) -> str:
    high = np.percentile(painted, 95)
    return f"{np.median(painted):.1f} ms, 95 % {high:.1f} ({np.median(computed):.1f})"


def opened(net: str, layer: str, looked_at: str) -> tuple[MainWindow, Trace]:
    """Return a window that looks at a layer of a net, in which a weight is edited."""
    trace = Trace()
    window = make_window(Look(make_application(), "light"), trace)
    window.resize(1280, 800)
    window.show()
    trace.watch(window.windowHandle())
    window.session.open_net(net)
    window.session.open_picture(resources.samples() / "shapes.png")
    settle(window)
    window.session.go_to(f"{layer}:3")
    settle(window)
    if looked_at != layer:
        window.session.go_to(f"{looked_at}:3")
    settle(window)
    return window, trace


def measure(net: str, layer: str, looked_at: str) -> None:
    """Print the times of a weight of one layer."""
    window, trace = opened(net, layer, looked_at)
    gc.freeze()
    first, first_made, everything, all_made = zip(*drag(window, trace, STEPS), strict=True)
    plain = plain_pass(window)
    window.close()
    with mock.patch("explorer.session.computing.forward.EditedPasses", WholePasses):
        window, trace = opened(net, layer, looked_at)
        _, _, whole, whole_made = zip(*drag(window, trace, WHOLE_STEPS), strict=True)
        window.close()
    say(f"{net}, a weight of {layer}, {looked_at} is looked at")
    say(f"    first {spelled(first, first_made)}; all {spelled(everything, all_made)}")
    say(f"    whole {spelled(whole, whole_made)}, {np.median(whole) / np.median(first):.1f} times first")
    say(f"    a pass without other weights {plain:.2f} ms")


def plain_pass(window: MainWindow) -> float:
    computed = window.session._exchange.computed
    executor, feeds = Executor(computed.loaded.graph), feeds_of(computed.loaded.graph, computed.fitted)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        executor.run(feeds)
        times.append(time.perf_counter() - began)
    return float(np.median(times[2:])) * 1000


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    for case in (tuple(sys.argv[1:4]),) if len(sys.argv) > 3 else CASES:
        measure(*case)
