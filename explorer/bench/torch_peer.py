"""PyTorch in eager mode: each node of a graph one call, in inference mode."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from explorer.bench.case import Case
from explorer.bench.engine import Keeps
from explorer.bench.torch_calls import Call, call_of
from explorer.errors import NetError
from explorer.nn.spec import Array

_TRIED = 5
"""Passes in each layout before one is chosen."""


class Torch:
    """PyTorch on the CPU."""

    name = "torch"
    version: str = torch.__version__
    keeps: tuple[Keeps, ...] = ("answer",)
    failures: tuple[type[Exception], ...] = (NetError, RuntimeError)

    def __init__(self, threads: int) -> None:
        torch.set_num_threads(threads)

    def prepare(self, case: Case, keeps: Keeps) -> Calls:
        """Return the net in the memory layout in which it is faster."""
        layouts = (torch.contiguous_format, torch.channels_last)
        return min((Calls(case, layout) for layout in layouts), key=_fastest_pass)


@dataclass(frozen=True)
class Step:
    """A call on numbered values.

    Attributes
    ----------
    read_last
        Values that nobody reads afterwards.
    """

    call: Call
    inputs: tuple[int, ...]
    output: int
    read_last: tuple[int, ...]


class Calls:
    """The calls of a net with their tensors, in one memory layout."""

    def __init__(self, case: Case, layout: torch.memory_format) -> None:
        number = {name: i for i, name in enumerate(case.specs)}
        known = {name: spec.value for name, spec in case.specs.items() if spec.value is not None} | dict(case.feeds)
        self._start = [_tensor(known[name], layout) if name in known else None for name in number]
        self._outputs = {name: number[name] for name in case.graph.outputs}
        self._steps: list[Step] = []
        needed = {*self._outputs, *known}
        for node in reversed(case.graph.nodes):
            if node.outputs[0] in known:
                continue
            last = [name for name in dict.fromkeys(node.inputs) if name and name not in needed]
            needed.update(last)
            inputs = tuple(number.get(name, -1) for name in node.inputs)
            drops = tuple(number[name] for name in last)
            self._steps.insert(0, Step(call_of(node, case.specs), inputs, number[node.outputs[0]], drops))
        self._start.append(None)  # number -1: an input that is absent

    def run(self) -> list[Any]:
        """Return the values that are left after all calls."""
        values = self._start.copy()
        with torch.inference_mode():
            for step in self._steps:
                values[step.output] = step.call(*[values[i] for i in step.inputs])
                for i in step.read_last:
                    values[i] = None
        return values

    def answers(self) -> Mapping[str, Array]:
        """Return the outputs of a new pass."""
        values = self.run()
        return {name: values[i].contiguous().numpy() for name, i in self._outputs.items()}


def _tensor(array: Array, layout: torch.memory_format) -> Any:
    tensor = torch.from_numpy(np.require(array, requirements=("C", "W")))
    return tensor.contiguous(memory_format=layout) if tensor.dim() == 4 else tensor


def _fastest_pass(calls: Calls) -> float:
    times = []
    for _ in range(_TRIED):
        started = time.perf_counter()
        calls.run()
        times.append(time.perf_counter() - started)
    return min(times)


def make_peer(threads: int) -> Torch:
    """Return PyTorch on so many threads."""
    return Torch(threads)
