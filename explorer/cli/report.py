"""Text and JSON on standard output."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

import typer


def print_json(data: Any) -> None:
    """Print ``data`` as JSON; NaN and infinity, which JSON lacks, become null."""
    typer.echo(json.dumps(_plain(data), indent=2, ensure_ascii=False, allow_nan=False))


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Print rows in columns; those in ``right`` are flush right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print_row(line, widths, right=right)


def print_row(cells: Sequence[str], widths: Sequence[int], *, right: frozenset[int]) -> None:
    """Print one row in columns of at least these widths; those in ``right`` are flush right."""
    padded = [
        text.rjust(width) if column in right else text.ljust(width)
        for column, (text, width) in enumerate(zip(cells, widths, strict=True))
    ]
    typer.echo("  ".join(padded).rstrip())


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
