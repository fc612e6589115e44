"""A text that is being written: the layers that are right so far, their shapes, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.designer.design import Design
from explorer.designer.errors import DesignError
from explorer.designer.reader import Reader
from explorer.designer.text import step_text
from explorer.nn.graph import Graph
from explorer.nn.infer import infer
from explorer.nn.spec import Shape
from explorer.nn.summary import LayerSummary, summarise


@dataclass(frozen=True)
class Row:
    """One layer in numbers.

    Attributes
    ----------
    line
        Number of its line, from 1; the layers of a chain share one.
    name
        What the layer is called.
    text
        The layer in canonical words.
    shape
        Of its output: (1, C, H, W), or (1, count) once it is flat.
    summary
        Parameters, multiply-adds, how its window slides; None for the input.
    """

    line: int
    name: str
    text: str
    shape: Shape
    summary: LayerSummary | None


@dataclass(frozen=True)
class Draft:
    """What a text says so far.

    Attributes
    ----------
    design
        The layers that are right and whose inputs are.
    rows
        Their shapes, in the same order.
    errors
        What is wrong, by line; empty where the design can be built.
    """

    design: Design
    rows: tuple[Row, ...]
    errors: tuple[DesignError, ...]


def draft(text: str, name: str = "design") -> Draft:
    """Return what ``text`` says, as far as it is right."""
    reader = Reader(text)
    design = Design(name, tuple(reader.steps), reader.seed)
    rows = _rows(design, reader.net.graph(name)) if design.steps else ()
    return Draft(design, rows, tuple(reader.errors))


def parse(text: str, name: str = "design") -> Design:
    """Return the design that ``text`` says.

    Raises
    ------
    DesignError
        It says none; the error is that of the first line that is wrong.
    """
    read = draft(text, name)
    if read.errors:
        raise read.errors[0]
    return read.design


def _rows(design: Design, graph: Graph) -> tuple[Row, ...]:
    taken = {i.name: tuple(n or 1 for n in i.shape) for i in graph.inputs}
    specs = infer(graph, taken)
    layers = {layer.name: layer for layer in summarise(graph, taken).layers}
    return tuple(
        Row(step.line, step.name, step_text(step), specs[step.name].shape, layers.get(step.name))
        for step in design.steps
    )
