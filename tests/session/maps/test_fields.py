from __future__ import annotations

import pytest

from explorer.importers.reader import read_net
from explorer.nn.infer import infer
from explorer.nn.receptive_field import Box, Field
from explorer.session.bundled import find_net
from explorer.session.feeding import usual_shapes
from explorer.session.maps.fields import Fields, field_words, size_words
from explorer.session.pointed import Cell

SQUARE = Box(0, 0, 4, 4)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field(SQUARE, SQUARE, "exact", gaps=False, padding=0), "5 × 5 of the input, exact"),
        (Field(SQUARE, SQUARE, "exact", gaps=True, padding=0), "5 × 5 of the input, exact, with gaps"),
        (Field(SQUARE, SQUARE, "exact", gaps=False, padding=0.12), "5 × 5 of the input, exact, 12 % in padding"),
        (Field(SQUARE, SQUARE, "exact", gaps=False, padding=0.001), "5 × 5 of the input, exact, under 1 % in padding"),
        (Field(SQUARE, SQUARE, "bound", gaps=True, padding=0), "at most 5 × 5 of the input, an upper bound"),
        (Field(SQUARE, SQUARE, "whole", gaps=False, padding=0), "all of the input"),
        (None, "nothing of the input"),
    ],
)
def test_fields_in_words(field: Field | None, words: str) -> None:
    assert field_words(field, "the input") == words


def test_sizes_in_words() -> None:
    assert size_words(Field(Box(0, 0, 4, 6), SQUARE, "exact", gaps=False, padding=0)) == "7 × 5"
    assert size_words(None) == "none"


def test_a_cell_sees_its_box_and_a_pixel_of_that_box_reaches_it() -> None:
    graph = read_net(find_net("lenet5"))
    fields = Fields(graph, infer(graph, usual_shapes(graph)))
    value = next(node.outputs[0] for node in graph.nodes if node.name == "conv2")
    assert fields.seen(value, Cell(3, 2, 5)).field("image").inside == Box(4, 10, 17, 23)
    reached = fields.reached("image", 4, 10).field(value).inside
    assert (reached.bottom, reached.right) == (2, 5)
    middle = Box(10, 10, 23, 23)
    assert fields.middle(value, "image") == Field(middle, middle, "exact", gaps=False, padding=0)
