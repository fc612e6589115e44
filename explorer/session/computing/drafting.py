"""What is done with a net's text while it is written: it is read, a pattern is written out, the net is exported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from explorer.errors import ExplorerError
from explorer.session.drafts.part import DraftPart, draft_part
from explorer.session.messages import Crashed, Idle
from explorer.session.request import DesignText


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
        yield Told("; ".join(filter(None, (error.message, error.hint))), wrong=True)


def _written_out(pattern: str) -> str:
    from explorer.designer.draft import parse  # noqa: PLC0415, it loads numba
    from explorer.designer.text import text_of  # noqa: PLC0415, it loads the compiler

    return f"# {pattern.strip()}\n{text_of(parse(pattern))}"


def _export(design: DesignText, path: Path) -> None:
    from explorer.designer.build import build  # noqa: PLC0415, it loads numba
    from explorer.designer.draft import parse  # noqa: PLC0415, it loads the compiler
    from explorer.importers.writer import write_net  # noqa: PLC0415, it loads onnx

    write_net(build(parse(design.text, design.name)), path)
