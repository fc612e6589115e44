"""What a net's text says while it is written: shapes beside its lines, what is wrong below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.nn.summary import NetSummary
from explorer.render.volume import volume_shape
from explorer.session.drafts.fixes import Fix, fixes_of
from explorer.session.numbers import count, extents, size_of_memory
from explorer.session.strip.card import Kind
from explorer.session.strip.layers import kind_of

if TYPE_CHECKING:
    from explorer.designer.draft import Row
    from explorer.designer.errors import DesignError

_MENDED = 3
"""Lines that fixes are looked for, each of which takes another reading of the text; the others follow in their turn."""


@dataclass(frozen=True)
class Beside:
    """What stands beside a line: the volume behind its last layer.

    Attributes
    ----------
    volume
        ``"28 × 28 × 6"``, W x H x D.
    parameters
        ``"156"``; empty where the line's layers have none.
    kind
        Of its first layer.
    told
        Each layer of the line with its formulas, a line each.
    """

    volume: str
    parameters: str
    kind: Kind
    told: str


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line, and what would fit."""

    message: str
    hint: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True)
class DraftPart:
    """What a text says so far.

    Attributes
    ----------
    text
        What was read.
    beside
        By line, from 0.
    problems
        By line, from 0; empty where the net can be built.
    total
        ``"13 layers, 61,706 parameters, 416,520 multiply-adds, 60 kB of values"``.
    seed
        What its weights are drawn from.
    """

    text: str
    beside: dict[int, Beside]
    problems: dict[int, Problem]
    total: str
    seed: int

    @property
    def sound(self) -> bool:
        """Whether the net can be built."""
        return bool(self.beside) and not self.problems


def draft_part(text: str) -> DraftPart:
    """Return what a text says so far."""
    # The designer's layers are operators, which load numba.
    from explorer.designer.draft import draft  # noqa: PLC0415, it loads the compiler

    read = draft(text)
    by_line: dict[int, list[Row]] = {}
    for row in read.rows:
        by_line.setdefault(row.line - 1, []).append(row)
    first: dict[int, DesignError] = {}
    for error in read.errors:
        first.setdefault(error.line - 1, error)
    problems = {
        line: Problem(error.message, error.hint, tuple(fixes_of(text, error)) if place < _MENDED else ())
        for place, (line, error) in enumerate(first.items())
    }
    beside = {line: _beside(rows) for line, rows in by_line.items()}
    return DraftPart(text, beside, problems, _total(read.rows), read.design.seed)


def _beside(rows: Sequence[Row]) -> Beside:
    parameters = sum(row.summary.parameters for row in rows if row.summary is not None)
    operator = rows[0].summary.operator if rows[0].summary is not None else "Input"
    return Beside(
        _volume(rows[-1]), f"{parameters:,}" if parameters else "", kind_of(operator), "\n".join(map(_told, rows))
    )


def _volume(row: Row) -> str:
    depth, height, width = volume_shape(row.shape, "NCHW")
    return extents((width, height, depth))


def _told(row: Row) -> str:
    parts = [f"{row.name}: {_volume(row)}"]
    if row.summary is not None:
        parts += [row.summary.size] * bool(row.summary.size)
        parts += [f"parameters {row.summary.formula}"] * bool(row.summary.parameters)
    return ", ".join(parts)


def _total(rows: Sequence[Row]) -> str:
    net = NetSummary(tuple(row.summary for row in rows if row.summary is not None))
    return (
        f"{len(net.layers)} layers, {net.parameters:,} parameters, {count(net.multiply_adds)} multiply-adds, "
        f"{size_of_memory(net.memory)} of values"
    )
