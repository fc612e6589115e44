"""The nets that engines are compared on, by name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from explorer.bench.architectures import WELL_KNOWN
from explorer.bench.case import Case, case_of
from explorer.bench.single_layers import SINGLE_LAYERS
from explorer.errors import UsageError
from explorer.nn.graph import Graph
from explorer.session.bundled import bundled_nets, find_net, is_there, known_nets
from explorer.session.computing.loading import read_graph
from explorer.session.feeding import shapes_for, usual_shapes


def _bundled(name: str) -> Case:
    return _opened(bundled_nets()[name])


def _photograph() -> Case:
    """Return the bundled net that takes any size, at that of a photograph."""
    graph = read_graph(bundled_nets()["filters"])
    return case_of("filters", graph, shapes_for(graph, (3, 512, 512)))


def _built(name: str, build: Callable[[], Graph]) -> Case:
    graph = build()
    return case_of(name, graph, usual_shapes(graph))


SUITE: Mapping[str, Callable[[], Case]] = {
    **{name: partial(_bundled, name) for name in ("lenet5", "cifar10", "resnet8")},
    "filters": _photograph,
    **{name: partial(_built, name, build) for name, build in {**WELL_KNOWN, **SINGLE_LAYERS}.items()},
}
"""What makes each case: bundled nets, well-known ones with random weights, single layers."""


def find_case(text: str) -> Callable[[], Case]:
    """Return what makes the case that ``text`` names: one of the suite, else a net at the usual size.

    Raises
    ------
    UsageError
        There is neither.
    """
    if text in SUITE:
        return SUITE[text]
    if not is_there(Path(text)) and text not in known_nets():
        close = difflib.get_close_matches(text, SUITE, n=1)
        guess = f"did you mean {close[0]}? " if close else ""
        raise UsageError(
            f"there is no net {text!r}",
            f"{guess}known are {', '.join(SUITE)}; or give the path of an .onnx or .net file",
        )
    return partial(_opened, find_net(text))


def _opened(path: Path) -> Case:
    graph = read_graph(path)
    return case_of(path.stem, graph, usual_shapes(graph))
