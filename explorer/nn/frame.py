"""The memory of one run of a program, with what computes its values there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from explorer.kernels.clock import milliseconds_a_tick
from explorer.kernels.work import Work
from explorer.nn.activations import Activations
from explorer.nn.ops.base import BindableStep
from explorer.nn.ops.views import ViewOp
from explorer.nn.program import Program, Task
from explorer.nn.spec import Array, Spec
from explorer.nn.times import Span, Times

_CACHE_LINE, _PAGE = 64, 4096
_FREE_LINES = 9


class Lent(Mapping[str, Array]):
    """The values of a run by name: at each access a view, which holds the memory that the value lies in."""

    def __init__(self, arrays: Mapping[str, Array], memory: Array) -> None:
        self._arrays, self._memory = arrays, memory

    def __getitem__(self, name: str) -> Array:
        """Return a view of a value."""
        return self._arrays[name].view()

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._arrays)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._arrays)


class Frame:
    """Memory for the values of one run of a program, with what computes them in it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._values: list[Any] = list(program.initial)
        self._memory = _take_memory(program)
        self._taken = -self._memory.ctypes.data % _CACHE_LINE
        self._joined = self._join_pieces()
        specs = list(program.specs.items())
        self._inputs = {specs[i][0]: self._allocate(i, specs[i][1]) for i in program.inputs}
        self._fed: dict[str, Array | None] = {}
        calls: list[tuple[str, Callable[[], None]]] = []
        for task in program.tasks:
            calls += self._bind(task)
        self._runs, spans = _join(calls)
        self._times = Times(program.nodes, spans)
        arrays = dict(zip(program.specs, self._values, strict=False))
        self._activations = Activations(Lent(arrays, self._memory), self._times)
        self._held = self._memory, self._times, self._activations, self._activations.arrays
        self._references = [*map(sys.getrefcount, self._held)]

    def takes(self, feeds: Mapping[str, Array]) -> bool:
        """Return whether these are arrays for all inputs, of their shapes and types."""
        for name, place in self._inputs.items():
            array = feeds.get(name)
            if type(array) is not np.ndarray or array.shape != place.shape or array.dtype != place.dtype:
                return False
        return len(feeds) == len(self._inputs)

    def run(self, feeds: Mapping[str, Array]) -> Activations:
        """Compute everything from ``feeds``, which it takes; what nobody writes is copied once."""
        for name, place in self._inputs.items():
            array = feeds[name]
            final = _is_final(array)
            if not final or array is not self._fed.get(name):
                place[...] = array
                self._fed[name] = array if final else None
        for run in self._runs:
            run()
        self._times.renew()
        return self._activations

    def is_free(self) -> bool:
        """Return whether nobody else holds what the last run has returned, or a view of an array of it."""
        return [*map(sys.getrefcount, self._held)] == self._references

    def _join_pieces(self) -> Mapping[int, Array]:
        """Return the places of values that others lie in, and of these within them."""
        specs = list(self.program.specs.values())
        places: dict[int, Array] = {}
        for number, (whole, begin) in self.program.pieces.items():
            if whole not in places:
                places[whole] = self._take(specs[whole])
            elements = places[whole].reshape(-1)[begin : begin + specs[number].size]
            places[number] = elements.reshape(specs[number].shape)
        return places

    def _take(self, spec: Spec) -> Array:
        """Return memory that is not taken yet."""
        array = self._memory[self._taken : self._taken + _bytes(spec)].view(spec.dtype).reshape(spec.shape)
        self._taken += _room(spec)
        return array

    def _allocate(self, number: int, spec: Spec) -> Array:
        """Return the place of a value that is written."""
        array = self._joined[number] if number in self._joined else self._take(spec)
        if number >= 0:
            self._values[number] = array
        return array

    def _bind(self, task: Task) -> list[tuple[str, Callable[[], None]]]:
        """Return the call of a task, if there is one."""
        inputs = [self._values[i] for i in task.inputs]
        if task.step is not None:
            outputs = tuple([self._allocate(i, spec) for i, spec in zip(task.outputs, task.specs, strict=True)])
            bind = task.step.bind if isinstance(task.step, BindableStep) else partial(partial, task.step)
            call = bind(inputs, outputs)
            return [] if isinstance(call, Work) and not call.calls else [(task.node.name, call)]
        assert isinstance(task.node.op, ViewOp)
        for number, spec, view in zip(task.outputs, task.specs, task.node.op.views(inputs), strict=False):
            self._values[number] = view.reshape(spec.shape)
        return []


def _is_final(array: Array) -> bool:
    """Return whether the numbers of an array stay as they are: it is read-only, and they are its own."""
    return array.base is None and not array.flags.writeable


def _take_memory(program: Program) -> Array:
    """Return memory for the inputs and for what kernels write; whoever holds a view of it holds all of it."""
    specs = list(program.specs.values())
    values = [(i, specs[i]) for i in program.inputs]
    for task in program.tasks:
        values += zip(task.outputs, task.specs, strict=True) if task.step is not None else ()
    room = sum(_room(spec) for number, spec in values if number not in program.pieces)
    memory = np.empty(room + _CACHE_LINE, np.uint8)
    memory[::_PAGE] = 0  # the system hands pages out when they are written to, which is not a layer's time
    return memory


def _bytes(spec: Spec) -> int:
    return spec.size * spec.dtype.itemsize


def _room(spec: Spec) -> int:
    """Return the bytes of whole cache lines, so that no line is written by two threads more than need be.

    A few lines are left free: values that are written side by side, as those of a convolution and its Relu, would else
    often lie a power of two apart, and take the same part of a cache.
    """
    return (-(-_bytes(spec) // _CACHE_LINE) + _FREE_LINES) * _CACHE_LINE


def _join(calls: Sequence[tuple[str, Callable[[], None]]]) -> tuple[list[Callable[[], None]], list[Span]]:
    """Return what runs the calls, neighbours that are work of kernels without going through Python, and their spans."""
    runs: list[Callable[[], None]] = []
    spans: list[Span] = []
    for native, group in groupby(calls, lambda item: isinstance(item[1], Work)):
        if not native:
            for name, call in group:
                ticks = np.zeros(2)
                runs.append(partial(_run_timed, call, ticks))
                spans.append(Span((name,), np.arange(2), ticks))
            continue
        names, works = zip(*group, strict=True)
        table = Work(tuple(call for work in works for call in work.calls)).table
        runs.append(table.run)
        spans.append(Span(names, np.cumsum([0, *(len(work.calls) for work in works)]), table.ticks))
    return runs, spans


def _run_timed(call: Callable[[], None], ticks: Array) -> None:
    """Run a call of Python's; note when it began and when it was finished."""
    started = time.perf_counter()
    with np.errstate(all="ignore"):
        call()
    ticks[1] = (time.perf_counter() - started) * 1e3 / milliseconds_a_tick()
