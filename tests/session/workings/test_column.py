from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.render.numbers import three_digits
from explorer.session.column import MOST_KEPT, Column, packed
from explorer.session.keeping.record import from_record, to_record
from explorer.session.pointed import Cell
from explorer.session.state import ViewState
from explorer.session.views.workings import Nothing
from explorer.session.workings.column import ColumnPart


@pytest.fixture
def conv1(digits):
    """A desk at the first convolution of lenet5, with its depth column."""
    digits.session.show_tab("column")
    digits.session.pin(Cell(2, 10, 11))
    return digits


def part_of(desk) -> ColumnPart:
    part = desk.view.workings
    assert isinstance(part, ColumnPart), part
    return part


def volume_of(desk, value: str) -> np.ndarray:
    return desk.session._exchange.computed.activations[value][0]


def test_column_holds_the_value_of_every_map_at_the_place(conv1) -> None:
    (row,) = part_of(conv1).rows
    np.testing.assert_array_equal(row.values, volume_of(conv1, "conv1")[:, 10, 11])
    assert (row.title, row.of, row.kept) == ("at 11, 10", "photo.png", None)
    assert "depth of the volume (its third axis)" in part_of(conv1).words


def test_column_follows_the_pointer(conv1) -> None:
    conv1.session.hover(Cell(0, 3, 4))
    np.testing.assert_array_equal(part_of(conv1).rows[0].values, volume_of(conv1, "conv1")[:, 3, 4])


def test_numbers_of_the_columns_are_told(conv1) -> None:
    conv1.session.keep_column()
    conv1.session.pin(Cell(2, 3, 4))
    part = part_of(conv1)
    assert part.told(0, 5) == part.told(None, 5) == Cell(5, 3, 4)
    told = part.told(1, 5)
    assert told.text == f"photo.png at 11, 10, map 5: {three_digits(float(part.rows[1].values[5]))}"
    assert told.cell == Cell(5, 3, 4)
    conv1.session.step_back()
    part = part_of(conv1)
    assert (part.told(0, 5).cell, part.told(None, 5)) == (None, None)


def test_bars_reach_to_the_extremes_and_to_zero(conv1) -> None:
    values = part_of(conv1).rows[0].values
    assert part_of(conv1).span == (min(0.0, values.min()), max(0.0, values.max()))


def test_nothing_is_shown_before_a_place_is_chosen(conv1) -> None:
    conv1.session.step_back()
    assert isinstance(conv1.view.workings, Nothing)


def test_classes_have_their_names_and_probabilities_go_to_one(digits) -> None:
    digits.session.show_tab("column")
    digits.session.follow("softmax")
    part = part_of(digits)
    assert part.names == digits.session._exchange.computed.loaded.graph.input_format.labels
    assert part.span == (0.0, 1.0) and len(part.rows[0].values) == 10


def test_kept_columns_are_compared_across_places_and_pictures(conv1, checkout: Path) -> None:
    conv1.session.keep_column()
    first = volume_of(conv1, "conv1")[:, 10, 11].copy()
    conv1.session.pin(Cell(2, 4, 5))
    conv1.session.keep_column()
    conv1.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    conv1.settle()
    rows = part_of(conv1).rows
    assert [(row.title, row.of, row.kept) for row in rows] == [
        ("at 5, 4", "digit-3.png", None),
        ("at 11, 10", "photo.png", 0),
        ("at 5, 4", "photo.png", 1),
    ]
    np.testing.assert_array_equal(rows[1].values, first)


def test_columns_of_other_layers_wait_for_theirs(conv1) -> None:
    conv1.session.keep_column()
    conv1.session.follow("conv2:0@1,1")
    assert len(part_of(conv1).rows) == 1 and part_of(conv1).words.endswith("1 more are kept of other layers.")
    conv1.session.follow("conv1")
    assert [row.kept for row in part_of(conv1).rows] == [0]


def test_columns_are_let_go_one_by_one_and_together(conv1) -> None:
    for x in (1, 2, 3):
        conv1.session.pin(Cell(0, 0, x))
        conv1.session.keep_column()
    conv1.session.drop_column(1)
    assert [column.x for column in conv1.session.state.kept_columns] == [1, 3]
    conv1.session.drop_columns()
    assert conv1.session.state.kept_columns == ()


def test_same_column_is_kept_once_and_the_oldest_gives_way(conv1) -> None:
    for x in (0, 0, *range(MOST_KEPT + 1)):
        conv1.session.pin(Cell(0, 0, x))
        conv1.session.keep_column()
    assert [column.x for column in conv1.session.state.kept_columns] == list(range(1, MOST_KEPT + 1))


def test_kept_columns_come_back_from_disk_and_from_undo(conv1) -> None:
    conv1.session.keep_column()
    state = conv1.session.state
    assert from_record(ViewState, to_record(state)).kept_columns == state.kept_columns
    conv1.session.undo()
    assert conv1.session.state.kept_columns == ()


def test_values_that_are_no_numbers_are_kept_as_they_are() -> None:
    values = np.array([np.nan, -np.inf, 0.1, -0.0], np.float32)
    column = from_record(Column, to_record(Column("net", "picture", "layer", 0, 0, packed(values))))
    np.testing.assert_array_equal(column.values, values)


def test_convolution_of_one_tap_is_a_matrix_times_the_column(desk, photo: Path) -> None:
    desk.session.open_net("resnet8")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.show_tab("column")
    desk.session.follow("block3.skip:7@4,5")
    product = part_of(desk).product
    assert product.matrix.shape == (32, 16) and product.place == (10, 8)
    expected = product.matrix.astype(float) @ volume_of(desk, "block2.relu2")[:, 10, 8] + product.bias
    np.testing.assert_allclose(product.result, expected, atol=1e-5)
    assert "the same at all 256 places: a fully connected layer applied to every pixel" in product.words
    desk.session.follow("block3.conv1:7@4,5")
    assert part_of(desk).product is None


def test_fully_connected_layer_is_such_a_product_at_one_place(digits) -> None:
    digits.session.show_tab("column")
    digits.session.follow("fc4:7")
    product = part_of(digits).product
    assert product.matrix.shape == (84, 120) and "over a single place" in product.words
    expected = product.matrix.astype(float) @ product.column + product.bias
    np.testing.assert_allclose(product.result, expected, atol=1e-5)
    digits.session.follow("fc3:7")
    assert part_of(digits).product is None


def test_convolution_of_one_tap_mixes_512_maps_at_each_of_10000_places(desk, photo: Path, tmp_path: Path) -> None:
    net = tmp_path / "figure.net"
    net.write_text("input 100x100x3\nconv 512 1x1\nconv 24 1x1\n")
    desk.session.show_tab("column")
    desk.session.open_net(str(net))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.follow("conv2:3@99,0")
    product = part_of(desk).product
    assert volume_of(desk, "conv1").shape == (512, 100, 100) and volume_of(desk, "conv2").shape == (24, 100, 100)
    assert product.matrix.shape == (24, 512) and "the same at all 10000 places" in product.words
    expected = product.matrix.astype(float) @ volume_of(desk, "conv1")[:, 0, 99] + product.bias
    np.testing.assert_allclose(product.result, expected, atol=1e-4)


def test_example_of_cs231n_has_columns_of_two_numbers(desk, photo: Path) -> None:
    desk.session.show_tab("column")
    desk.session.open_net("preset:cs231n-numpy")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.follow("V:0@3,1")
    (row,) = part_of(desk).rows
    assert row.values.tolist() == volume_of(desk, "V")[:, 1, 3].tolist() and len(row.values) == 2
    assert "there are 16 such columns" in part_of(desk).words


def test_product_reads_where_the_convolution_reads_whose_bias_is_added_behind(biased) -> None:
    biased.session.show_tab("column")
    biased.session.go_to("bias:1@3,5")
    product = part_of(biased).product
    assert product.place == (10, 6)
    expected = product.matrix.astype(float) @ product.column + product.bias
    np.testing.assert_allclose(product.result, expected, atol=1e-5)
