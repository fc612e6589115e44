"""A graph planned for inputs of given shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from explorer.errors import ExplorerError
from explorer.nn.graph import Graph, Node
from explorer.nn.infer import blamed, infer
from explorer.nn.joined import Piece, pieces
from explorer.nn.ops.activation import Clip, Relu
from explorer.nn.ops.arithmetic import Mul
from explorer.nn.ops.base import AccompaniedOp, Arena, Companion, Cut, Gated, KernelOp, Step
from explorer.nn.ops.joining import Concat
from explorer.nn.spec import Array, Arrays, Shape, Spec, Specs


@dataclass(frozen=True)
class Task:
    """A node ready to run on numbered values.

    Attributes
    ----------
    inputs, outputs
        Numbers of values; -1 for absent inputs and outputs that nobody asked for. A task that writes what a
        reader makes of its output along with it has that reader's output too.
    specs
        Of the outputs.
    step
        None where the outputs are views of the first input.
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
    pieces
        The values that lie in others, by number.
    """

    specs: Mapping[str, Spec]
    initial: tuple[Array | None, ...]
    inputs: tuple[int, ...]
    tasks: tuple[Task, ...]
    nodes: tuple[str, ...]
    pieces: Mapping[int, Piece]


def make_program(graph: Graph, shapes: Sequence[Shape], arena: Arena) -> Program:
    """Return the program of ``graph`` for inputs of ``shapes``, in the order of its inputs.

    Raises
    ------
    NetError
        The net does not take inputs of these shapes.
    """
    specs = infer(graph, {i.name: shape for i, shape in zip(graph.inputs, shapes, strict=True)})
    arena.occupied = sum(spec.size * spec.dtype.itemsize for spec in specs.values())
    number = {name: i for i, name in enumerate(specs)}
    tasks: list[Task] = []
    done: set[str] = set()
    readers = _readers(graph)
    for node in graph.nodes:
        if node.name in done or all(specs[name].value is not None for name in node.outputs if name):
            continue
        both = _plan_both(node, readers.get(node.outputs[0], ()), specs, arena)
        if both is None:
            tasks.append(_make_task(node, node.outputs, _plan_step(node, specs, arena), specs, number))
        else:
            reader, step = both
            done.add(reader.name)
            tasks.append(_make_task(node, (*node.outputs, *reader.outputs), step, specs, number))
    initial = [None if spec.value is None else np.asarray(spec.value, order="C") for spec in specs.values()]
    inputs = tuple(number[i.name] for i in graph.inputs)
    names = tuple(node.name for node in graph.nodes)
    return Program(specs, (*initial, None), inputs, tuple(tasks), names, _pieces(tasks, inputs, specs))


def _readers(graph: Graph) -> Mapping[str, list[Node]]:
    """Return the nodes that read each value."""
    readers: dict[str, list[Node]] = {}
    for node in graph.nodes:
        for name in dict.fromkeys(node.inputs):
            readers.setdefault(name, []).append(node)
    return readers


def _plan_both(
    node: Node, readers: Sequence[Node], specs: Mapping[str, Spec], arena: Arena
) -> tuple[Node, Step] | None:
    """Return the first reader whose output can be written along with the only one of ``node``, and the step for it."""
    if len(node.outputs) != 1 or not isinstance(node.op, AccompaniedOp) or not specs[node.outputs[0]].size:
        return None
    for reader in readers:
        companion = _companion(node, reader, specs)
        step = None if companion is None else node.op.plan_both(_input_specs(node, specs), arena, companion)
        if step is not None:
            return reader, step
    return None


def _companion(node: Node, reader: Node, specs: Mapping[str, Spec]) -> Companion | None:
    """Return what ``reader`` makes of the output of ``node``, if that is a companion of it."""
    (value,) = node.outputs
    if isinstance(reader.op, Relu):
        return Cut()
    if isinstance(reader.op, Clip) and reader.inputs[0] == value:
        low, high = reader.op.known_bounds(_input_specs(reader, specs))
        return Cut(high) if low == 0 <= high else None
    if isinstance(reader.op, Mul) and sorted(reader.inputs) == sorted((node.inputs[0], value)):
        return Gated()
    return None


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


def _pieces(tasks: Sequence[Task], inputs: Sequence[int], specs: Mapping[str, Spec]) -> Mapping[int, Piece]:
    """Return the values that lie in what a Concat joins them to."""
    written = {*inputs, *(i for task in tasks if task.step is not None for i in task.outputs)}
    joins = [
        (task.inputs, task.outputs[0])
        for task in tasks
        if isinstance(task.node.op, Concat) and task.node.op.one_after_another(_input_specs(task.node, specs))
    ]
    return pieces(joins, written, list(specs.values()))


def _input_specs(node: Node, specs: Mapping[str, Spec]) -> Specs:
    return [specs[name] if name else None for name in node.inputs]


def _plan_step(node: Node, specs: Mapping[str, Spec], arena: Arena) -> Step | None:
    inputs = _input_specs(node, specs)
    if node.op.in_place(inputs):
        return None
    if not isinstance(node.op, KernelOp):
        return partial(_run_plainly, node)
    if not any(spec.size for spec in node.op.infer(inputs)):
        return lambda _inputs, _outputs: None
    return node.op.plan(inputs, arena)


def _run_plainly(node: Node, inputs: Arrays, outputs: tuple[Array, ...]) -> None:
    """Run an operator that returns arrays of its own."""
    try:
        results = node.op.run(inputs)
    except ExplorerError as error:
        raise blamed(node, error) from error
    for out, result in zip(outputs, results, strict=True):
        out[...] = result
