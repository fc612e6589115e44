"""The command that saves activation maps as PNG files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from explorer.cli.arguments import Net
from explorer.cli.choice import choose
from explorer.cli.report import print_json
from explorer.errors import UsageError
from explorer.nn.executor import Executor
from explorer.render.colour import Colouring, palette
from explorer.render.export import Maps, Style, save_montage, save_slices, save_values
from explorer.render.names import file_stems
from explorer.session.bundled import find_net
from explorer.session.computing.forward import compute
from explorer.session.computing.loading import load_net
from explorer.session.computing.save import maps_of
from explorer.session.request import Request
from explorer.session.shown import Computed
from explorer.session.state import Scope, ViewState
from explorer.session.strip.layers import Layer, find_layer, first_layer
from explorer.sources.picture import open_picture

_MOST_ZOOM = 64
_SCALES: tuple[Scope, ...] = ("slice", "layer", "block", "net")


@dataclass(frozen=True)
class Plan:
    """What to write of every image.

    Attributes
    ----------
    layers
        Names of layers; empty for the first convolution.
    every
        Whether all layers are meant.
    slices
        Depth slices; empty for all.
    scope
        What one colour scale spans.
    montage, values
        Whether to write one picture a layer in place of one a slice, and the numbers beside.
    """

    folder: Path
    layers: tuple[str, ...]
    every: bool
    slices: tuple[int, ...]
    style: Style
    scope: Scope
    montage: bool
    values: bool
    overwrite: bool


def export(
    net: Net,
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE", help="Pictures to feed.")],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write to.")],
    layer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Layer to save; the first convolution if none is named.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Save every layer.")] = False,
    slices: Annotated[str, typer.Option(metavar="LIST", help="Depth slices, such as 0-15,20; all if none.")] = "",
    montage: Annotated[bool, typer.Option("--montage", help="One picture a layer, in place of one a slice.")] = False,
    scale: Annotated[str, typer.Option(metavar="|".join(_SCALES), help="What one colour scale spans.")] = "layer",
    colormap: Annotated[str, typer.Option(metavar="NAME", help="Colour map.")] = "signed",
    zoom: Annotated[int, typer.Option(min=1, max=_MOST_ZOOM, metavar="N", help="Pixels a value.")] = 1,
    npy: Annotated[bool, typer.Option("--npy", help="Save the values too, one .npy a layer.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that are there already.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Save activation maps as PNG files that say in text chunks what they show."""
    scope = choose(scale, _SCALES, "scale")
    style = Style(Colouring(palette(colormap).name), "light", scope, zoom)
    plan = Plan(
        folder=out,
        layers=tuple(layer or ()),
        every=every,
        slices=parse_slices(slices),
        style=style,
        scope=scope,
        montage=montage,
        values=npy,
        overwrite=overwrite,
    )
    loaded = load_net(find_net(net))
    executor = Executor(loaded.graph)
    written: dict[Path, Mapping[str, str]] = {}
    paths = list(dict.fromkeys(images))
    for path, stem in zip(paths, file_stems(path.stem for path in paths), strict=True):
        computed = compute(executor, loaded, open_picture(path), Request())
        written |= _write_maps(computed, stem, plan)
    if json:
        print_json({"files": [{"file": str(path), **facts} for path, facts in written.items()]})
    else:
        typer.echo(f"{len(written)} file{'s' * (len(written) != 1)} in {out}")


def parse_slices(text: str) -> tuple[int, ...]:
    """Return the numbers in ``"0-15,20"``, in that order and each once; none for the empty text.

    Raises
    ------
    UsageError
        It is not of that form.
    """
    found: dict[int, None] = {}
    for piece in text.split(",") if text.strip() else []:
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", piece.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match is not None else (1, 0)
        if first > last:
            raise UsageError(f"{text!r} is not a list of depth slices", "write it as 0-15,20")
        found |= dict.fromkeys(range(first, last + 1))
    return tuple(found)


def _write_maps(computed: Computed, stem: str, plan: Plan) -> dict[Path, Mapping[str, str]]:
    """Write the planned layers of one image; return what each file's text chunks say.

    Raises
    ------
    UsageError
        There is no such layer or slice.
    FileError
        A file cannot be written, or is there already.
    """
    layers = _chosen_layers(computed.loaded.layers, plan)
    written: dict[Path, Mapping[str, str]] = {}
    for layer, name in zip(layers, file_stems(layer.title for layer in layers), strict=True):
        maps = maps_of(ViewState(scope=plan.scope), computed, layer)
        if slices := _chosen_slices(maps, plan):
            written |= _write_layer(maps, slices, f"{stem}_{name}", plan)
    return written


def _chosen_layers(layers: Sequence[Layer], plan: Plan) -> tuple[Layer, ...]:
    """Return the planned layers in the net's order of computation, or as they were named.

    Raises
    ------
    UsageError
        There is no such layer.
    """
    if plan.every:
        return tuple(layers)
    named = tuple(dict.fromkeys(find_layer(layers, name) for name in plan.layers))
    return named or (first_layer(layers),)


def _chosen_slices(maps: Maps, plan: Plan) -> list[int]:
    """Return the planned slices of one layer; of all layers, those that it has.

    Raises
    ------
    UsageError
        A layer that was named has fewer.
    """
    depth = len(maps.volume)
    beyond = [index for index in plan.slices if index >= depth]
    if beyond and not plan.every:
        raise UsageError(
            f"the layer {maps.layer!r} has no depth slice {beyond[0]}", f"it has {depth}, from 0 to {depth - 1}"
        )
    return [index for index in plan.slices or range(depth) if index < depth]


def _write_layer(maps: Maps, slices: Sequence[int], stem: str, plan: Plan) -> dict[Path, Mapping[str, str]]:
    save = save_montage if plan.montage else save_slices
    written = save(maps, slices, plan.folder, plan.style, stem=stem, overwrite=plan.overwrite)
    if plan.values:
        written |= save_values(maps, slices, plan.folder, stem=stem, overwrite=plan.overwrite)
    return written
