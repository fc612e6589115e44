"""The memory of one run of a program, with what computes its values there."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np

from explorer.errors import ExplorerError
from explorer.kernels.clock import milliseconds_a_tick
from explorer.kernels.work import Work
from explorer.nn.activations import Activations
from explorer.nn.infer import blamed
from explorer.nn.ops.base import BindableStep, Step
from explorer.nn.program import Program, Task, contiguous
from explorer.nn.spec import Array, Arrays, Spec
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
        self._passing: list[int] = []
        self._memory = _take_memory(program)
        self._taken = -self._memory.ctypes.data % _CACHE_LINE
        specs = list(program.specs.values())
        names = list(program.specs)
        self._inputs = {names[number]: self._allocate(number, specs[number]) for number in program.inputs}
        self._fed: dict[str, Array | None] = {}
        calls: list[tuple[str, Callable[[], None]]] = []
        fixed = {i for i, value in enumerate(self._values) if value is not None} | {-1}
        for task in program.tasks:
            calls += self._bind(task, fixed)
        self._runs, spans = _join(calls)
        self._times = Times(program.nodes, spans)
        self._activations = Activations(Lent(self._by_name(), self._memory), self._times)
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
        return self._lend() if self._passing else self._activations

    def is_free(self) -> bool:
        """Return whether nobody else holds what the last run has returned, or a view of an array of it."""
        return [*map(sys.getrefcount, self._held)] == self._references

    def _by_name(self) -> dict[str, Array]:
        return dict(zip(self.program.specs, self._values, strict=False))

    def _lend(self) -> Activations:
        """Return the values, and forget those that are not the same arrays in every run."""
        lent = Lent(self._by_name(), self._memory)
        for number in self._passing:
            self._values[number] = None
        return Activations(lent, self._times)

    def _allocate(self, number: int, spec: Spec) -> Array:
        array = self._memory[self._taken : self._taken + _bytes(spec)].view(spec.dtype).reshape(spec.shape)
        self._taken += _room(spec)
        if number >= 0:
            self._values[number] = array
        return array

    def _bind(self, task: Task, fixed: set[int]) -> list[tuple[str, Callable[[], None]]]:
        """Return the call of a task, if there is one; values whose arrays are the same in every run are ``fixed``."""
        bound = fixed.issuperset(task.inputs)
        name, values = task.node.name, self._values
        inputs = [values[i] for i in task.inputs]
        if task.step is not None:
            outputs = tuple([self._allocate(i, spec) for i, spec in zip(task.outputs, task.specs, strict=True)])
            fixed.update(task.outputs)
            fits = bound and all(array is None or array.flags.carray for array in inputs)
            return [
                (name, _bind_step(task.step, inputs, outputs) if fits else partial(_run_step, task, values, outputs))
            ]
        if bound and task.node.op.renames:
            values[task.outputs[0]] = task.node.op.run(inputs)[0]
            fixed.update(task.outputs)
            return []
        self._passing += [number for number in task.outputs if number >= 0]
        return [(name, partial(_run_plainly, task, values))]


def _is_final(array: Array) -> bool:
    """Return whether the numbers of an array stay as they are: it is read-only, and they are its own."""
    return array.base is None and not array.flags.writeable


def _take_memory(program: Program) -> Array:
    """Return memory for the inputs and for what kernels write; whoever holds a view of it holds all of it."""
    specs = list(program.specs.values())
    written = [spec for task in program.tasks if task.step is not None for spec in task.specs]
    memory = np.empty(sum(map(_room, [*(specs[i] for i in program.inputs), *written])) + _CACHE_LINE, np.uint8)
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


def _bind_step(step: Step, inputs: Arrays, outputs: tuple[Array, ...]) -> Callable[[], None]:
    return step.bind(inputs, outputs) if isinstance(step, BindableStep) else partial(step, inputs, outputs)


def _run_step(task: Task, values: Sequence[Array | None], outputs: tuple[Array, ...]) -> None:
    """Run a kernel on arrays that are known only now."""
    assert task.step is not None
    arrays = [values[i] for i in task.inputs]
    task.step([array if array is None else contiguous(array) for array in arrays], outputs)


def _run_plainly(task: Task, values: list[Array | None]) -> None:
    """Run an operator that returns arrays of its own."""
    try:
        outputs = task.node.op.run([values[i] for i in task.inputs])
    except ExplorerError as error:
        raise blamed(task.node, error) from error
    for i, array in zip(task.outputs, outputs, strict=False):
        if i >= 0:
            values[i] = array
