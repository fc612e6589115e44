"""Times layers and small nets against ONNX Runtime, both on two threads, by turns in one process.

Run as ``python tests/benchmarks/convolution.py [NAME]...`` on an idle machine. A ratio is ONNX Runtime's time divided
by ours, both medians. Ours keep every activation; ONNX Runtime is timed keeping every activation, too, and once more
keeping the last one alone, which lets it compute layers together.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from explorer.importers.reader import read_net
from explorer.kernels.threads import set_threads
from explorer.nn.executor import Executor

SECONDS, BLOCK, THREADS = 4.0, 20, 2


class Builder:
    """Strings layers together; each reads what the one before it wrote."""

    def __init__(self, *shape: int) -> None:
        self.shape, self.channels = shape, shape[1]
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.rng = np.random.default_rng(0)

    def add(self, operator: str, *weights: tuple[int, ...], **attributes: Any) -> Builder:
        """Append a node with random weights of the given shapes."""
        names = []
        for shape in weights:
            array = self.rng.standard_normal(shape, np.float32) / np.float32(np.sqrt(np.prod(shape[1:])))
            names.append(f"w{len(self.weights)}")
            self.weights.append(numpy_helper.from_array(array, names[-1]))
        before, after = f"v{len(self.nodes)}", f"v{len(self.nodes) + 1}"
        self.nodes.append(helper.make_node(operator, [before, *names], [after], name=after, **attributes))
        return self

    def conv(self, filters: int, kernel: int, pad: int = 0, stride: int = 1, group: int = 1) -> Builder:
        """Append a convolution."""
        shape = (filters, self.channels // group, kernel, kernel)
        self.channels = filters
        return self.add("Conv", shape, (filters,), pads=[pad] * 4, strides=[stride] * 2, group=group)

    def pool(self) -> Builder:
        """Append a pooling layer that halves."""
        return self.add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])

    def model(self, *, kept: int) -> onnx.ModelProto:
        """Return the net, whose outputs are the last ``kept`` values."""
        inputs = [helper.make_tensor_value_info("v0", 1, self.shape)]
        outputs = [helper.make_tensor_value_info(node.output[0], 1, None) for node in self.nodes[-kept:]]
        graph = helper.make_graph(self.nodes, "benchmark", inputs, outputs, self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def lenet5() -> Builder:
    """Return a net like LeNet-5."""
    net = Builder(1, 1, 32, 32).conv(6, 5).add("Relu").pool().conv(16, 5).add("Relu").pool().add("Flatten")
    net.add("Gemm", (120, 400), (120,), transB=1).add("Relu").add("Gemm", (84, 120), (84,), transB=1).add("Relu")
    return net.add("Gemm", (10, 84), (10,), transB=1)


def cifar10() -> Builder:
    """Return a plain net in the VGG style for 32 x 32 pixels."""
    net = Builder(1, 3, 32, 32)
    for filters in (32, 32, 0, 64, 64, 0, 192, 192, 0, 192):
        net = net.conv(filters, 3, 1).add("Relu") if filters else net.pool()
    return net.add("GlobalAveragePool").add("Flatten").add("Gemm", (10, 192), (10,), transB=1)


NETS: dict[str, Callable[[], Builder]] = {
    "conv 64-64 3x3 56x56": lambda: Builder(1, 64, 56, 56).conv(64, 3, 1),
    "conv 256-256 3x3 28x28": lambda: Builder(1, 256, 28, 28).conv(256, 3, 1),
    "conv 3-96 11x11/4 227x227": lambda: Builder(1, 3, 227, 227).conv(96, 11, 0, 4),
    "conv 64-256 1x1 56x56": lambda: Builder(1, 64, 56, 56).conv(256, 1),
    "conv 64-128 3x3/2 56x56": lambda: Builder(1, 64, 56, 56).conv(128, 3, 1, 2),
    "depthwise 64 3x3 56x56": lambda: Builder(1, 64, 56, 56).conv(64, 3, 1, 1, 64),
    "lenet5": lenet5,
    "cifar10": cifar10,
}


def compare(net: Builder) -> tuple[float, float, float]:
    """Return the median seconds a pass of ONNX Runtime keeping everything, of it keeping the answer, and of ours."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    models = [net.model(kept=len(net.nodes)), net.model(kept=1)]
    keeping, forgetting = (
        onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        for model in models
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.onnx"
        onnx.save(models[1], path)
        executor = Executor(read_net(path))
    feeds = {"v0": net.rng.standard_normal(net.shape, np.float32)}
    wanted, name = forgetting.run(None, feeds)[0], f"v{len(net.nodes)}"
    np.testing.assert_allclose(executor.run(feeds)[name], wanted, rtol=1e-3, atol=1e-4 * np.abs(wanted).max())
    calls = [lambda: keeping.run(None, feeds), lambda: forgetting.run(None, feeds), lambda: executor.run(feeds)]
    seconds: list[list[float]] = [[] for _ in calls]
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        for call, taken in zip(calls, seconds, strict=True):
            _time(call, taken)
    first, second, third = (float(np.median(taken)) for taken in seconds)
    return first, second, third


def _time(call: Callable[[], object], seconds: list[float]) -> None:
    time.sleep(0.1)  # the threads of the other spin on for a while
    for _ in range(3):
        call()  # our own wake up
    for _ in range(BLOCK):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)


def main(wanted: Sequence[str]) -> None:
    """Print a line for each net whose name holds one of the ``wanted`` words."""
    set_threads(THREADS)
    for name, build in NETS.items():
        if wanted and not any(word in name for word in wanted):
            continue
        keeping, forgetting, ours = compare(build())
        sys.stdout.write(
            f"{name:26} {ours * 1e6:8.1f} us, ONNX Runtime {keeping * 1e6:8.1f} us (ratio {keeping / ours:.2f}),"
            f" keeping the last value {forgetting * 1e6:8.1f} us (ratio {forgetting / ours:.2f})\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
