from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from loaded import loaded_from

from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, InputFormat, Node
from explorer.nn.ops import build
from explorer.session.computing.forward import compute
from explorer.session.feeding import usual_shapes
from explorer.session.pointed import Cell
from explorer.session.request import Request
from explorer.session.resolve import resolve
from explorer.session.state import ViewState
from explorer.session.views.view import View
from explorer.sources.picture import picture_from_array


def _node(name: str, operator: str, inputs: str, **attributes: object) -> Node:
    return Node(name, build(operator, attributes, opset=17), tuple(inputs.split()), (f"{name}_out",))


def _net(
    *nodes: Node, shape: tuple[int | None, ...] = (1, 3, 4, 4), layout: str = "NCHW", **weights: np.ndarray
) -> Graph:
    arrays = {name: np.asarray(array, np.float32) for name, array in weights.items()}
    pixels = InputFormat(layout=layout, stated=True)
    return Graph("net", nodes, (GraphInput("image", shape),), (nodes[-1].outputs[0],), arrays, 17, pixels)


def _view(graph: Graph, state: ViewState) -> View:
    picture = picture_from_array(np.linspace(0, 1, 48, dtype=np.float32).reshape(4, 4, 3), "ramp")
    loaded = loaded_from(graph, usual_shapes(graph))
    computed = compute(Executor(graph), loaded, picture, Request())
    return resolve(state, computed.loaded, computed, picture)


ONES = np.ones((2, 3, 3, 3))


def test_colours_of_the_picture_name_the_kernel_slices_of_the_first_filter() -> None:
    graph = _net(_node("conv", "Conv", "image w"), w=ONES)
    assert _view(graph, ViewState(layer="conv_out")).filter.channels == ("R", "G", "B")
    graph = replace(graph, input_format=InputFormat(channels="BGR", stated=True))
    assert _view(graph, ViewState(layer="conv_out")).filter.channels == ("B", "G", "R")


def test_filter_of_a_group_is_laid_on_the_slices_of_its_group() -> None:
    graph = _net(
        _node("mix", "Conv", "image a"),
        _node("conv", "Conv", "mix_out w b", group=2),
        a=np.ones((4, 3, 1, 1)),
        w=np.ones((6, 2, 3, 3)),
        b=np.arange(6),
    )
    part = _view(graph, ViewState(layer="conv_out", slice=4)).filter
    assert part.channels == ("2", "3")
    assert part.bias == 4.0


def test_slices_of_a_sum_have_no_one_filter() -> None:
    graph = _net(_node("conv", "Conv", "image w"), _node("twice", "Add", "conv_out conv_out"), w=ONES)
    assert _view(graph, ViewState(layer="twice_out")).filter is None


def test_input_has_no_filter() -> None:
    graph = _net(_node("conv", "Conv", "image w"), w=ONES)
    view = _view(graph, ViewState(layer="image"))
    assert view.filter is None
    assert view.maps.volume.shape == (3, 4, 4)


def test_channels_that_lie_last_are_slices_all_the_same() -> None:
    graph = _net(_node("turn", "Transpose", "image", perm=(0, 3, 1, 2)), shape=(1, 4, 5, 3), layout="NHWC")
    view = _view(graph, ViewState(layer="image"))
    assert view.strip.cards[0].volume == view.strip.cards[1].volume == "5 × 4 × 3"
    assert view.maps.volume.shape == (3, 4, 5)
    assert np.array_equal(view.maps.volume, _view(graph, ViewState(layer="turn_out")).maps.volume)


def test_dead_slices_are_marked() -> None:
    weights = ONES.copy()
    weights[1] = 0
    maps = _view(_net(_node("conv", "Conv", "image w"), w=weights), ViewState(layer="conv_out")).maps
    assert maps.kinds == {1: "dead"}
    assert maps.caption(1) == "0 everywhere"


def test_constant_slices_are_marked_and_single_values_are_not() -> None:
    graph = _net(_node("conv", "Conv", "image w b"), w=np.zeros((3, 3, 3, 3)), b=[0.5, 0, -2])
    maps = _view(graph, ViewState(layer="conv_out", scope="slice")).maps
    assert maps.kinds == {0: "constant", 1: "dead", 2: "constant"}
    assert [maps.caption(index) for index in range(3)] == ["0.500 everywhere", "0 everywhere", "\u22122.00 everywhere"]
    units = _view(_net(_node("pool", "GlobalAveragePool", "image")), ViewState(layer="pool_out")).maps
    assert units.kinds == {}
    assert units.subtitle == "3 values"


@pytest.mark.parametrize("scope", ["layer", "slice"])
def test_nan_and_infinity_are_counted_and_shown(scope) -> None:
    graph = _net(_node("log", "Log", "image"), _node("root", "Sqrt", "log_out"))
    state = ViewState(layer="root_out", scope=scope, pinned=(0, 0))
    with np.errstate(all="ignore"):
        view = _view(graph, state)
    assert view.maps.warning.endswith((" of 48 NaN or infinite", "all 48 NaN or infinite"))
    assert view.maps.caption(0) == ("NaN" if scope == "layer" else "NaN … NaN")
    assert view.slice.facts[0][1] == "NaN"
    facts = dict(view.slice.facts)
    assert facts["NaN or infinite"].endswith("of 16")
    assert "NaN" not in facts.get("The others", "")
    assert all(np.isfinite((levels.low, levels.high)).all() for levels in view.maps.levels)


def test_probabilities_keep_one_scale() -> None:
    graph = _net(_node("all", "Flatten", "image"), _node("soft", "Softmax", "all_out"))
    view = _view(graph, ViewState(layer="soft_out"))
    assert view.maps.legend.levels.ends == ("0", "1.00")
    assert view.answer.note == ""


def test_layer_that_is_not_there_shows_no_maps() -> None:
    view = _view(_net(_node("a", "Relu", "image")), ViewState(layer="nowhere", pinned=(1, 1), pointed_at=Cell(0, 0, 0)))
    assert (view.maps, view.slice, view.filter, view.readout) == (None, None, None, None)


def test_normalisation_that_the_file_does_not_state_is_called_a_guess() -> None:
    graph = _net(_node("a", "Relu", "image"))
    assert "file says" in _view(graph, ViewState()).feed.origin
    assert "guess" in _view(replace(graph, input_format=InputFormat()), ViewState()).feed.origin


def test_slices_of_the_answer_and_of_its_scores_are_named_by_class() -> None:
    weights = {"few": np.ones((2, 48)), "more": np.ones((2, 2))}
    nodes = (
        _node("flat", "Flatten", "image"),
        _node("hidden", "Gemm", "flat_out few", transB=1),
        _node("scores", "Gemm", "hidden_out more", transB=1),
        _node("answer", "Softmax", "scores_out"),
    )
    graph = replace(_net(*nodes, **weights), input_format=InputFormat(labels=("cat", "dog")))
    named = {name: _view(graph, ViewState(layer=f"{name}_out", slice=1)) for name in ("hidden", "scores", "answer")}
    assert {name: view.maps.names for name, view in named.items() if view.maps} == {
        "hidden": (),
        "scores": ("cat", "dog"),
        "answer": ("cat", "dog"),
    }
    assert [view.slice.title for view in named.values() if view.slice] == ["Value 1", "Value 1, dog", "Value 1, dog"]
