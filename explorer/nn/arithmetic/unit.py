"""The arithmetic of one unit, and of the operators that follow it one to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from explorer.nn.arithmetic.parts import Arithmetic, Fed, Index, Pass, Related, Workings
from explorer.nn.arithmetic.weighted import convolution
from explorer.nn.graph import Node

Rule: TypeAlias = Callable[[Pass, Node, Index], Workings]

_RULES: Mapping[str, Rule] = {"Conv": convolution}


def explain(run: Pass, value: str, index: Index) -> Arithmetic:
    """Return where an element of a value comes from.

    Parameters
    ----------
    index
        One number for each axis of the value, within its extents.
    """
    node, cell = run.graph.producer(value), float(run.activations[value][index])
    if node is None:
        return Arithmetic(value, index, "", "Input", cell, Fed())
    rule = _RULES.get(node.operator)
    workings = Related(()) if rule is None else rule(run, node, index)
    return Arithmetic(value, index, node.name, node.operator, cell, workings)


def chain(run: Pass, value: str, index: Index) -> tuple[Arithmetic, ...]:
    """Return the arithmetic of a unit with what comes before and after it one to one, in the order of computation.

    Back from a Relu, a BatchNormalization or an addition of one constant a channel to the sum that it is applied to;
    ahead from a sum to the activation that alone reads it. One of them is the unit's own.
    """
    return (explain(run, value, index),)
