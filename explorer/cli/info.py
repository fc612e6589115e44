"""The command that says what a net consists of."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from explorer.cli.report import print_json, print_table
from explorer.errors import UsageError
from explorer.nn.graph import Graph
from explorer.nn.spec import Shape
from explorer.nn.summary import NetSummary, summarise
from explorer.render.volume import Layout, volume_shape
from explorer.session.bundled import find_net
from explorer.session.feeding import shapes_for, usual_shapes
from explorer.session.forward import read_graph
from explorer.session.input_part import normalisation
from explorer.session.layers import layout_of
from explorer.session.numbers import extents


def info(
    net: Annotated[str, typer.Argument(metavar="NET", help="Bundled net, or path of an ONNX file.")],
    *,
    input_: Annotated[
        str, typer.Option("--input", metavar="CxHxW", help="Input volume, for nets of any size.", show_default=False)
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print each layer's output volume, parameters and multiply-adds."""
    path = find_net(net)
    graph = read_graph(path)
    shapes = shapes_for(graph, parse_volume(input_)) if input_ else usual_shapes(graph)
    summary = summarise(graph, shapes)
    if json:
        print_json(_as_json(path.stem, graph, shapes, summary))
    else:
        _print(path.stem, graph, shapes, summary)


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


def _as_json(name: str, graph: Graph, shapes: dict[str, Shape], summary: NetSummary) -> dict[str, Any]:
    return {
        "net": name,
        "opset": graph.opset,
        "inputs": {name: list(shape) for name, shape in shapes.items()},
        "fed": normalisation(graph.input_format),
        "outputs": list(graph.outputs),
        "layers": [
            {
                "name": layer.name,
                "operator": layer.operator,
                "output": layer.output,
                "shape": list(layer.shape),
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


def _print(name: str, graph: Graph, shapes: dict[str, Shape], summary: NetSummary) -> None:
    rows = [(i.name, "Input", _volume(shapes[i.name], layout_of(graph, i.name)), "", "") for i in graph.inputs]
    rows += [
        (layer.name, layer.operator, _volume(layer.shape, "NCHW"), layer.formula, f"{layer.multiply_adds:,}")
        for layer in summary.layers
    ]
    rows.append(("total", "", "", f"{summary.parameters:,}", f"{summary.multiply_adds:,}"))
    print_table(("layer", "operator", "output W x H x D", "parameters", "multiply-adds"), rows, right=frozenset({2, 4}))
    typer.echo(f"{name}: ONNX opset {graph.opset}, fed {normalisation(graph.input_format)}")
    for note in graph.notes:
        typer.echo(f"note: {note}")


def _volume(shape: Shape, layout: Layout) -> str:
    depth, height, width = volume_shape(shape, layout)
    return extents((width, height, depth))
