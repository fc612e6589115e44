from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from explorer.bench.builder import Builder
from explorer.importers.writer import write_net
from explorer.session.workings.shapes import ShapesPart


def shapes_of(desk) -> ShapesPart:
    desk.session.show_tab("shapes")
    desk.settle()
    part = desk.view.workings
    assert isinstance(part, ShapesPart)
    return part


@pytest.fixture
def alexnet(desk, photo: Path, tmp_path: Path):
    """A desk with the photo in a first layer like AlexNet's, of an input of any extent."""

    def open_at(extent: int):
        net = Builder("alexnet", 1, 3, extent, extent)
        net.conv(96, 11, stride=4)
        net.relu()
        path = tmp_path / f"alexnet{extent}.onnx"
        write_net(net.graph(), path)
        desk.session.open_net(str(path))
        desk.session.open_picture(photo)
        desk.settle()
        desk.session.select_layer("conv1")
        return desk

    return open_at


def test_table_has_all_layers_and_the_selected_one(digits) -> None:
    part = shapes_of(digits)
    assert part.title == "61,706 parameters"
    assert [row.title for row in part.table.rows] == [layer.title for layer in digits.session._exchange.loaded.layers]
    digits.session.select_layer("conv2")
    assert digits.view.workings.selected == "conv2"
    assert digits.view.workings.words == (
        "(14 − 5 + 2·0)/1 + 1 = 10\n(5·5·6 + 1)·16 = 2416 parameters\n"
        "16 filters of 5 × 5 × 6 make 16 maps, whatever the depth of the input's volume, 6."
    )


def test_single_filters_and_filters_of_groups_are_told_as_such(desk, photo: Path) -> None:
    words = {}
    for net, layer in (("preset:three-conv-rgb", "conv2"), ("preset:mobilenet-v2", "conv2")):
        desk.session.open_net(net)
        desk.session.open_picture(photo)
        desk.settle()
        desk.session.select_layer(layer)
        words[net] = shapes_of(desk).words.splitlines()[-1]
    assert words == {
        "preset:three-conv-rgb": "1 filter of 5 × 5 × 6 makes 1 map, whatever the depth of the input's volume, 6.",
        "preset:mobilenet-v2": "32 filters of 3 × 3 × 1 make 32 maps; each sees 1 of the 32 maps of the input.",
    }


def test_table_is_made_by_the_worker_once(digits) -> None:
    first = shapes_of(digits).table
    digits.session.step_slice(1, 0)
    assert digits.view.workings.table is first


def test_alexnet_at_227_covers_its_input(alexnet) -> None:
    desk = alexnet(227)
    part = shapes_of(desk)
    row = part.table.rows[1]
    assert (row.volume, row.size) == ("55 × 55 × 96", "(227 − 11 + 2·0)/4 + 1 = 55")
    assert row.whole and desk.view.uncovered == () and "come out even" in part.border.words
    assert part.border.title == "image, R"


def test_alexnet_at_224_leaves_the_last_row_and_column_uncovered(alexnet) -> None:
    desk = alexnet(224)
    part = shapes_of(desk)
    row = part.table.rows[1]
    assert (row.volume, row.size) == ("54 × 54 × 96", "(224 − 11 + 2·0)/4 + 1 = 54.25 → 54")
    assert row.border == "misses the last row and the last column" and not row.whole
    assert part.border.words == (
        "The window misses the last row and the last column. An input of 223 or 227 would come out whole."
    )
    assert desk.view.uncovered == ((223 / 224, 0, 1, 1), (0, 223 / 224, 1, 1))
    image = desk.session._exchange.computed.activations["image"][0, 0]
    assert np.array_equal(part.border.plane, image)


def test_only_what_the_net_is_fed_is_hatched_on_the_photograph(alexnet) -> None:
    desk = alexnet(224)
    shapes_of(desk)
    desk.session.select_layer("relu1")
    assert desk.view.workings.border is None and desk.view.uncovered == ()


def test_nothing_is_hatched_while_another_tab_is_shown(alexnet) -> None:
    desk = alexnet(224)
    shapes_of(desk)
    desk.session.show_tab("column")
    assert desk.view.uncovered == ()


def test_table_is_copied_and_saved(digits, tmp_path: Path) -> None:
    assert digits.session.shapes_as_markdown.startswith("| layer | operator |")
    assert digits.session.shapes_name == "lenet5_shapes.csv"
    path = tmp_path / "shapes.csv"
    digits.session.save_shapes(path)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert rows[4]["layer"] == "conv2" and rows[-1]["parameters"] == "61706"
    assert digits.messages[-1].path == path


def test_table_that_cannot_be_saved_is_told(digits, tmp_path: Path) -> None:
    digits.session.save_shapes(tmp_path)
    assert digits.messages[-1].kind == "error" and "is a folder" in digits.messages[-1].text


def test_nothing_is_copied_or_saved_before_a_net_is_open(desk, tmp_path: Path) -> None:
    desk.session.save_shapes(tmp_path / "shapes.csv")
    assert desk.session.shapes_as_markdown == "" and not (tmp_path / "shapes.csv").exists()


def test_a_map_that_is_scaled_for_the_layers_behind_has_a_row_and_no_parameters(digits) -> None:
    before = shapes_of(digits).table
    digits.session.go_to("conv2:3")
    digits.session.ablate_slice()
    digits.settle()
    part = shapes_of(digits)
    scaled = next(row for row in part.table.rows if row.value not in {row.value for row in before.rows})
    assert (scaled.volume, scaled.parameters) == ("10 × 10 × 16", "")
    assert part.table.total == before.total
    digits.session.select_layer(scaled.value)
    assert digits.view.workings.words == ""
