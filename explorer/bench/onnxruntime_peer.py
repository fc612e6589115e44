"""ONNX Runtime with all its optimisations, writing into memory that it was given once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as errors

from explorer.bench.case import Case
from explorer.bench.engine import Keeps
from explorer.errors import ExplorerError
from explorer.importers.writer import model_of
from explorer.nn.spec import Array

_ONLY_ERRORS = 3


class OnnxRuntime:
    """ONNX Runtime on the CPU."""

    name = "onnxruntime"
    version = onnxruntime.__version__
    keeps: tuple[Keeps, ...] = ("answer", "values")
    failures: tuple[type[Exception], ...] = (
        ExplorerError,
        errors.Fail,
        errors.InvalidArgument,
        errors.InvalidGraph,
        errors.NotImplemented,
        errors.RuntimeException,
    )

    def __init__(self, threads: int) -> None:
        self._options = onnxruntime.SessionOptions()
        self._options.intra_op_num_threads = threads
        self._options.log_severity_level = _ONLY_ERRORS

    def prepare(self, case: Case, keeps: Keeps) -> BoundSession:
        """Return a session."""
        outputs = case.graph.outputs if keeps == "answer" else tuple({*case.values, *case.graph.outputs})
        graph = replace(case.graph, outputs=outputs)
        content = model_of(graph).SerializeToString()
        session = onnxruntime.InferenceSession(content, self._options, providers=["CPUExecutionProvider"])
        return BoundSession(session, case)


class BoundSession:
    """A session bound to arrays for its inputs and outputs, so that nothing is copied in a pass."""

    def __init__(self, session: onnxruntime.InferenceSession, case: Case) -> None:
        self._session = session
        self._binding = session.io_binding()
        specs = {output.name: case.specs[output.name] for output in session.get_outputs()}
        # These borrow the memory of their arrays, and the binding that of theirs.
        wrap = onnxruntime.OrtValue.ortvalue_from_numpy
        self._inputs = {name: wrap(array) for name, array in case.feeds.items()}
        self._outputs = {name: wrap(np.empty(spec.shape, spec.dtype)) for name, spec in specs.items()}
        for name, value in self._inputs.items():
            self._binding.bind_ortvalue_input(name, value)
        for name, value in self._outputs.items():
            self._binding.bind_ortvalue_output(name, value)

    def run(self) -> None:
        """Compute once."""
        self._session.run_with_iobinding(self._binding)

    def answers(self) -> Mapping[str, Array]:
        """Return the outputs of a new pass."""
        self.run()
        return {name: value.numpy() for name, value in self._outputs.items()}


def make_peer(threads: int) -> OnnxRuntime:
    """Return ONNX Runtime on so many threads."""
    return OnnxRuntime(threads)
