from __future__ import annotations

import csv
import io

from explorer.session.bundled import find_net
from explorer.session.computing.loading import load_net
from explorer.session.shape_table import COLUMNS, ShapeRow, ShapeTable, as_csv, as_markdown
from explorer.session.shown import Loaded


def lenet5() -> Loaded:
    return load_net(find_net("lenet5"))


def test_every_layer_has_a_row_with_its_formulas_in_numbers() -> None:
    loaded = lenet5()
    rows = {row.title: row for row in loaded.table.rows}
    assert list(rows) == [layer.title for layer in loaded.layers]
    conv = rows["conv2"]
    assert conv.cells == (
        "conv2",
        "Conv",
        "10 × 10 × 16",
        "(14 − 5 + 2·0)/1 + 1 = 10",
        "whole",
        "14 × 14",
        "(5·5·6 + 1)·16 = 2416",
        "6.4 kB",
        "240,000",
    )
    assert conv.whole
    assert rows["relu2"].parameters == "" and rows["relu2"].border == ""


def test_table_is_made_row_by_row_and_goes_on_where_it_was_left() -> None:
    loaded = lenet5()
    assert loaded.tabulation.table is None
    steps = loaded.tabulation.go_on()
    next(steps), next(steps)
    steps.close()
    assert len(list(loaded.tabulation.go_on())) == len(loaded.layers) - 2
    assert loaded.tabulation.table is loaded.table


def test_total_adds_up() -> None:
    table = lenet5().table
    spelled = [row.parameters.rpartition("= ")[2] for row in table.rows if row.parameters]
    assert table.total.parameters == f"{sum(map(int, spelled)):,}" == "61,706"
    assert table.total.multiply_adds == "416,520"


def test_markdown_has_a_line_for_each_row_and_as_many_cells() -> None:
    table = lenet5().table
    lines = as_markdown(table).splitlines()
    assert len(lines) == len(table.rows) + 3
    assert {line.count(" | ") for line in lines} == {len(COLUMNS) - 1}
    assert "(5·5·6 + 1)·16 = 2416" in as_markdown(table)


def test_markdown_escapes_what_would_part_cells() -> None:
    text = as_markdown(ShapeTable((ShapeRow(title="a|b_c"),), ShapeRow(title="total")))
    assert "| a\\|b\\_c |" in text


def test_csv_reads_back() -> None:
    table = lenet5().table
    rows = list(csv.DictReader(io.StringIO(as_csv(table))))
    assert [row["layer"] for row in rows] == [row.title for row in (*table.rows, table.total)]
    assert rows[4]["multiply-adds"] == "240000"
