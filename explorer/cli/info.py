"""The command that says what a net consists of."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from explorer.cli.report import print_json, print_table
from explorer.errors import UsageError
from explorer.nn.graph import Graph
from explorer.nn.infer import infer
from explorer.nn.receptive_field import Field
from explorer.nn.spec import Shape
from explorer.nn.summary import NetSummary, summarise
from explorer.render.volume import Layout, volume_shape
from explorer.session.bundled import find_net
from explorer.session.feeding import shapes_for, usual_shapes
from explorer.session.fields import Fields, size_words
from explorer.session.forward import load_net
from explorer.session.input_part import normalisation
from explorer.session.layers import layout_of
from explorer.session.numbers import extents
from explorer.session.shown import Loaded


def info(
    net: Annotated[str, typer.Argument(metavar="NET", help="Bundled net, or path of an ONNX file.")],
    *,
    input_: Annotated[
        str, typer.Option("--input", metavar="CxHxW", help="Input volume, for nets of any size.", show_default=False)
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print each layer's output volume, receptive field, parameters and multiply-adds."""
    loaded = load_net(find_net(net))
    graph = loaded.graph
    shapes = shapes_for(graph, parse_volume(input_)) if input_ else usual_shapes(graph)
    summary = summarise(graph, shapes)
    fields = _fields(graph, shapes, summary)
    if json:
        print_json(_as_json(loaded, shapes, summary, fields))
    else:
        _print(loaded, shapes, summary, fields)


def parse_volume(text: str) -> tuple[int, int, int]:
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


def _fields(graph: Graph, shapes: dict[str, Shape], summary: NetSummary) -> dict[str, Field | None]:
    """Return what the depth column in the middle of each layer sees of the first input, by the name of its output."""
    fields, first = Fields(graph, infer(graph, shapes)), graph.inputs[0].name
    return {layer.output: fields.middle(layer.output, first) for layer in summary.layers}


def _field_as_json(field: Field | None) -> dict[str, Any] | None:
    if field is None:
        return None
    return {"width": field.box.width, "height": field.box.height, "kind": field.kind, "gaps": field.gaps}


def _as_json(
    loaded: Loaded, shapes: dict[str, Shape], summary: NetSummary, fields: dict[str, Field | None]
) -> dict[str, Any]:
    graph = loaded.graph
    return {
        "net": loaded.name,
        "opset": graph.opset,
        "inputs": {name: list(shape) for name, shape in shapes.items()},
        "fed": normalisation(loaded),
        "outputs": list(graph.outputs),
        "layers": [
            {
                "name": layer.name,
                "operator": layer.operator,
                "output": layer.output,
                "shape": list(layer.shape),
                "receptive_field": _field_as_json(fields[layer.output]),
                "parameters": layer.parameters,
                "formula": layer.formula,
                "multiply_adds": layer.multiply_adds,
            }
            for layer in summary.layers
        ],
        "parameters": summary.parameters,
        "multiply_adds": summary.multiply_adds,
        "notes": list(graph.notes),
    }


def _print(loaded: Loaded, shapes: dict[str, Shape], summary: NetSummary, fields: dict[str, Field | None]) -> None:
    graph = loaded.graph
    rows = [(i.name, "Input", _volume(shapes[i.name], layout_of(graph, i.name)), "", "", "") for i in graph.inputs]
    rows += [
        (
            layer.name,
            layer.operator,
            _volume(layer.shape, "NCHW"),
            size_words(fields[layer.output]),
            layer.formula,
            f"{layer.multiply_adds:,}",
        )
        for layer in summary.layers
    ]
    rows.append(("total", "", "", "", f"{summary.parameters:,}", f"{summary.multiply_adds:,}"))
    titles = ("layer", "operator", "output W x H x D", "receptive field", "parameters", "multiply-adds")
    print_table(titles, rows, right=frozenset({2, 3, 5}))
    typer.echo(f"{loaded.name}: ONNX opset {graph.opset}, fed {normalisation(loaded)}")
    for note in graph.notes:
        typer.echo(f"note: {note}")


def _volume(shape: Shape, layout: Layout) -> str:
    depth, height, width = volume_shape(shape, layout)
    return extents((width, height, depth))
