"""Times a weight that is dragged in a real window: from each step of the drag to the last pixel of the maps.

Run as ``xvfb-run -a -s "-screen 0 1280x800x24" python tests/benchmarks/edits.py [NET LAYER LOOKED_AT]`` on an idle
machine. For a filter of two of cifar10's convolutions and of VGG-16's fifth, which its authors call conv3_1, or for
the layer that is named, it prints medians and 95th percentiles over the steps of a drag:

first
    until the layer that is looked at is painted.
all
    until all layers behind it have followed and are painted.
whole
    the same, where each step computes the whole net with its new weights.

In brackets stands how long the worker took of that. It prints what a pass of the whole net takes, too, where no weights
change.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Mapping, Sequence
from unittest import mock

import numpy as np
from PySide6.QtWidgets import QApplication

from explorer import resources
from explorer.nn.executor import Executor
from explorer.qt.app import make_window
from explorer.qt.application import make_application
from explorer.qt.basics.look import Look
from explorer.qt.trace import Trace
from explorer.qt.window import MainWindow
from explorer.session.computing import edited_pass
from explorer.session.feeding import feeds_of

STEPS, WHOLE_STEPS = 60, 12
CASES = (("cifar10", "conv1_2", "relu1_2"), ("cifar10", "conv2_1", "relu2_1"), ("preset:vgg16", "conv5", "relu5"))


def settle(window: MainWindow) -> None:
    """Wait until all that was asked for is drawn."""
    while window.session.busy:
        QApplication.processEvents()
    for _ in range(3):
        QApplication.processEvents()


def drag(window: MainWindow, trace: Trace, steps: int) -> list[tuple[float, ...]]:
    """Change a weight again and again; return first and all maps' ms, each painted and computed, of each step."""
    times: list[tuple[float, ...]] = []
    for weight in np.linspace(-1, 1, steps + 3):
        before, asked = len(trace.events), time.perf_counter() * 1e6
        window.session.edit_weight(0, 0, 0, float(weight))
        settle(window)
        frames = [end_of(event) for event in trace.events[before:] if event["name"] == "frame"]
        passes = [end_of(event) for event in trace.events[before:] if event["name"] == "compute"]
        spans = (min(end for end in frames if end > passes[0]), passes[0], frames[-1], passes[-1])
        times.append(tuple((end - asked) / 1000 for end in spans))
    return times[3:]


def end_of(event: Mapping[str, object]) -> float:
    return float(str(event["ts"])) + float(str(event["dur"]))


def spelled(painted: Sequence[float], computed: Sequence[float]) -> str:
    high = np.percentile(painted, 95)
    return f"{np.median(painted):.1f} ms, 95 % {high:.1f} ({np.median(computed):.1f})"


def measure(net: str, layer: str, looked_at: str) -> None:
    """Print the times of a weight of one layer."""
    trace = Trace()
    window = make_window(Look(make_application(), "light"), trace)
    window.resize(1280, 800)
    window.show()
    trace.watch(window)
    window.session.open_net(net)
    window.session.open_picture(resources.samples() / "shapes.png")
    settle(window)
    window.session.go_to(f"{layer}:3")
    window.session.edit_weight(0, 0, 0, 0.5)
    settle(window)
    if looked_at != layer:
        window.session.go_to(f"{looked_at}:3")
    gc.freeze()
    first, first_made, everything, all_made = zip(*drag(window, trace, STEPS), strict=True)
    with mock.patch.object(edited_pass, "layers_between", lambda *_: (net, layer)):
        _, _, whole, whole_made = zip(*drag(window, trace, WHOLE_STEPS), strict=True)
    say(f"{net}, a weight of {layer}, {looked_at} is looked at")
    say(f"    first {spelled(first, first_made)}; all {spelled(everything, all_made)}")
    say(f"    whole {spelled(whole, whole_made)}, {np.median(whole) / np.median(first):.1f} times first")
    say(f"    a pass without other weights {plain_pass(window):.2f} ms")
    window.close()


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
