"""Texts that are right, or partly so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explorer.designer.build import build
from explorer.designer.draft import draft, parse
from explorer.designer.text import text_of


def test_shapes_are_those_of_the_lines_that_are_right() -> None:
    read = draft("input 32x32x3\nconv 6 5x5\nrelu\ncnov 16 5x5\nrelu\n")
    assert [(row.line, row.shape) for row in read.rows] == [
        (1, (1, 3, 32, 32)),
        (2, (1, 6, 28, 28)),
        (3, (1, 6, 28, 28)),
    ]
    assert [error.line for error in read.errors] == [4]
    assert [row.shape for row in draft(text_of(read.design)).rows] == [row.shape for row in read.rows]


def test_each_wrong_line_is_told_and_what_reads_it_is_left_out() -> None:
    read = draft("input 32x32x3\na: conv 6 5x5\nb: input -> conv\nrelu\nadd a b\nc: a -> conv 9 28x28\na -> pool 2x2\n")
    assert [error.line for error in read.errors] == [3, 7]
    assert [row.name for row in read.rows] == ["input", "a", "c"]


def test_a_line_is_a_chain_and_its_name_is_that_of_its_last_layer() -> None:
    read = draft("input 8x8x3 -> conv 2 3x3 -> out: relu\n")
    assert read.errors[0].message == "there is no layer 'out:'"
    rows = draft("input 8x8x3\nout: conv 2 3x3 → relu\nout -> fc 4\n").rows
    assert [(row.line, row.name, row.text) for row in rows] == [
        (1, "input", "input 8x8x3"),
        (2, "conv1", "conv 2 3x3 stride 1 pad 0"),
        (2, "out", "relu"),
        (3, "fc1", "fc 4"),
    ]


def test_a_join_of_one_name_reads_the_layer_before_too() -> None:
    short = parse("input 8x8x3\nstart: relu\nconv 3 3x3 pad 1\nadd start\n")
    assert short == parse("input 8x8x3\nstart: relu\nconv 3 3x3 pad 1\nadd conv1 start\n")
    assert short.steps[-1].inputs == ("conv1", "start")


def test_sums_of_three_are_sums() -> None:
    graph = build(parse("input 8x8x3\na: relu\nb: input -> sigmoid\nc: input -> tanh\nadd a b c\n"))
    assert [node.operator for node in graph.nodes][-1] == "Sum"


def test_numbers_of_layers_pass_over_names_that_are_taken() -> None:
    rows = draft("input 8x8x3\nconv2: conv 2 3x3\nconv 2 3x3\nconv 2 3x3\n").rows
    assert [row.name for row in rows] == ["input", "conv2", "conv1", "conv3"]


@pytest.mark.parametrize(
    "text",
    [
        "seed 7\ninput 12x10x2\nconv 4 3x5 stride 2x1 pad 1x0 groups 2 dilation 2x1 no bias floor\nbatchnorm\nlrn 3\n",
        "input 9x9x3\npool average 3x3 stride 2 pad same\npool max 2x2 stride 3 ceil\nglobalpool max\n",
        "input 9x9x3\nleakyrelu 0.2\nsigmoid\ntanh\nrelu6\ndropout 0.25\nflatten\nfc 3\nsoftmax\n",
        "X: input 9x9x3\na: conv 4 1x1\nb: X -> [conv 2 1x1 -> relu]*2 -> conv 4 1x1\nadd a b\n",
    ],
)
def test_canonical_text_says_the_same(text: str) -> None:
    design = parse(text)
    assert parse(text_of(design)) == design
    assert text_of(parse(text_of(design))) == text_of(design)


def test_seed_is_that_of_its_line_and_zero_without() -> None:
    assert parse("seed 7\ninput 8x8x3\nrelu\n").seed == 7
    assert parse("input 8x8x3\nrelu\n").seed == 0


def test_capitals_and_crosses_are_read_too() -> None:
    assert parse("INPUT 8×8X3\nConv 2 3x3 PAD Same\n") == parse("input 8x8x3\nconv 2 3x3 pad same\n")


def test_extents_are_width_before_height() -> None:
    (_, conv) = draft("input 12x6x1\nconv 2 5x3\n").rows
    assert conv.shape == (1, 2, 4, 8)


def test_design_in_the_readme_is_right(checkout: Path) -> None:
    (text,) = re.findall(
        r"^```\n(input .*?)^```", (checkout / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert draft(text).rows[-1].shape == (1, 10)
