"""Times the frames of a real window: new activations of a layer, from their arrival to the last pixel.

Run as ``xvfb-run -a -s "-screen 0 1280x800x24" python tests/benchmarks/frames.py [D H W TILE WIDTHxHEIGHT]`` on an idle
machine. It prints medians and 95th percentiles of what ``--trace`` writes, and for how much of a frame the window's
thread worked rather than waited for a core, for 2048 maps of 14 x 14 and 64 of 224 x 224, all on one screen and
scrolled, or for the D maps of H x W that are named.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PySide6.QtWidgets import QApplication

from explorer.qt.app import make_window
from explorer.qt.application import make_application
from explorer.qt.basics.look import Look
from explorer.qt.trace import Trace
from explorer.qt.window import MainWindow

FRAMES = 60
NAMES = ("request", "compute", "render", "paint", "frame")
CASES = ("2048 14 14 48", "2048 14 14 96", "64 224 224 48", "64 224 224 96")


def net(depth: int, height: int, width: int) -> Path:
    """Return a net whose one convolution gives maps of these extents."""
    weights = np.random.default_rng(0).standard_normal((depth, 3, 1, 1)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["y"], name="conv"),
        helper.make_node("Abs", ["y"], ["z"], name="abs"),
    ]
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, (1, 3, height, width))]
    outputs = [helper.make_tensor_value_info("z", TensorProto.FLOAT, (1, depth, height, width))]
    graph = helper.make_graph(nodes, "maps", inputs, outputs, [numpy_helper.from_array(weights, "w")])
    path = Path(tempfile.mkdtemp()) / "maps.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def settle(window: MainWindow) -> None:
    """Wait until all that was asked for is drawn."""
    while window.session.busy:
        QApplication.processEvents()
        time.sleep(0.0005)
    for _ in range(3):
        QApplication.processEvents()


def measure(case: str, size: tuple[int, int]) -> None:
    """Print the times of one layer."""
    depth, height, width, tile = map(int, case.split())
    trace = Trace()
    window = make_window(Look(make_application(), "light"), trace)
    window.resize(*size)
    window.show()
    trace.watch(window.windowHandle())
    rng = np.random.default_rng(1)
    pictures = [(rng.random((height, width, 3)) * 255).astype(np.uint8) for _ in range(2)]
    window.session.open_net(str(net(depth, height, width)))
    window.session.set_tile(tile)
    window.session.paste(pictures[1])
    settle(window)
    gc.freeze()
    trace.events.clear()
    switches = []
    for index in range(FRAMES):
        window.session.paste(pictures[index % 2])
        settle(window)
        if index % 4 == 3:
            switches.append(switch(window, trace))
    spans = {name: longest_of_each_pass(trace.events, name) for name in NAMES}
    words = [f"{name} {np.median(ms):.1f} ({np.percentile(ms, 95):.1f})" for name, ms in spans.items()]
    words.append(f"of the frame worked {np.median(longest_of_each_pass(trace.events, 'frame', 'tdur')):.1f}")
    print(f"{depth} x {height} x {width}, tile {tile}, {size[0]}x{size[1]}: {', '.join(words)} ms", flush=True)  # noqa: T201
    print(f"    another layer of it is seen after {np.median(switches):.1f} ms", flush=True)  # noqa: T201
    window.close()


def switch(window: MainWindow, trace: Trace) -> float:
    """Select the other layer, whose activations nobody has measured yet, and the first again; return its ms."""
    before, shown = len(trace.events), window.session.state.layer
    trace.begin()
    window.session.select_layer("z" if shown == "y" else "y")
    for _ in range(3):
        QApplication.processEvents()
    frames = [event for event in trace.events[before:] if event["name"] == "frame"]
    window.session.select_layer(shown)
    settle(window)
    del trace.events[before:]
    return float(str(frames[0]["dur"])) / 1000


def longest_of_each_pass(events: list[dict[str, object]], name: str, time: str = "dur") -> list[float]:
    """Return the longest span of this name in each forward pass, in ms: the one that drew its activations."""
    passes: list[list[float]] = []
    for event in events:
        if event["name"] == "request":
            passes.append([])
        if event["name"] == name and passes:
            passes[-1].append(float(str(event[time])) / 1000)
    return [max(spans) for spans in passes if spans]


if __name__ == "__main__":
    across, down = (int(n) for n in sys.argv[5].split("x")) if len(sys.argv) > 5 else (1280, 800)
    for case in (" ".join(sys.argv[1:5]),) if len(sys.argv) > 4 else CASES:
        measure(case, (across, down))
