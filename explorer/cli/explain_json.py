"""The arithmetic of a unit as JSON: every number that goes into it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from explorer.cli.explained import Explained
from explorer.nn.arithmetic.parts import Arithmetic
from explorer.nn.relation import NOWHERE


def as_json(explained: Explained) -> dict[str, Any]:
    """Return a unit, with what precedes and follows it in ``chain``, ready to be printed.

    Names below ``receptive_field`` and ``chain`` are those of ``nn.receptive_field`` and ``nn.arithmetic.parts``.
    """
    unit = explained.unit
    return {
        "net": explained.loaded.name,
        "untrained": explained.loaded.graph.untrained,
        "input": explained.input,
        "unit": explained.address,
        "value": unit.value,
        "index": unit.index,
        "cell": unit.cell,
        "receptive_field": _plain(explained.field),
        "chain": [_arithmetic(one) for one in explained.chain],
    }


def _arithmetic(one: Arithmetic) -> dict[str, Any]:
    return {"kind": type(one.workings).__name__, **_plain(one)}


def _plain(part: Any) -> Any:
    """Return a part in lists and dictionaries, with what it derives from its fields; None for places of no tap."""
    if is_dataclass(part):
        derived = (name for name, member in vars(type(part)).items() if isinstance(member, property))
        return {name: _plain(getattr(part, name)) for name in (*(field.name for field in fields(part)), *derived)}
    if isinstance(part, np.ndarray):
        return _plain(part.tolist())
    if isinstance(part, list | tuple | range):
        return [_plain(item) for item in part]
    return None if isinstance(part, int) and part == NOWHERE else part
