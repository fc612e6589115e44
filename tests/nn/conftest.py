"""What the tests of nets share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import helper, numpy_helper

collect_ignore = [] if find_spec("torch") else ["test_gradients.py"]

Judge = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def onnx_runtime() -> Judge:
    """Return the function that computes one node by ONNX Runtime; every input but the first is a constant."""

    def compute(
        operator: str, inputs: Sequence[Any], attributes: Mapping[str, Any], *, opset: int, outputs: int = 1
    ) -> list[Any]:
        inputs = [x if x is None else np.asarray(x) for x in inputs]
        names = ["" if x is None else f"x{i}" for i, x in enumerate(inputs)]
        results = [f"y{i}" for i in range(outputs)]
        first = helper.make_tensor_value_info("x0", helper.np_dtype_to_tensor_dtype(inputs[0].dtype), inputs[0].shape)
        body = helper.make_graph(
            [helper.make_node(operator, names, results, **attributes)],
            "node",
            [first],
            [helper.make_empty_tensor_value_info(name) for name in results],
            [numpy_helper.from_array(x, n) for x, n in zip(inputs[1:], names[1:], strict=True) if x is not None],
        )
        model = helper.make_model(body, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        return list(onnxruntime.InferenceSession(model.SerializeToString(), options).run(results, {"x0": inputs[0]}))

    return compute


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """State how many of ONNX's node cases were run."""
    counts = {
        outcome: sum(
            "test_case_gives_what_onnx_expects" in report.nodeid for report in terminalreporter.stats.get(outcome, [])
        )
        for outcome in ("passed", "failed")
    }
    if any(counts.values()):
        terminalreporter.write_line(f"ONNX node cases: {counts['passed']} passed, {counts['failed']} failed")
