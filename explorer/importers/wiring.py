"""How the nodes of a net hang together: unique names, one source for each value, an order to compute them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import onnx

from explorer.errors import NetError


@dataclass(frozen=True)
class Wire:
    """A node as the file has it, before its operator is built.

    Attributes
    ----------
    name
        May be empty, or another node's too, until ``named_uniquely``.
    domain
        Empty for ONNX's own operators.
    inputs, outputs
        Value names; empty where absent, except at the end.
    attributes
        As ONNX stores them.
    """

    name: str
    operator: str
    domain: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: tuple[onnx.AttributeProto, ...] = ()

    @property
    def title(self) -> str:
        """Operator and name, as errors call the node."""
        return f"{self.operator} node {self.name!r}"


def wires_of(graph: onnx.GraphProto) -> tuple[Wire, ...]:
    """Return the nodes of ``graph`` with unique names, in the order of the file."""
    return named_uniquely([_wire(node) for node in graph.node])


def named_uniquely(wires: Sequence[Wire]) -> tuple[Wire, ...]:
    """Return the nodes with a name of their own each: nameless and repeated ones are named after an output.

    Where that is a mere number, as older versions of PyTorch's exporter count, the operator stands before it:
    ``Conv_9``.
    """
    taken = {wire.name for wire in wires}
    seen: set[str] = set()
    named = []
    for wire in wires:
        name = wire.name
        if not name or name in seen:
            name = _free(_after_output(wire), taken)
        seen.add(name)
        taken.add(name)
        named.append(replace(wire, name=name))
    return tuple(named)


def in_order(wires: Sequence[Wire], given: Collection[str]) -> tuple[Wire, ...]:
    """Return the nodes so that each comes after those it reads; nodes that stand right already keep their order.

    Parameters
    ----------
    given
        Values that are there from the start: inputs and initializers.

    Raises
    ------
    NetError
        A value is computed twice, or never, or from itself.
    """
    _check_sources(wires, given)
    known = set(given) | {""}
    waiting = list(wires)
    ordered: list[Wire] = []
    while waiting:
        left = []
        for wire in waiting:
            if known.issuperset(wire.inputs):
                known.update(wire.outputs)
                ordered.append(wire)
            else:
                left.append(wire)
        if len(left) == len(waiting):
            raise NetError(_describe_circle(left))
        waiting = left
    return tuple(ordered)


def _wire(node: onnx.NodeProto) -> Wire:
    domain = "" if node.domain == "ai.onnx" else node.domain
    return Wire(node.name, node.op_type, domain, _trimmed(node.input), _trimmed(node.output), tuple(node.attribute))


def _trimmed(names: Iterable[str]) -> tuple[str, ...]:
    """Return value names without the absent ones at the end."""
    kept = list(names)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _after_output(wire: Wire) -> str:
    name = next(filter(None, wire.outputs), wire.operator)
    return f"{wire.operator}_{name}" if name.isdecimal() else name


def _free(wish: str, taken: Collection[str]) -> str:
    name, count = wish, 2
    while name in taken:
        name, count = f"{wish}_{count}", count + 1
    return name


def _check_sources(wires: Sequence[Wire], given: Collection[str]) -> None:
    outputs = Counter(name for wire in wires for name in wire.outputs if name)
    for wire in wires:
        for name in filter(None, wire.outputs):
            if outputs[name] > 1 or name in given:
                raise NetError(f"the value {name!r} is computed by the {wire.title} although it has another source")
    for wire in wires:
        for name in filter(None, wire.inputs):
            if name not in outputs and name not in given:
                raise NetError(f"the {wire.title} reads {name!r}, which nothing computes")


def _describe_circle(waiting: Sequence[Wire]) -> str:
    """Return a sentence about nodes that wait for each other, found by following unmet inputs until one repeats."""
    source = {name: wire for wire in waiting for name in wire.outputs if name}
    path = [waiting[0]]
    while path.count(path[-1]) < 2:
        path.append(next(source[name] for name in path[-1].inputs if name in source))
    circle = [wire.title for wire in path[path.index(path[-1]) : -1]]
    if len(circle) == 1:
        return f"the {circle[0]} waits for itself"
    return f"the {' and the '.join(circle)} wait for each other in a circle"
