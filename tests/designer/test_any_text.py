"""Whatever is typed, there is a draft of it; and what has no errors can be built."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.designer.build import skeleton
from explorer.designer.draft import draft, parse
from explorer.designer.layers import LAYERS
from explorer.designer.text import text_of

WORDS = [
    *LAYERS,
    *("stride", "pad", "groups", "dilation", "no", "bias", "floor", "ceil", "same", "valid", "max", "average", "seed"),
    *(
        "->",
        "→",
        "[",
        "]",
        "*",
        "?",
        "\n",
        "\n",
        "\n",
        "#",
        ":",
        "a:",
        "b:",
        "a",
        "b",
        "conv1",
        "input",
        "conv1.weight:",
    ),
    *(
        "0",
        "1",
        "2",
        "3",
        "-1",
        "2x2",
        "3x3",
        "8x8x3",
        "5x1",
        "0.5",
        "1e400",
        "nan",
        "99999999999999999999",
        "INPUT",
        "FC",
    ),
]

LAYER_LINES = st.sampled_from(
    [
        *(
            "conv 2 3x3 pad same",
            "conv 4 3x3 stride 2 floor",
            "conv 2 1x1 groups 2",
            "pool max 2x2 floor",
            "pool average 3x3 pad 1 ceil",
        ),
        *(
            "relu",
            "a: relu",
            "b: conv 4 1x1",
            "a -> sigmoid",
            "add a",
            "concat a b",
            "fc 3",
            "flatten",
            "softmax",
            "globalpool",
        ),
        *("batchnorm", "lrn", "dropout", "[conv 4 3x3 pad 1 -> relu]*2", "c: a -> [relu]?", "leakyrelu 0.1", "relu6"),
    ]
)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_words_make_a_draft(text: str) -> None:
    read = draft(text)
    assert all(1 <= error.line <= text.count("\n") + 1 for error in read.errors)
    assert len(read.rows) == len(read.design.steps)


@given(st.text(max_size=80))
def test_any_characters_make_a_draft(text: str) -> None:
    draft(f"input 8x8x3\n{text}")


@given(st.lists(LAYER_LINES, min_size=1, max_size=12))
def test_what_has_no_errors_is_built_and_spelled(lines: list[str]) -> None:
    text = "\n".join(["input 16x16x2", *lines])
    read = draft(text)
    if read.errors:
        return
    assert [row.shape for row in draft(text_of(read.design)).rows] == [row.shape for row in read.rows]
    assert parse(text_of(read.design)) == read.design
    graph = skeleton(read.design)
    assert len({name for node in graph.nodes for name in node.outputs} | set(graph.initializers)) == len(
        graph.nodes
    ) + len(graph.initializers)


def test_brackets_cannot_be_nested_without_end() -> None:
    (error,) = draft("input 8x8x3\n" + "[" * 5000).errors
    assert error.message == "there are too many brackets within brackets"


def test_names_of_weights_are_taken() -> None:
    (error,) = draft("input 8x8x3\nconv1.weight: relu\nconv 2 3x3\n").errors
    assert (error.line, error.message) == (3, "the name 'conv1.weight' is taken by another part of the net")
