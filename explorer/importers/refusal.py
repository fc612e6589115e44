"""What is said of operators that are not computed here, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import onnx
import onnx.defs

from explorer.errors import NetError
from explorer.importers.wiring import Wire

_NAMED = 3
_SUBGRAPHS = {onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS}
_OLD_ENOUGH = 17
"""Opset in which programs that export nets know of no operator that newer ones made of several."""


def refusal(missing: Mapping[str, Sequence[Wire]]) -> NetError:
    """Return what refuses a net with operators, each with its nodes, that are not computed here."""
    listed = "; ".join(f"{operator} ({_node_names(nodes)})" for operator, nodes in missing.items())
    hint = f"{_advice(missing)}; 'convnet-explorer info --operators' lists those that are supported"
    return NetError(f"the net uses operators that are not supported: {listed}", hint)


def _advice(missing: Mapping[str, Sequence[Wire]]) -> str:
    """Return the first advice that concerns any operator, with the names of those that it concerns."""
    concerned = (([name for name, nodes in missing.items() if any(map(fits, nodes))], words) for fits, words in _ADVICE)
    operators, words = next((operators, words) for operators, words in concerned if operators)
    return words.format(_listed(operators, "and"), _listed(operators, "or"))


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
        "nets with branches and loops cannot be shown layer by layer: export the net traced with an example of a fixed "
        "size, so that none are left",
    ),
    (
        _is_foreign,
        "ONNX itself has no {1}: export the net without operators of one engine or of your own",
    ),
    (_is_quantised, "open the net as it was before it was quantised"),
    (_is_newer, f"export the net in opset {_OLD_ENOUGH}, which makes {{0}} of simpler operators"),
    (
        lambda _: True,
        "export the net for inference and simplified, or cut it off before them with onnx.utils.extract_model",
    ),
)
"""What to do about operators, the first that concerns any of them, whose names are put in with "and" and with "or"."""


def _node_names(wires: Sequence[Wire]) -> str:
    return ("node " if len(wires) == 1 else "nodes ") + _listed([repr(wire.name) for wire in wires], "and")


def _listed(names: Sequence[str], word: str) -> str:
    """Return the first of ``names``, the last of them joined by ``word``: ``"a, b, c and 2 more"``."""
    more = len(names) - _NAMED
    told = [*names[:_NAMED], f"{more} more"] if more > 0 else names
    return f" {word} ".join(filter(None, (", ".join(told[:-1]), told[-1])))
