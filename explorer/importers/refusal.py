"""What is said of operators that are not computed here, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import onnx
import onnx.defs

from explorer.errors import NetError
from explorer.importers.wiring import Wire

_NODES_NAMED = 3
_SUBGRAPHS = {onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS}
_OLD_ENOUGH = 17
"""Opset in which programs that export nets know of no operator that newer ones made of several."""


def refusal(missing: Mapping[str, Sequence[Wire]]) -> NetError:
    """Return what refuses a net with operators, each with its nodes, that are not computed here."""
    listed = "; ".join(f"{operator} ({_node_names(nodes)})" for operator, nodes in missing.items())
    wires = [wire for nodes in missing.values() for wire in nodes]
    advice = next(words for concerns, words in _ADVICE if any(map(concerns, wires)))
    hint = f"{advice}; 'convnet-explorer info --operators' lists those that are supported"
    return NetError(f"the net uses operators that are not supported: {listed}", hint)


def _branches(wire: Wire) -> bool:
    return any(attribute.type in _SUBGRAPHS for attribute in wire.attributes)


def _is_foreign(wire: Wire) -> bool:
    return bool(wire.domain) or not onnx.defs.has(wire.operator)


def _is_quantised(wire: Wire) -> bool:
    return any(mark in wire.operator.lower() for mark in ("quantize", "qlinear", "integer"))


def _is_newer(wire: Wire) -> bool:
    try:
        onnx.defs.get_schema(wire.operator, _OLD_ENOUGH, "")
    except onnx.defs.SchemaError:
        return True
    return False


_ADVICE: tuple[tuple[Callable[[Wire], bool], str], ...] = (
    (
        _branches,
        "nets with branches and loops cannot be shown layer by layer: export the net traced with an example, so that "
        "none are left",
    ),
    (
        _is_foreign,
        "these are no operators of ONNX itself: export the net without those of one engine or of your own",
    ),
    (_is_quantised, "open the net as it was before it was quantised"),
    (_is_newer, f"export the net in opset {_OLD_ENOUGH}, where they are made of simpler ones"),
    (
        lambda _: True,
        "export the net for inference and simplified, or cut it off before them with onnx.utils.extract_model",
    ),
)
"""What to do about operators, the first that concerns any of them."""


def _node_names(wires: Sequence[Wire]) -> str:
    names = ", ".join(repr(wire.name) for wire in wires[:_NODES_NAMED])
    more = len(wires) - _NODES_NAMED
    return ("node " if len(wires) == 1 else "nodes ") + names + (f" and {more} more" if more > 0 else "")
