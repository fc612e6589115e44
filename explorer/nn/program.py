"""A graph planned for inputs of given shapes, with the memory that it runs in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import Any

import numpy as np

from explorer.errors import ExplorerError
from explorer.kernels.clock import milliseconds_a_tick
from explorer.kernels.work import Work
from explorer.nn.graph import Graph, Node
from explorer.nn.infer import blamed, infer
from explorer.nn.ops.activation import Clip, Relu
from explorer.nn.ops.base import Arena, BindableStep, ClippingOp, KernelOp, RectifyingOp, Step
from explorer.nn.spec import Array, Arrays, Shape, Spec, Specs

_CACHE_LINE, _PAGE = 64, 4096


@dataclass(frozen=True)
class Task:
    """A node ready to run on numbered values.

    Attributes
    ----------
    inputs, outputs
        Numbers of values; -1 for absent inputs and outputs that nobody asked for. A task that computes the Relu of
        its output along with it has that Relu's output too.
    specs
        Of the outputs.
    step
        None for operators that return their own arrays.
    """

    node: Node
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    specs: tuple[Spec, ...]
    step: Step | None


@dataclass(frozen=True)
class Program:
    """Tasks over a list of values.

    Attributes
    ----------
    specs
        Of the values by name, in the order of the list.
    initial
        The list before the run: what is known, None for what is to be computed, and a last None, number -1.
    inputs
        Numbers of the values that are fed.
    nodes
        Names of all nodes, also of those that are not run.
    """

    specs: Mapping[str, Spec]
    initial: tuple[Array | None, ...]
    inputs: tuple[int, ...]
    tasks: tuple[Task, ...]
    nodes: tuple[str, ...]


def make_program(graph: Graph, shapes: Sequence[Shape], arena: Arena) -> Program:
    """Return the program of ``graph`` for inputs of ``shapes``, in the order of its inputs.

    Raises
    ------
    NetError
        The net does not take inputs of these shapes.
    """
    specs = infer(graph, {i.name: shape for i, shape in zip(graph.inputs, shapes, strict=True)})
    number = {name: i for i, name in enumerate(specs)}
    tasks: list[Task] = []
    done: set[str] = set()
    readers = _readers(graph)
    for node in graph.nodes:
        if node.name in done or all(specs[name].value is not None for name in node.outputs if name):
            continue
        relu, ceiling = _cut_of(node, readers.get(node.outputs[0], ()), specs)
        step = None if relu is None else _plan_step(node, specs, arena, ceiling)
        if relu is not None and step is not None:
            done.add(relu.name)
            tasks.append(_make_task(node, (*node.outputs, *relu.outputs), step, specs, number))
        else:
            tasks.append(_make_task(node, node.outputs, _plan_step(node, specs, arena), specs, number))
    initial = [None if spec.value is None else _contiguous(spec.value) for spec in specs.values()]
    inputs = tuple(number[i.name] for i in graph.inputs)
    return Program(specs, (*initial, None), inputs, tuple(tasks), tuple(node.name for node in graph.nodes))


def _readers(graph: Graph) -> Mapping[str, list[Node]]:
    """Return the nodes whose first input is each value."""
    readers: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if node.inputs:
            readers.setdefault(node.inputs[0], []).append(node)
    return readers


def _cut_of(node: Node, readers: Sequence[Node], specs: Mapping[str, Spec]) -> tuple[Node | None, float]:
    """Return the reader that cuts the only output of ``node`` off below 0, and where it cuts it off above."""
    if len(node.outputs) != 1 or not isinstance(node.op, RectifyingOp):
        return None, np.inf
    for reader in readers:
        if isinstance(reader.op, Relu):
            return reader, np.inf
        if isinstance(reader.op, Clip) and isinstance(node.op, ClippingOp):
            low, high = reader.op.known_bounds(_input_specs(reader, specs))
            if low == 0 <= high:
                return reader, high
    return None, np.inf


def _make_task(
    node: Node, outputs: Sequence[str], step: Step | None, specs: Mapping[str, Spec], number: Mapping[str, int]
) -> Task:
    inferred = node.op.infer(_input_specs(node, specs))
    return Task(
        node,
        tuple(number.get(name, -1) for name in node.inputs),
        tuple(number.get(name, -1) for name in outputs),
        (*inferred, *(specs[name] for name in outputs[len(node.outputs) :])),
        step,
    )


def _input_specs(node: Node, specs: Mapping[str, Spec]) -> Specs:
    return [specs[name] if name else None for name in node.inputs]


def _plan_step(node: Node, specs: Mapping[str, Spec], arena: Arena, ceiling: float | None = None) -> Step | None:
    """Return the step of a node, which writes its output cut to 0 ... ``ceiling`` too, if that is given."""
    if not isinstance(node.op, KernelOp):
        return None
    inputs = _input_specs(node, specs)
    if not any(spec.size for spec in node.op.infer(inputs)):
        return lambda _inputs, _outputs: None
    if ceiling is not None and isinstance(node.op, ClippingOp):
        return node.op.plan_clipped(inputs, arena, ceiling)
    if ceiling is not None and isinstance(node.op, RectifyingOp):
        return node.op.plan_rectified(inputs, arena)
    return node.op.plan(inputs, arena)


@dataclass(frozen=True)
class Stretch:
    """Nodes that run one after the other without going through Python.

    Attributes
    ----------
    names
        Of the nodes.
    work
        Of all of them.
    ends
        Number of calls of ``work`` that the nodes up to each one take.
    """

    names: tuple[str, ...]
    work: Work
    ends: Array

    def run(self) -> Array:
        """Compute the nodes; return when each of the calls was finished, in ticks."""
        return self.work.timed().copy()

    def times(self, ticks: Array) -> Iterable[tuple[str, float]]:
        """Return the milliseconds that each node took."""
        return zip(self.names, (np.diff(ticks[self.ends]) * milliseconds_a_tick()).tolist(), strict=True)


@dataclass(frozen=True)
class Single:
    """A node that Python runs."""

    name: str
    call: Callable[[], None]

    def run(self) -> float:
        """Compute the node; return the seconds that it took."""
        started = time.perf_counter()
        with np.errstate(all="ignore"):
            self.call()
        return time.perf_counter() - started

    def times(self, seconds: float) -> Iterable[tuple[str, float]]:
        """Return the milliseconds that the node took."""
        return [(self.name, seconds * 1e3)]


class Times(Mapping[str, float]):
    """Milliseconds by node, worked out when they are asked for."""

    def __init__(self, names: Iterable[str], parts: Sequence[Stretch | Single], readings: Sequence[Any]) -> None:
        self._names, self._parts, self._readings = names, parts, readings

    @cached_property
    def _milliseconds(self) -> dict[str, float]:
        milliseconds = dict.fromkeys(self._names, 0.0)
        for part, reading in zip(self._parts, self._readings, strict=True):
            milliseconds.update(part.times(reading))
        return milliseconds

    def __getitem__(self, name: str) -> float:
        """Return the time of a node."""
        return self._milliseconds[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the nodes."""
        return iter(self._milliseconds)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._milliseconds)


def _join(calls: Sequence[tuple[str, Callable[[], None]]]) -> list[Stretch | Single]:
    """Return the calls with neighbours that are work of kernels made one stretch."""
    parts: list[Stretch | Single] = []
    for native, group in groupby(calls, lambda item: isinstance(item[1], Work)):
        if not native:
            parts += [Single(name, call) for name, call in group]
            continue
        names, works = zip(*group, strict=True)
        ends = np.cumsum([0, *(len(work.calls) for work in works)])
        parts.append(Stretch(names, Work(tuple(call for work in works for call in work.calls)), ends))
    return parts


class Frame:
    """Memory for the values of one run of a program, with what computes them in it.

    Attributes
    ----------
    inputs
        Arrays to be filled before the parts are run.
    parts
        In the order to run them in.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._values: list[Any] = list(program.initial)
        self._owners: list[Array] = []
        self._passing: list[int] = []
        self.inputs = [self._allocate(i, list(program.specs.values())[i]) for i in program.inputs]
        self._calls: list[tuple[str, Callable[[], None]]] = []
        fixed = {i for i, value in enumerate(self._values) if value is not None} | {-1}
        for task in program.tasks:
            self._bind(task, fixed)
        self.parts = _join(self._calls)
        self._published = self._by_name()
        self._references = list(map(sys.getrefcount, self._owners))

    def run(self) -> Times:
        """Compute everything; return the times."""
        return Times(self.program.nodes, self.parts, [part.run() for part in self.parts])

    def is_free(self) -> bool:
        """Return whether nobody else holds any of the arrays, or a view of one."""
        return list(map(sys.getrefcount, self._owners)) == self._references

    def _by_name(self) -> dict[str, Array]:
        return dict(zip(self.program.specs, self._values, strict=False))

    def publish(self) -> dict[str, Array]:
        """Return the values by name, and forget those that are not the same arrays in every run."""
        if not self._passing:
            return dict(self._published)  # whoever holds it holds the arrays, which tells that they are not free
        values = self._by_name()
        for number in self._passing:
            self._values[number] = None
        return values

    def _allocate(self, number: int, spec: Spec) -> Array:
        """Return an array of whole cache lines, so that no line of it is written by two threads more than need be."""
        count = spec.size * spec.dtype.itemsize
        memory = np.empty(count + _CACHE_LINE, np.uint8)
        memory[::_PAGE] = 0  # the system hands pages out when they are written to, which is not a layer's time
        skip = -memory.ctypes.data % _CACHE_LINE
        array = memory[skip : skip + count].view(spec.dtype).reshape(spec.shape)
        self._owners += [memory, array]
        if number >= 0:
            self._values[number] = array
        return array

    def _bind(self, task: Task, fixed: set[int]) -> None:
        """Append the call of a task; values whose arrays are the same in every run are ``fixed``."""
        bound = fixed.issuperset(task.inputs)
        name, values = task.node.name, self._values
        inputs = [values[i] for i in task.inputs]
        if task.step is not None:
            outputs = tuple([self._allocate(i, spec) for i, spec in zip(task.outputs, task.specs, strict=True)])
            fixed.update(task.outputs)
            contiguous = all(array is None or array.flags.carray for array in inputs)
            fits = bound and contiguous
            call = _bind_step(task.step, inputs, outputs) if fits else partial(_run_step, task, values, outputs)
            self._calls.append((name, call))
        elif bound and task.node.op.renames:
            values[task.outputs[0]] = task.node.op.run(inputs)[0]
            fixed.update(task.outputs)
        else:
            self._calls.append((name, partial(_run_plainly, task, values)))
            self._passing += [number for number in task.outputs if number >= 0]


def _bind_step(step: Step, inputs: Arrays, outputs: tuple[Array, ...]) -> Callable[[], None]:
    return step.bind(inputs, outputs) if isinstance(step, BindableStep) else partial(step, inputs, outputs)


def _run_step(task: Task, values: Sequence[Array | None], outputs: tuple[Array, ...]) -> None:
    """Run a kernel on arrays that are known only now."""
    assert task.step is not None
    arrays = [values[i] for i in task.inputs]
    task.step([array if array is None else _contiguous(array) for array in arrays], outputs)


def _run_plainly(task: Task, values: list[Array | None]) -> None:
    """Run an operator that returns arrays of its own."""
    try:
        outputs = task.node.op.run([values[i] for i in task.inputs])
    except ExplorerError as error:
        raise blamed(task.node, error) from error
    for i, array in zip(task.outputs, outputs, strict=False):
        if i >= 0:
            values[i] = array


def _contiguous(array: Array) -> Array:
    """Return ``array`` as kernels take it: C-contiguous and writable."""
    return array if array.flags.carray else np.array(array, order="C")
