"""Nets in opsets that are older or newer than those whose operators are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import onnx
import onnx.defs

from explorer.errors import NetError
from explorer.importers.wiring import Wire

OLDEST = 7
"""From here on operators broadcast by their shapes, without attributes."""

_HARMLESS = {"consumed_inputs": None, "is_test": 1, "broadcast": None}
"""Attributes that opset 7 dropped, with the only value in which it means the same; None for any."""


def known_opset(stated: int) -> int:
    """Return the opset that a net's operators are read in."""
    return max(stated, OLDEST)


def in_known_opset(wires: Sequence[Wire], stated: int) -> tuple[Wire, ...]:
    """Return the nodes without the attributes of opsets before 7 that make no difference.

    Others are left to be refused, among them a broadcast along a stated axis.

    Raises
    ------
    NetError
        An operator means something else since opset 7 without looking so.
    """
    if stated >= OLDEST:
        return tuple(wires)
    for wire in wires:
        if wire.operator == "PRelu":
            hint = f"export the net again in opset {OLDEST} or newer"
            raise NetError(f"the {wire.title} takes its slopes by channel as opset {stated} does", hint)
    return tuple(replace(wire, attributes=tuple(filter(_makes_a_difference, wire.attributes))) for wire in wires)


def opset_notes(stated: int) -> tuple[str, ...]:
    """Return a sentence about an opset before 7, or after the newest that the installed onnx package knows."""
    nearest = min(known_opset(stated), onnx.defs.onnx_opset_version())
    if nearest == stated:
        return ()
    return (f"The net is written in opset {stated}; its operators were read as opset {nearest} means them.",)


def _makes_a_difference(attribute: onnx.AttributeProto) -> bool:
    return attribute.name not in _HARMLESS or _HARMLESS[attribute.name] not in {None, attribute.i}
