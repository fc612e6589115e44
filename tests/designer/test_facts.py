"""The facts of the source documents that a design shows, by their numbers there."""

from __future__ import annotations

import pytest

from explorer.designer.draft import Row, draft, parse
from explorer.designer.text import text_of


def rows(text: str) -> dict[str, Row]:
    return {row.name: row for row in draft(text).rows}


def volume(row: Row) -> tuple[int, ...]:
    """Return W, H and D."""
    return row.shape[:0:-1]


def test_f1_alexnet_takes_227_and_not_224() -> None:
    conv = rows("input 227x227x3\nconv 96 11x11 stride 4\n")["conv1"]
    assert volume(conv) == (55, 55, 96)
    assert conv.summary.size == "(227 − 11 + 2·0)/4 + 1 = 55"
    (error,) = draft("input 224x224x3\nconv 96 11x11 stride 4\n").errors
    assert error.message == "(224 − 11 + 2·0)/4 + 1 = 54.25 is not whole"
    assert "227" in error.hint


def test_f1_resnet_says_that_it_floors() -> None:
    conv = rows("input 224x224x3\nconv 64 7x7 stride 2 pad 3 floor\n")["conv1"]
    assert volume(conv) == (112, 112, 64)
    assert not conv.summary.slides[0].whole


@pytest.mark.parametrize("depth", [1, 3, 64])
def test_f2_depth_of_a_convolution_is_the_number_of_its_filters(depth: int) -> None:
    assert volume(rows(f"input 227x227x{depth}\nconv 96 11x11 stride 4\n")["conv1"]) == (55, 55, 96)


def test_f3_filters_span_the_full_depth() -> None:
    conv = rows("input 28x28x32\nconv 10 5x5\n")["conv1"]
    assert conv.summary.formula == "(5·5·32 + 1)·10 = 8010"


def test_f6_parameters_of_convolutions_fully_connected_layers_and_poolings() -> None:
    net = rows("input 28x28x1\nconv 32 5x5\npool max 2x2\nconv 32 3x3\npool max 2x2\nfc 256\nfc 10\n")
    spelled = [row.summary.formula for row in net.values() if row.summary]
    assert spelled == [
        "(5·5·1 + 1)·32 = 832",
        "0",
        "(3·3·32 + 1)·32 = 9248",
        "0",
        "(800 + 1)·256 = 205056",
        "(256 + 1)·10 = 2570",
    ]


def test_f9_padding_keeps_the_size() -> None:
    assert volume(rows("input 7x7x1\nconv 1 3x3 pad 1\n")["conv1"]) == (7, 7, 1)
    shrinking = rows("input 32x32x3\nconv 6 5x5\nconv 6 5x5\n")
    assert [volume(row)[0] for row in shrinking.values()] == [32, 28, 24]


def test_f11_volumes_are_put_in_a_row_or_pooled_to_their_depth() -> None:
    assert volume(rows("input 5x5x6\nflatten\n")["flatten1"]) == (150,)
    assert volume(rows("input 5x5x6\nglobalpool\n")["globalpool1"]) == (1, 1, 6)


def test_f12_a_1x1_convolution_changes_the_depth_alone() -> None:
    assert volume(rows("input 100x100x512\nconv 7 1x1\n")["conv1"]) == (100, 100, 7)


def test_f14_a_bottleneck_takes_fewer_multiplications() -> None:
    short = rows("input 14x14x256\nconv 256 4x4 pad same\n")
    long = rows("input 14x14x256\nconv 64 1x1\nconv 256 4x4 pad same\n")
    products = [sum(row.summary.multiply_adds for row in net.values() if row.summary) for net in (short, long)]
    assert products[0] / products[1] == pytest.approx(256 * 16 * 256 / (256 * 64 + 64 * 16 * 256))
    assert products[0] / products[1] == pytest.approx(3.76, abs=0.01)


def test_f16_stride_2_and_pooling_have_the_same_parameters() -> None:
    striding = rows("input 28x28x1\nconv 32 5x5 stride 2 pad same\nconv 64 5x5 stride 2 pad same\n")
    pooling = rows("input 28x28x1\nconv 32 5x5 pad same\npool max 2x2\nconv 64 5x5 pad same\npool max 2x2\n")
    counts = [sum(row.summary.parameters for row in net.values() if row.summary) for net in (striding, pooling)]
    assert counts[0] == counts[1]
    assert volume(striding["conv2"]) == volume(pooling["pool2"]) == (7, 7, 64)


def test_f18_the_pattern_of_cs231n_is_written_out_in_lines() -> None:
    design = parse("INPUT -> [[CONV -> RELU]*2 -> POOL?]*3 -> [FC -> RELU]*1 -> FC")
    block = ["conv 16 3x3 stride 1 pad same", "relu"] * 2 + ["pool max 2x2 stride 2 pad 0"]
    assert text_of(design).splitlines() == ["seed 0", "input 32x32x3", *block * 3, "fc 100", "relu", "fc 10"]


def test_f18_the_pattern_takes_numbers_of_ones_own() -> None:
    text = "input 224x224x3 -> [[conv 64 3x3 pad 1 -> relu]*2 -> pool max 2x2]*5 -> [fc 4096 -> relu]*2 -> fc 1000"
    net = draft(text).rows
    assert [row.shape[2] for row in net if row.text.startswith("pool")] == [112, 56, 28, 14, 7]
    assert {row.line for row in net} == {1}
