"""The command that says where one number of a net comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.arguments import Input, Net
from explorer.cli.choice import choose
from explorer.cli.explain_json import as_json
from explorer.cli.explained import Explained
from explorer.cli.report import print_json
from explorer.cli.run import read_feeds
from explorer.errors import UsageError
from explorer.nn.activations import Activations
from explorer.nn.arithmetic.order import UNFOLDED, Order
from explorer.nn.arithmetic.parts import Pass
from explorer.nn.arithmetic.unit import chain
from explorer.nn.executor import Executor
from explorer.nn.spec import Shape
from explorer.render.volume import element_of
from explorer.session.address import address_of, find_address
from explorer.session.arithmetic.context import Context
from explorer.session.arithmetic.steps import steps_of
from explorer.session.arithmetic.text import lines_of
from explorer.session.bundled import find_net
from explorer.session.computing.loading import described, load_net
from explorer.session.maps.fields import field_words
from explorer.session.maps.measures import Measures
from explorer.session.numbers import exact
from explorer.session.pointed import Cell
from explorer.session.shown import Loaded, layer_shape
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer, layout_of

_ORDERS: tuple[Order, ...] = ("contribution", "index")

_EXACT = (
    "Convolutions are added up product by product here; the window's, which are faster, may differ in the last digits."
)


def explain(
    net: Net,
    input_: Input,
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help="Layer, depth slice, column and row, as in conv2:17@5,8.")
    ],
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON, with every channel, patch and kernel slice.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="All channels, not only the first eight.")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="contribution or index.")] = "contribution",
) -> None:
    """Print where a unit's number comes from: partial sums by channel, bias, activation, receptive field."""
    order = choose(sort, _ORDERS, "order")
    loaded = load_net(find_net(net))
    feeds = read_feeds(loaded.graph, input_)
    activations = Executor(loaded.graph, exact=True).run(feeds)
    loaded = described(loaded, {name: activations[name].shape for name in feeds})
    explained = _explain(loaded, activations, input_, unit)
    if json:
        print_json(as_json(explained))
    else:
        measures = Measures(loaded.graph, loaded.layers, activations)
        _print(explained, Context(ViewState(), loaded, measures, order, None if all_ else UNFOLDED))


def _explain(loaded: Loaded, activations: Activations, path: Path, unit: str) -> Explained:
    layer, cell = _find_unit(loaded, unit)
    value = layer.value
    index = element_of(loaded.specs[value].shape, (cell.slice, cell.y, cell.x), layout_of(loaded.graph, value))
    units = chain(Pass(loaded.graph, loaded.specs, activations), value, index)
    return Explained(
        loaded=loaded,
        input=str(path),
        address=address_of(layer, cell),
        unit=next(one for one in units if one.value == value),
        chain=units,
        field=loaded.fields.seen(value, cell).field(loaded.graph.inputs[0].name),
    )


def _print(explained: Explained, context: Context) -> None:
    """Print a unit with what precedes and follows it, in the order of computation."""
    graph = explained.loaded.graph
    untrained = f" (untrained: {graph.untrained})" if graph.untrained else ""
    typer.echo(f"{explained.address} of {explained.loaded.name}{untrained} is {exact(explained.unit.cell)}")
    typer.echo(f"It sees {field_words(explained.field, 'the input')}.")
    for line in lines_of(steps_of(context, explained.chain)):
        typer.echo(line)
    if any(node.operator == "Conv" for node in graph.nodes):
        typer.echo(f"\n{_EXACT}")


def _find_unit(loaded: Loaded, text: str) -> tuple[Layer, Cell]:
    """Return the layer and the cell that an address names; what there is only one of may be left out.

    Raises
    ------
    UsageError
        It names none, or several.
    """

    def volume(value: str) -> Shape:
        return layer_shape(loaded, value)

    address = find_address(text, loaded.layers, volume)
    depth, height, width = volume(address.layer.value)
    slice_ = 0 if depth == 1 else address.slice
    place = (0, 0) if height == width == 1 else address.place
    if slice_ is None or place is None:
        raise UsageError(f"{text!r} names no single unit", f"write {address.layer.title}:slice@x,y as in conv2:17@5,8")
    return address.layer, Cell(slice_, *place)
