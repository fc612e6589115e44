"""The command that runs a net once and says what it answers."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from explorer.cli.arguments import Input, Json, Net
from explorer.cli.arrays import read_array, read_named_arrays, write_named_arrays
from explorer.cli.report import print_json, print_table
from explorer.errors import InputError
from explorer.nn.activations import Activations
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.spec import Array
from explorer.render.numbers import MINUS
from explorer.session.bundled import find_net
from explorer.session.computing.loading import load_net
from explorer.session.feeding import feeds_of, fit_picture
from explorer.session.numbers import duration, extents, percent
from explorer.session.parts.answer import Ranking, rank
from explorer.session.shown import Loaded
from explorer.session.state import FITS
from explorer.sources.picture import open_picture

_SHORT = 16
"""Numbers of the longest answer that is printed in full."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one run leaves to report: the last pass, and the median of the milliseconds of all."""

    loaded: Loaded
    activations: Activations
    milliseconds: float
    ranking: Ranking | None


def run(
    net: Net,
    input_: Input,
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.npz", help="Keep every computed value under its name.", show_default=False),
    ] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="Classes to print.")] = 5,
    repeat: Annotated[int, typer.Option(min=1, metavar="N", help="Passes; the time is their median.")] = 1,
    json: Json = False,
) -> None:
    """Run a net on one image or array and print the likeliest classes, or the few numbers that it answers."""
    loaded = load_net(find_net(net))
    feeds = read_feeds(loaded.graph, input_)
    outcome = compute(loaded, feeds, top, repeat)
    if out is not None:
        write_named_arrays(out, _computed_values(loaded.graph, outcome.activations))
    if json:
        print_json(_as_json(outcome, input_))
    else:
        _print(outcome)


def read_feeds(graph: Graph, path: Path) -> dict[str, Array]:
    """Return what the file at ``path`` feeds the net.

    Raises
    ------
    InputError, ImageError, FileError
        It cannot be read, or the net does not take it.
    """
    match path.suffix.lower():
        case ".npz":
            return read_named_arrays(path)
        case ".npy":
            if len(graph.inputs) != 1:
                names = ", ".join(i.name for i in graph.inputs)
                raise InputError(
                    f"the net takes {len(graph.inputs)} inputs ({names})", "give an .npz with an array for each"
                )
            return {graph.inputs[0].name: read_array(path)}
        case _:
            return feeds_of(graph, fit_picture(graph, open_picture(path), FITS[0]))


def compute(loaded: Loaded, feeds: dict[str, Array], top: int, repeat: int) -> Outcome:
    """Return the last of ``repeat`` passes, with the median of their times; a pass before them compiles and plans."""
    executor = Executor(loaded.graph)
    executor.run(feeds)
    times = []
    for _ in range(repeat):
        activations = executor.run(feeds)
        times.append(activations.total_milliseconds)
    return Outcome(loaded, activations, statistics.median(times), rank(loaded.graph, activations, top))


def _computed_values(graph: Graph, activations: Activations) -> dict[str, Array]:
    """Return inputs and computed values by name; weights are left out, they stand in the net's file."""
    return {name: array for name, array in activations.items() if name not in graph.initializers}


def _as_json(outcome: Outcome, path: Path) -> dict[str, Any]:
    values = _computed_values(outcome.loaded.graph, outcome.activations)
    outputs = {name: outcome.activations[name] for name in outcome.loaded.graph.outputs}
    classes = outcome.ranking.classes if outcome.ranking is not None else ()
    return {
        "net": outcome.loaded.name,
        "input": str(path),
        "top": [asdict(ranked) for ranked in classes],
        "note": outcome.ranking.note if outcome.ranking is not None else "",
        "milliseconds": outcome.milliseconds,
        "nodes": dict(outcome.activations.milliseconds),
        "outputs": list(outputs),
        "numbers": {name: output.tolist() for name, output in outputs.items() if _is_short(output)},
        "shapes": {name: list(array.shape) for name, array in values.items()},
        "notes": list(outcome.loaded.graph.notes),
    }


def _print(outcome: Outcome) -> None:
    if outcome.ranking is not None:
        rows = [(percent(ranked.probability), ranked.label) for ranked in outcome.ranking.classes]
        print_table(("share", "class"), rows, right=frozenset({0}))
        if outcome.ranking.note:
            typer.echo(f"({outcome.ranking.note})")
    else:
        for name in outcome.loaded.graph.outputs:
            typer.echo(_told(name, outcome.activations[name]))
    typer.echo(f"{outcome.loaded.name}: forward pass {duration(outcome.milliseconds)}")
    for note in outcome.loaded.graph.notes:
        typer.echo(f"note: {note}")


def _is_short(output: Array) -> bool:
    return 0 < output.size <= _SHORT


def _told(name: str, output: Array) -> str:
    """Return an output with its numbers where they are few, in as many digits as they have, else with its shape."""
    shape = extents(output.shape)
    if not _is_short(output):
        return f"{name}: {shape}"
    unsigned_zero = output.ravel() + output.dtype.type(0)
    numbers = ", ".join(str(number).removesuffix(".0").replace("-", MINUS) for number in unsigned_zero)
    return f"{name}: {numbers}" if output.size == 1 else f"{name}, {shape}: {numbers}"
