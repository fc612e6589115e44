"""Runs a graph: plans once for each set of input shapes, then computes, keeps and times every value."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.errors import ExplorerError, InputError, NetError
from explorer.nn.activations import Activations
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import blamed, infer
from explorer.nn.ops.base import Arena, KernelOp, Op, Step
from explorer.nn.spec import Array, Shape, Spec, Specs

_PLANS_KEPT = 4
_KERNELS = threading.Lock()
"""Numba's fallback threading layer aborts the process when two threads enter parallel kernels."""


@dataclass(frozen=True)
class _Task:
    """A node ready to run on numbered values.

    Attributes
    ----------
    shapes
        Shapes and types of the outputs.
    step
        None for operators that return their own arrays.
    contiguous
        Whether all inputs are laid out as kernels take them.
    """

    node: Node
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    shapes: tuple[tuple[Shape, np.dtype[Any]], ...]
    step: Step | None
    contiguous: bool


@dataclass(frozen=True)
class _Plan:
    """Tasks over a list of values.

    Attributes
    ----------
    number
        Place of each value in the list.
    initial
        The list before the run: what is known, None for what is to be computed, and a last None, number -1,
        for absent inputs and outputs that nobody asked for.
    milliseconds
        Times of the nodes before the run: none.
    """

    number: Mapping[str, int]
    initial: tuple[Array | None, ...]
    tasks: tuple[_Task, ...]
    milliseconds: Mapping[str, float]


class Executor:
    """Computes every value of one graph.

    Parameters
    ----------
    graph
        The net; its initializers are read, not written.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._arena = Arena()
        self._plans: dict[tuple[Shape, ...], _Plan] = {}

    def run(self, feeds: Mapping[str, Array]) -> Activations:
        """Return every value for the given inputs, each shaped as the graph says, N = 1.

        Raises
        ------
        InputError
            An input is missing, unknown, or of another shape.
        NetError
            The net does not take inputs of these shapes, or memory does not hold its values.
        """
        arrays = check_feeds(self.graph.inputs, feeds)
        try:
            with _KERNELS, np.errstate(all="ignore"):
                return _compute(self._plan(arrays), arrays)
        except MemoryError as error:
            raise NetError("the net's activations do not fit into memory", "feed a smaller input") from error

    def _plan(self, feeds: Mapping[str, Array]) -> _Plan:
        key = tuple(feeds[i.name].shape for i in self.graph.inputs)
        plan = self._plans.pop(key, None) or _make_plan(self.graph, feeds, self._arena)
        self._plans[key] = plan
        if len(self._plans) > _PLANS_KEPT:
            del self._plans[next(iter(self._plans))]
        return plan


def check_feeds(inputs: Sequence[GraphInput], feeds: Mapping[str, Array]) -> dict[str, Array]:
    """Return ``feeds`` as writable C-contiguous arrays of the inputs' types.

    Raises
    ------
    InputError
        An input is missing, unknown, or of another shape.
    """
    if unknown := sorted(set(feeds) - {i.name for i in inputs}):
        raise InputError(f"the net has no input {unknown[0]!r}", f"it has {', '.join(i.name for i in inputs)}")
    return {i.name: _check_feed(i, feeds) for i in inputs}


def _check_feed(wanted: GraphInput, feeds: Mapping[str, Array]) -> Array:
    if wanted.name not in feeds:
        raise InputError(f"input {wanted.name!r} is missing")
    array = np.asarray(feeds[wanted.name])
    fits = len(array.shape) == len(wanted.shape) and all(
        want in (None, have) for want, have in zip(wanted.shape, array.shape, strict=True)
    )
    if not fits:
        raise InputError(
            f"input {wanted.name!r} has the shape {_spell(array.shape)}", f"the net takes {_spell(wanted.shape)}"
        )
    if array.dtype.kind not in "fiub":
        raise InputError(f"input {wanted.name!r} holds {array.dtype}, which is not a number type")
    return np.array(array, wanted.dtype, order="C")


def _spell(shape: Sequence[int | None]) -> str:
    return "x".join("?" if extent is None else str(extent) for extent in shape) or "scalar"


def _make_plan(graph: Graph, feeds: Mapping[str, Array], arena: Arena) -> _Plan:
    specs = infer(graph, {name: array.shape for name, array in feeds.items()})
    number = {name: i for i, name in enumerate(specs)}
    tasks: list[_Task] = []
    views: set[str] = set()
    for node in graph.nodes:
        if all(specs[name].value is not None for name in node.outputs if name):
            continue
        tasks.append(_make_task(node, specs, number, arena, contiguous=views.isdisjoint(node.inputs)))
        if tasks[-1].step is None:
            views.update(node.outputs)
    initial = [None if spec.value is None else _contiguous(spec.value) for spec in specs.values()]
    return _Plan(number, (*initial, None), tuple(tasks), dict.fromkeys((node.name for node in graph.nodes), 0.0))


def _make_task(
    node: Node, specs: Mapping[str, Spec], number: Mapping[str, int], arena: Arena, *, contiguous: bool
) -> _Task:
    inputs = [specs[name] if name else None for name in node.inputs]
    outputs = node.op.infer(inputs)
    return _Task(
        node,
        tuple(number.get(name, -1) for name in node.inputs),
        tuple(number.get(name, -1) for name in node.outputs),
        tuple((spec.shape, spec.dtype) for spec in outputs),
        _plan_step(node.op, inputs, outputs, arena),
        contiguous,
    )


def _plan_step(op: Op, inputs: Specs, outputs: Specs, arena: Arena) -> Step | None:
    if not isinstance(op, KernelOp):
        return None
    if not any(spec.size for spec in outputs if spec is not None):
        return lambda _inputs, _outputs: None
    return op.plan(inputs, arena)


def _compute(plan: _Plan, feeds: Mapping[str, Array]) -> Activations:
    values = list(plan.initial)
    for name, array in feeds.items():
        values[plan.number[name]] = array
    milliseconds = dict(plan.milliseconds)
    for task in plan.tasks:
        started = time.perf_counter()
        outputs = _run_task(task, [values[i] for i in task.inputs])
        for i, array in zip(task.outputs, outputs, strict=False):
            values[i] = array
        values[-1] = None
        milliseconds[task.node.name] = (time.perf_counter() - started) * 1e3
    computed = {name: array for name, array in zip(plan.number, values, strict=False) if array is not None}
    return Activations(computed, milliseconds)


def _run_task(task: _Task, inputs: list[Array | None]) -> tuple[Array, ...]:
    if task.step is None:
        try:
            return task.node.op.run(inputs)
        except ExplorerError as error:
            raise blamed(task.node, error) from error
    if not task.contiguous:
        inputs = [array if array is None else _contiguous(array) for array in inputs]
    outputs = tuple([np.empty(shape, dtype) for shape, dtype in task.shapes])
    task.step(inputs, outputs)
    return outputs


def _contiguous(array: Array) -> Array:
    """Return ``array`` as kernels take it: C-contiguous and writable."""
    return array if array.flags.carray else np.array(array, order="C")
