"""Branches that a net always takes, in place of the If nodes that choose between them.

PyTorch's exporter writes such a node wherever an axis is to go if its extent is 1: its condition depends on shapes
alone, which are known before the run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import onnx
from onnx import helper

from explorer.importers.operators import build_node, is_supported
from explorer.importers.wiring import Wire, named_uniquely, wires_of
from explorer.nn.graph import Graph, GraphInput
from explorer.nn.infer import infer
from explorer.nn.spec import Array


def with_branches(
    wires: Sequence[Wire], inputs: Sequence[GraphInput], weights: Mapping[str, Array], opset: int
) -> tuple[Wire, ...]:
    """Return the nodes with those of a branch in place of each If whose condition is known; others are left."""
    settled = list(wires)
    place = 0
    while place < len(settled):
        fork = settled[place]
        taken = _branch(fork, _condition(fork, settled[:place], inputs, weights, opset))
        if taken is None:
            place += 1
        else:
            settled[place : place + 1] = _in_place_of(fork, taken)
    return named_uniquely(settled)


def _condition(
    fork: Wire, before: Sequence[Wire], inputs: Sequence[GraphInput], weights: Mapping[str, Array], opset: int
) -> Array | None:
    """Return what an If node decides by; None where that depends on the image, or the node is another one."""
    shapes = {i.name: tuple(extent for extent in i.shape if extent is not None) for i in inputs}
    if (
        fork.operator != "If"
        or fork.domain
        or len(fork.inputs) != 1
        or any(len(shapes[i.name]) < len(i.shape) for i in inputs)
    ):
        return None
    needed = {*fork.inputs}
    wires: list[Wire] = []
    for wire in reversed(before):
        if needed.intersection(wire.outputs):
            wires.insert(0, wire)
            needed.update(wire.inputs)
    known = {name for wire in wires for name in wire.outputs} | {*shapes, *weights, ""}
    if not needed <= known or not all(map(is_supported, wires)):
        return None
    nodes = tuple(build_node(wire, opset) for wire in wires)
    return infer(Graph("condition", nodes, tuple(inputs), fork.inputs, weights, opset), shapes)[fork.inputs[0]].value


def _branch(fork: Wire, condition: Array | None) -> onnx.GraphProto | None:
    """Return the branch that is taken."""
    if condition is None or condition.size != 1:
        return None
    name = "then_branch" if condition.item() else "else_branch"
    return next((attribute.g for attribute in fork.attributes if attribute.name == name), None)


def _in_place_of(fork: Wire, branch: onnx.GraphProto) -> list[Wire]:
    """Return the nodes of a branch, of which the last ones compute the values of the If node."""
    tensors = [("", tensor.name, helper.make_attribute("value", tensor)) for tensor in branch.initializer]
    constants = [Wire(name, "Constant", "", (), (output,), (value,)) for name, output, value in tensors]
    wires = [*constants, *wires_of(branch)]
    made = {name for wire in wires for name in wire.outputs}
    renamed: dict[str, str] = {}
    handed_on = []
    for info, name in zip(branch.output, fork.outputs, strict=False):
        if info.name in made and info.name not in renamed:
            renamed[info.name] = name
        else:
            handed_on.append(Wire("", "Identity", "", (renamed.get(info.name, info.name),), (name,)))
    inside = [
        replace(
            wire,
            inputs=tuple(renamed.get(name, name) for name in wire.inputs),
            outputs=tuple(renamed.get(name, name) for name in wire.outputs),
        )
        for wire in wires
    ]
    return inside + handed_on
