from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from explorer.session.arithmetic.text import text_of
from explorer.session.pointed import Cell


def test_channels_stand_by_contribution_and_give_the_sum(worked_at) -> None:
    first, last = worked_at("conv2", Cell(1, 1, 9)).steps
    sizes = [abs(term.number) for term in first.terms]
    assert len(first.terms) == first.total == 6 and sizes == sorted(sizes, reverse=True)
    names = {line.name: line.number for line in first.lines}
    assert names["Sum of 6"] == math.fsum(term.number for term in first.terms)
    assert first.lines[-1].role == "sum" and first.lines[-1].number == names["Sum of 6"] + names["Bias, once"]
    assert first.cell == pytest.approx(first.lines[-1].number, abs=1e-5)
    assert first.residual == first.cell - first.lines[-1].number
    assert (last.lines[-1].name, last.lines[-1].rule) == ("Relu", "max(0, x)") and last.cell == max(0.0, first.cell)


def test_products_are_patch_times_kernel_slice(worked_at) -> None:
    for term in worked_at("conv2", Cell(3, 0, 0)).steps[0].terms:
        patch, kernel, products = (grid.numbers for grid in term.grids)
        assert np.array_equal(products, patch.astype(np.float64) * kernel)
        assert term.number == pytest.approx(products.sum(), abs=1e-12)


def test_many_terms_are_folded_and_the_rest_is_summed(worked_at) -> None:
    step = worked_at("fc4", Cell(0, 0, 0)).steps[0]
    assert len(step.terms) == 8 and step.total == 120
    assert step.lines[0].name == "112 others"
    shown = math.fsum(term.number for term in step.terms)
    assert step.lines[0].number + shown == pytest.approx(step.lines[1].number, abs=1e-12)


def test_correlation_is_told_of_once(worked_at) -> None:
    notes = [step.note for step in worked_at("relu2", Cell(1, 1, 1)).steps]
    assert sum("correlation" in note for note in notes) == 1


def test_window_lies_where_the_patch_is_taken_on_the_same_map_everywhere(worked_at) -> None:
    step = worked_at("conv2", Cell(1, 2, 3)).steps[0]
    window = step.window
    assert window.rows == (2, 3, 4, 5, 6) and window.columns == (3, 4, 5, 6, 7) and window.stride == (1, 1)
    (term,) = [term for term in step.terms if window.title == f"pool1, map {term.source[1]}"]
    assert np.array_equal(window.plane[2:7, 3:8], term.grids[0].numbers)
    titles = {worked_at("conv2", Cell(1, y, y)).steps[0].window.title for y in range(10)}
    assert titles == {window.title} and window.why == "the filter's strongest kernel slice is laid on it"


def test_pooling_shows_its_window_and_the_winner(worked_at) -> None:
    (step,) = worked_at("pool1", Cell(4, 3, 3)).steps
    (grid,) = step.terms[0].grids
    assert grid.numbers.shape == (2, 2) and grid.numbers[grid.winner] == grid.numbers.max() == step.cell
    assert step.lines[0].name == "Largest of 4" and (step.window.stride, step.window.why) == ((2, 2), "")


def test_probabilities_are_shares_of_exponentials(worked_at) -> None:
    step = worked_at("softmax", Cell(5, 0, 0)).steps[-1]
    names = [term.name for term in step.terms]
    assert "5" in names and step.total == 10 and step.terms[0].number == 1.0
    total, share = (line.number for line in step.lines[-2:])
    own = step.terms[names.index("5")].number
    assert share == own / total and step.cell == pytest.approx(share, abs=1e-6)


def test_first_terms_lead_to_the_maps_that_they_come_from(worked_at) -> None:
    values = {term.source[0] for term in worked_at("conv2", Cell(1, 1, 9)).steps[0].terms}
    assert values == {"pool1"} or len(values) == 1


def test_nothing_is_worked_out_where_nothing_is_looked_at(digits) -> None:
    assert digits.view.arithmetic is None
    digits.session.pin(Cell(0, 1, 1))
    assert digits.view.arithmetic.address == "conv1:0@1,1"
    digits.session.hover(Cell(0, 2, 3))
    assert digits.view.arithmetic.address == "conv1:0@3,2"


def test_every_layer_of_a_net_is_worked_out(worked_at, digits) -> None:
    for card in digits.view.strip.cards:
        worked = worked_at(card.title, Cell(0, 0, 0))
        assert any(step.address == worked.address for step in worked.steps)
        assert all(abs(step.residual) < 1e-4 for step in worked.steps)


def test_single_units_need_not_be_pointed_at(digits) -> None:
    digits.session.go_to("fc4:7")
    assert digits.session.state.pinned is None and digits.view.arithmetic.address == "fc4:7@0,0"
    digits.session.step_slice(1, 0)
    assert digits.view.arithmetic.address == "fc4:8@0,0"


def test_arithmetic_is_that_of_edited_weights(digits) -> None:
    digits.session.go_to("conv2:3@4,4")
    before = digits.view.arithmetic.steps[0]
    digits.session.edit_weight(0, 2, 2, 3.0)
    digits.settle()
    after = digits.view.arithmetic.steps[0]
    assert after.cell != before.cell and abs(after.residual) < 1e-4
    kernels = {term.name: term.grids[1].numbers for term in after.terms}
    assert kernels["Channel 0"][2, 2] == 3.0


def test_infinite_weights_are_multiplied_without_a_warning(desk, photo: Path, tmp_path: Path) -> None:
    weights = numpy_helper.from_array(np.full((1, 3, 1, 1), np.inf, np.float32), "w")
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 16, 16])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    nodes = [
        helper.make_node("Sub", ["image", "image"], ["zero"], name="zero"),
        helper.make_node("Conv", ["zero", "w"], ["out"], name="conv"),
    ]
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out], [weights])), tmp_path / "infinite.onnx")
    desk.session.open_net(str(tmp_path / "infinite.onnx"))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.go_to("conv:0@3,4")
    (step,) = desk.view.arithmetic.steps
    assert [np.isnan(term.grids[2].numbers).all() for term in step.terms] == [True] * 3


def test_window_of_a_transposed_convolution_is_what_its_taps_meet(desk, photo: Path, tmp_path: Path) -> None:
    weights = numpy_helper.from_array(np.ones((3, 1, 4, 4), np.float32), "w")
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 16, 16])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    up = helper.make_node("ConvTranspose", ["image", "w"], ["out"], name="up", strides=[2, 2], pads=[1, 1, 1, 1])
    onnx.save(helper.make_model(helper.make_graph([up], "net", [image], [out], [weights])), tmp_path / "up.onnx")
    desk.session.open_net(str(tmp_path / "up.onnx"))
    desk.session.open_picture(photo)
    desk.settle()
    for cell, rows, columns in ((Cell(0, 4, 3), (1, 2), (1, 2)), (Cell(0, 0, 31), (-1, 0), (15, 16))):
        desk.session.pin(cell)
        window = desk.view.arithmetic.steps[0].window
        assert (window.rows, window.columns) == (rows, columns)
    assert "Window on image: x 15 to 16, y \u22121 to 0; 3 of 4 places in the padding" in text_of(desk.view.arithmetic)


def test_a_weight_that_is_a_single_number_is_told_without_an_index(desk, photo: Path, tmp_path: Path) -> None:
    ends = [numpy_helper.from_array(np.array(end, np.float32), name) for name, end in (("low", 0.2), ("high", 0.5))]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 16, 16])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    cut = helper.make_node("Clip", ["image", "low", "high"], ["out"], name="cut")
    onnx.save(helper.make_model(helper.make_graph([cut], "net", [image], [out], ends)), tmp_path / "cut.onnx")
    desk.session.open_net(str(tmp_path / "cut.onnx"))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.go_to("cut:0@1,1")
    told = text_of(desk.view.arithmetic)
    assert "min  low: 0.2" in told and "[" not in told
