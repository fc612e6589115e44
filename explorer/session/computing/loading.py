"""Nets that are opened: read or built, described for the shapes of their inputs, given another structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from explorer.errors import FileError, NetError
from explorer.nn.changes import Changes, changed
from explorer.nn.convolutional import convolutional
from explorer.nn.graph import Graph
from explorer.nn.infer import infer
from explorer.nn.spec import Shape
from explorer.nn.summary import summarise
from explorer.session.bundled import DESIGN
from explorer.session.computing.naming import net_name
from explorer.session.feeding import usual_shapes
from explorer.session.keeping.formats import digest_of, digest_of_text, recall
from explorer.session.request import DesignText
from explorer.session.shown import Loaded
from explorer.sources.feed import words


def load_net(path: Path) -> Loaded:
    """Open the net in an ONNX file or the text of a design; imports onnx and numba.

    Raises
    ------
    NetError
        It cannot be read or run.
    """
    graph = read_graph(path)
    return _opened(net_name(path, graph.name), graph, digest_of(path))


def load_design(design: DesignText) -> Loaded:
    """Build the net that a text says; imports numba.

    Raises
    ------
    DesignError
        It says none.
    """
    from explorer.designer.build import build  # noqa: PLC0415, it takes longer to import than the window to paint
    from explorer.designer.draft import parse  # noqa: PLC0415, it loads the compiler

    return _opened(design.name, build(parse(design.text, design.name)), digest_of_text(design.text))


def _opened(name: str, graph: Graph, digest: str) -> Loaded:
    """Return a net, fed as the user said last."""
    if not graph.inputs:
        raise NetError(f"the net {name!r} takes no input", "nothing that it could be fed would change what it computes")
    stated = graph.input_format
    graph = _as_kept(graph, digest)
    loaded = Loaded(name, graph, {}, {}, digest, stated)
    try:
        return described(loaded, usual_shapes(graph))
    except NetError:
        # The net leaves extents open that the usual ones do not suit; they are known once it is fed.
        return loaded


def _as_kept(graph: Graph, digest: str) -> Graph:
    """Return a net that is fed as the user said last, with a note of it."""
    try:
        kept = recall(digest)
    except FileError as error:
        return replace(graph, notes=(*graph.notes, f"How this net was fed is forgotten: {error.message}."))
    if kept is None:
        return graph
    note = f"This net is fed as it was set in the window: {words(kept)}."
    return replace(graph, input_format=kept, notes=(*graph.notes, note))


def read_graph(path: Path) -> Graph:
    """Read the net in an ONNX file, or build the one that the text of a design says; imports onnx and numba.

    Raises
    ------
    NetError
        It cannot be read or run.
    """
    # onnx and numba take longer to import than the window takes to paint.
    from explorer.kernels.compiling import expect_to_compile  # noqa: PLC0415, it loads LLVM

    expect_to_compile()
    if path.suffix.lower() == DESIGN:
        from explorer.designer.build import build  # noqa: PLC0415, it loads the compiler
        from explorer.designer.files import read_design  # noqa: PLC0415, it loads the compiler

        return build(read_design(path))
    from explorer.importers.reader import read_net  # noqa: PLC0415, it loads onnx

    return read_net(path)


def described(loaded: Loaded, shapes: Mapping[str, Shape]) -> Loaded:
    """Return the same net with all that follows from the ``shapes`` of its inputs.

    Raises
    ------
    NetError
        It does not take inputs of these shapes.
    """
    summaries = {layer.name: layer for layer in summarise(loaded.graph, shapes).layers}
    return replace(loaded, specs=infer(loaded.graph, shapes), summaries=summaries)


def restructured(loaded: Loaded, changes: Changes, *, slides: bool = False) -> Loaded:
    """Return a net with changes of its structure; its fully connected layers are convolutions if it ``slides``.

    Raises
    ------
    NetError
        It cannot follow them.
    """
    shapes = usual_shapes(loaded.graph)
    graph = changed(loaded.graph, changes, shapes)
    graph = convolutional(graph, shapes) if slides else graph
    return described(replace(loaded, graph=graph, changes=changes, convolutional=slides), shapes)
