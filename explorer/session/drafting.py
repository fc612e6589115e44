"""The text of a net while it is written: shapes beside its lines, what is wrong below them, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from explorer.errors import ExplorerError
from explorer.nn.summary import NetSummary
from explorer.render.volume import volume_shape
from explorer.session.card import Kind
from explorer.session.layers import kind_of
from explorer.session.messages import Crashed, Idle
from explorer.session.numbers import count, extents, size_of_memory
from explorer.session.request import DesignText

if TYPE_CHECKING:
    from explorer.designer.draft import Draft, Row
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
class Fix:
    """A text in which a line is right.

    Attributes
    ----------
    title
        What is changed, ``"pad 2"``.
    """

    title: str
    text: str


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


@dataclass(frozen=True)
class Typed:
    """To the drafter: a text to read."""

    text: str


@dataclass(frozen=True)
class Spell:
    """To the drafter: a pattern, of CS231n or of one's own, to write out one layer a line."""

    pattern: str


@dataclass(frozen=True)
class Export:
    """To the drafter: a net to build and write as an ONNX file."""

    design: DesignText
    path: Path


@dataclass(frozen=True)
class Spelled:
    """From the drafter: a pattern written out."""

    text: str


@dataclass(frozen=True)
class Told:
    """From the drafter: one sentence for the user.

    Attributes
    ----------
    wrong
        Whether it says why something could not be done.
    """

    text: str
    wrong: bool = False


Task: TypeAlias = Typed | Spell | Export
Said: TypeAlias = DraftPart | Spelled | Told | Crashed | Idle


def draft(task: Task) -> Iterator[Said]:
    """Do what is asked and yield what comes of it; imports numba, and onnx to export."""
    try:
        match task:
            case Typed(text):
                yield draft_part(text)
            case Spell(pattern):
                yield Spelled(_written_out(pattern))
            case Export(design, path):
                yield Told(f"Writing {path.name} …")
                _export(design, path)
                yield Told(f"Saved {path.name}; its weights are untrained")
    except MemoryError:
        yield Told("There is not enough memory for this net.", wrong=True)
    except ExplorerError as error:
        yield Told(f"{error.message}. {error.hint}".rstrip(". ") + ".", wrong=True)


def draft_part(text: str) -> DraftPart:
    """Return what a text says so far."""
    read = _read(text)
    by_line: dict[int, list[Row]] = {}
    for row in read.rows:
        by_line.setdefault(row.line - 1, []).append(row)
    first: dict[int, DesignError] = {}
    for error in read.errors:
        first.setdefault(error.line - 1, error)
    problems = {
        line: Problem(error.message, error.hint, tuple(_fixes(text, error)) if place < _MENDED else ())
        for place, (line, error) in enumerate(first.items())
    }
    beside = {line: _beside(rows) for line, rows in by_line.items()}
    return DraftPart(text, beside, problems, _total(read.rows), read.design.seed)


def _read(text: str) -> Draft:
    # The designer's layers are operators, which load numba.
    from explorer.designer.draft import draft as read  # noqa: PLC0415

    return read(text)


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


_OPTIONS = {"pad": r"pad \d+", "stride": r"stride \d+", "floor": r"floor\b", "ceil": r"ceil\b"}
"""What a hint may name, and a line may have added; the keys are the words that they take the place of."""


def _fixes(text: str, error: DesignError) -> Iterator[Fix]:
    """Yield what the hint of an error names, where the line is right with it; a word that is meant may be a step."""
    lines = text.splitlines()
    seen = set()
    for title, changed in _candidates(lines, error):
        fixed = "\n".join(changed) + "\n" * text.endswith("\n")
        left = [other.message for other in _read(fixed).errors if other.line == error.line]
        helps = error.message not in left if f"did you mean {title}?" in error.hint else not left
        if helps and title not in seen:
            seen.add(title)
            yield Fix(title, fixed)


def _candidates(lines: Sequence[str], error: DesignError) -> Iterator[tuple[str, list[str]]]:
    place = error.line - 1
    line = lines[place] if place < len(lines) else ""
    wrong = re.search(r"'([^']+)'", error.message)
    meant = re.search(r"did you mean ([^?]+)\?", error.hint)
    if wrong and meant:
        yield meant[1], [*lines[:place], line.replace(wrong[1], meant[1], 1), *lines[place + 1 :]]
    for word, pattern in _OPTIONS.items():
        for option in re.findall(pattern, error.hint):
            yield option, [*lines[:place], _with_option(line, word, option), *lines[place + 1 :]]
    for extent in re.findall(r"\b\d+\b", (re.search(r"an input of ([\d or]+) there", error.hint) or "  ")[0]):
        yield from _with_input(lines, int(extent))


def _with_option(line: str, word: str, option: str) -> str:
    """Return a line with an option in the place of the one of the same word, or at its end; comments stay behind."""
    said, mark, comment = line.partition("#")
    given = re.search(rf"\b{word}( (\d+(x\d+)?|same))?\b", said)
    if given:
        return said[: given.start()] + option + said[given.end() :] + mark + comment
    return f"{said.rstrip()} {option}{'  ' * bool(mark)}{mark}{comment}"


def _with_input(lines: Sequence[str], extent: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the text with an input of another width and height."""
    for place, line in enumerate(lines):
        if found := re.match(r"(\s*input\s+)\d+x\d+x(\d+)(.*)", line):
            words = f"{extent}x{extent}x{found[2]}"
            yield f"input {words}", [*lines[:place], f"{found[1]}{words}{found[3]}", *lines[place + 1 :]]


def with_seed(text: str, seed: int) -> str:
    """Return a text whose weights are drawn from another seed."""
    changed, found = re.subn(r"(?m)^(\s*seed\s+)\S+", rf"\g<1>{seed}", text, count=1)
    return changed if found else f"seed {seed}\n{text}"


def _written_out(pattern: str) -> str:
    from explorer.designer.draft import parse  # noqa: PLC0415, it loads numba
    from explorer.designer.text import text_of  # noqa: PLC0415

    return f"# {pattern.strip()}\n{text_of(parse(pattern))}"


def _export(design: DesignText, path: Path) -> None:
    from explorer.designer.build import build  # noqa: PLC0415, it loads numba
    from explorer.designer.draft import parse  # noqa: PLC0415
    from explorer.importers.writer import write_net  # noqa: PLC0415, it loads onnx

    write_net(build(parse(design.text, design.name)), path)
