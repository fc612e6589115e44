"""The command that says what a net consists of."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from explorer.cli.arguments import NET_HELP, Json
from explorer.cli.report import print_json, print_table
from explorer.errors import UsageError
from explorer.nn.ops import operators
from explorer.nn.receptive_field import Field
from explorer.nn.summary import LayerSummary, NetSummary
from explorer.session.bundled import find_net, known_nets
from explorer.session.computing.loading import described, load_net
from explorer.session.feeding import shapes_for, usual_shapes
from explorer.session.parts.input import normalisation
from explorer.session.shape_table import COLUMNS, NUMBERS
from explorer.session.shown import Loaded, layer_shape


def info(
    net: Annotated[
        str | None,
        typer.Argument(
            metavar="NET",
            help=f"{NET_HELP} Without one, the nets that come with the program are listed.",
            show_default=False,
        ),
    ] = None,
    *,
    input_: Annotated[
        str, typer.Option("--input", metavar="CxHxW", help="Input volume, for nets of any size.", show_default=False)
    ] = "",
    known: Annotated[bool, typer.Option("--operators", help="List the ONNX operators that nets may have.")] = False,
    json: Json = False,
) -> None:
    """Print each layer's output volume, how its size comes about, receptive field, parameters and multiply-adds."""
    if known:
        _print_operators(json=json)
        return
    loaded = _opened(net, input_) if net is not None else None
    if json:
        print_json({"nets": list(known_nets())} if loaded is None else _as_json(loaded))
    elif loaded is None:
        typer.echo("\n".join(known_nets()))
    else:
        _print(loaded)


def _print_operators(*, json: bool) -> None:
    names = sorted(operators())
    if json:
        print_json({"operators": names})
    else:
        typer.echo("\n".join(names))


def _opened(net: str, volume: str) -> Loaded:
    """Return a net, described for an input volume; for the usual one where that is empty."""
    loaded = load_net(find_net(net))
    shapes = shapes_for(loaded.graph, _parse_volume(volume)) if volume else usual_shapes(loaded.graph)
    return described(loaded, shapes)


def _parse_volume(text: str) -> tuple[int, int, int]:
    """Return channels, height and width of ``"3x227x227"``.

    Raises
    ------
    UsageError
        It is not of that form, or an extent is zero or beyond reason.
    """
    match = re.fullmatch(r"(\d{1,5})[xX\u00d7](\d{1,5})[xX\u00d7](\d{1,5})", text.strip())
    volume = tuple(int(digits) for digits in match.groups()) if match is not None else ()
    if len(volume) != 3 or 0 in volume:
        raise UsageError(f"{text!r} is not an input volume", "write channels, height and width as 3x227x227")
    return volume[0], volume[1], volume[2]


def _field_as_json(field: Field | None) -> dict[str, Any] | None:
    if field is None:
        return None
    return {"width": field.box.width, "height": field.box.height, "kind": field.kind, "gaps": field.gaps}


def _size_as_json(layer: LayerSummary) -> dict[str, Any]:
    """Return the arithmetic of a layer's output size: rows, or columns, of the input that are in no window count."""
    return {
        "formula": layer.size,
        "whole": all(slide.whole for slide in layer.slides),
        "uncovered": [sum(map(len, slide.uncovered)) for slide in layer.slides],
    }


def _as_json(loaded: Loaded) -> dict[str, Any]:
    """Return all there is to say; a shape is ONNX's, a volume is width, height and depth."""
    graph, fields, net = loaded.graph, loaded.fields, NetSummary(tuple(loaded.summaries.values()))
    return {
        "net": loaded.name,
        "opset": graph.opset,
        "inputs": {i.name: list(loaded.specs[i.name].shape) for i in graph.inputs},
        "fed": normalisation(loaded),
        "outputs": list(graph.outputs),
        "layers": [
            {
                "name": layer.name,
                "operator": layer.operator,
                "output": layer.output,
                "shape": list(layer.shape),
                "volume": list(layer_shape(loaded, layer.output)[::-1]),
                "size": _size_as_json(layer),
                "receptive_field": _field_as_json(fields.middle(layer.output, graph.inputs[0].name)),
                "parameters": layer.parameters,
                "formula": layer.formula,
                "memory": layer.memory,
                "multiply_adds": layer.multiply_adds,
            }
            for layer in net.layers
        ],
        "parameters": net.parameters,
        "memory": net.memory,
        "multiply_adds": net.multiply_adds,
        "untrained": graph.untrained,
        "notes": list(graph.notes),
    }


def _print(loaded: Loaded) -> None:
    rows = [row.cells for row in (*loaded.table.rows, loaded.table.total)]
    print_table([title for _, title in COLUMNS], rows, right=NUMBERS)
    typer.echo(f"{loaded.name}: ONNX opset {loaded.graph.opset}, fed {normalisation(loaded)}")
    for note in loaded.graph.notes:
        typer.echo(f"note: {note}")
