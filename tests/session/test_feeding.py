from __future__ import annotations

import numpy as np
import pytest

from explorer.errors import InputError, UsageError
from explorer.nn.graph import Graph, GraphInput, InputFormat
from explorer.session.feeding import (
    feeds_of,
    fit_picture,
    orders,
    picture_input,
    shapes_for,
    takes_any_size,
    usual_shapes,
)
from explorer.sources.picture import picture_from_array


def _net(*shapes: tuple[int | None, ...], layout: str = "NCHW", channels: str = "RGB") -> Graph:
    inputs = tuple(GraphInput(f"in{i}", shape) for i, shape in enumerate(shapes))
    return Graph("net", (), inputs, (), {}, 17, InputFormat(layout=layout, channels=channels))


def _picture(height: int, width: int):
    return picture_from_array(np.zeros((height, width, 3), np.uint8))


def test_fixed_size_is_met() -> None:
    graph = _net((1, 3, 10, 20))
    (tensor,) = feeds_of(graph, fit_picture(graph, _picture(50, 50), "crop")).values()
    assert tensor.shape == (1, 3, 10, 20)
    assert not takes_any_size(graph)


def test_channels_may_lie_last() -> None:
    graph = _net((1, 10, 20, 3), layout="NHWC")
    (tensor,) = feeds_of(graph, fit_picture(graph, _picture(50, 50), "crop")).values()
    assert tensor.shape == (1, 10, 20, 3)


def test_nets_of_four_channels_take_pictures_too() -> None:
    graph = _net((1, 4, 10, 20), channels="RGB+Gray")
    (tensor,) = feeds_of(graph, fit_picture(graph, _picture(50, 50), "crop")).values()
    assert tensor.shape == (1, 4, 10, 20)
    assert orders(graph) == ("RGB+Gray",)


@pytest.mark.parametrize(("size", "fed"), [((50, 70), (50, 70)), ((1536, 768), (768, 384))])
def test_any_size_takes_the_picture_as_it_is_up_to_a_limit(size: tuple[int, int], fed: tuple[int, int]) -> None:
    graph = _net((1, 3, None, None))
    assert fit_picture(graph, _picture(*size), "crop").shape[:2] == fed
    assert takes_any_size(graph)


@pytest.mark.parametrize(
    ("shapes", "text"),
    [
        ([(1, 3, 8, 8), (1, 4)], "the net takes 2 inputs (in0, in1), not one picture"),
        ([], "the net takes 0 inputs (none), not one picture"),
        ([(1, 784)], "the input 'in0' takes 1 × 784 numbers, not a grey or RGB picture"),
        ([(1, 5, 8, 8)], "the input 'in0' takes 1 × 5 × 8 × 8 numbers, not a grey or RGB picture"),
    ],
)
def test_net_that_takes_no_picture_says_what_it_takes(shapes, text: str) -> None:
    with pytest.raises(InputError) as caught:
        picture_input(_net(*shapes))
    assert caught.value.message == text


def test_usual_shapes_close_what_is_open() -> None:
    assert usual_shapes(_net((1, None, None, None))) == {"in0": (1, 3, 224, 224)}
    assert usual_shapes(_net((1, None, None, 3), layout="NHWC")) == {"in0": (1, 224, 224, 3)}
    assert usual_shapes(_net((1, None))) == {"in0": (1, 1)}


def test_volume_is_laid_out_as_the_net_wants_it() -> None:
    assert shapes_for(_net((1, 3, None, None)), (3, 7, 9)) == {"in0": (1, 3, 7, 9)}
    assert shapes_for(_net((1, None, None, 3), layout="NHWC"), (3, 7, 9)) == {"in0": (1, 7, 9, 3)}


@pytest.mark.parametrize("shapes", [[(1, 1, 8, 8)], [(1, 3)], [(1, 3, 8, 8), (1, 3, 8, 8)]])
def test_volume_that_the_net_does_not_take_is_refused(shapes) -> None:
    with pytest.raises(UsageError, match="does not take an input of 3 × 8 × 8"):
        shapes_for(_net(*shapes), (3, 8, 8))
