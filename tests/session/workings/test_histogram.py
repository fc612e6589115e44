"""The histogram of a slice and of its layer, against counts made with NumPy."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from passes import net_of

from explorer.importers.writer import write_net
from explorer.session.pointed import Cell, Weight
from explorer.session.views.workings import Waiting
from explorer.session.workings import histogram
from explorer.session.workings.histogram import FACTS, HistogramPart, number_of


@pytest.fixture
def relu2(digits):
    """A desk at a map of the second Relu of lenet5, with its histogram."""
    digits.session.follow("relu2:7@3,4")
    digits.session.show_tab("histogram")
    digits.settle()
    return digits


def part_of(desk) -> HistogramPart:
    part = desk.view.workings
    assert isinstance(part, HistogramPart), part
    return part


def values_of(desk, value: str) -> np.ndarray:
    return desk.session._exchange.computed.activations[value][0]


def test_slice_and_layer_are_counted_in_the_same_bins(relu2) -> None:
    part, values = part_of(relu2), values_of(relu2, "relu2")
    one, whole = (series.found for series in part.series)
    for found, counted in ((one, values[7]), (whole, values)):
        bins, counts = found.merged(20)
        other = counted[counted != 0].astype(float)
        expected, _ = np.histogram(other, bins=np.append(bins.edges, np.inf))
        np.testing.assert_array_equal(counts, expected[:-1])
    assert one.bins == whole.bins
    assert [series.name for series in part.series] == ["Map 7", "All 16 maps"]
    assert part.title == "relu2:7" and [series.facts[0] for series in part.series] == ["100", "1600"]


def test_statistics_are_in_words(relu2) -> None:
    part, values = part_of(relu2), values_of(relu2, "relu2")
    facts = dict(zip(FACTS, part.series[1].facts, strict=True))
    assert facts["Exactly 0"] == f"{100 * (values == 0).mean():.1f} %"
    assert facts["Maximum"] == f"{values.max():.2f}" and facts["Below 0"] == "0.0 %"
    assert facts["NaN, infinite"] == "none"
    assert part.words.startswith(f"In no bar: exact zeros, {100 * (values[7] == 0).mean():.1f} % of map 7 and ")


def test_bin_is_told_with_its_ends_and_counts(relu2) -> None:
    part, values = part_of(relu2), values_of(relu2, "relu2")
    power = part.series[0].found.bins.power
    many = 5 * 10 ** (-1 - power)  # bins of 0.5
    counts = [((plane >= 1) & (plane < 1.5)).sum() for plane in (values[7], values)]
    shares = [f"{100 * count / size:.1f} %" for count, size in zip(counts, (100, 1600), strict=True)]
    told = f"{counts[0]} of 100 in map 7, {shares[0]}; {counts[1]} of 1600 in all 16 maps, {shares[1]}"
    assert number_of(part, many, 2).text == f"1.0 ≤ value < 1.5: {told}"
    assert number_of(part, many, 0).text.startswith("0 < value < 0.5: ")
    assert "0 of 1600 in all 16 maps, 0.0 %" in number_of(part, many, 10_000).text


def test_value_that_is_looked_at_is_marked(relu2) -> None:
    values = values_of(relu2, "relu2")
    assert part_of(relu2).mark.value == values[7, 4, 3]
    relu2.session.hover(Cell(2, 1, 0))
    assert part_of(relu2).mark.value == values[2, 1, 0]
    assert part_of(relu2).mark.text.startswith("relu2:2@0,1 = ")
    assert part_of(relu2).slice == 7


def test_weights_are_counted_instead(relu2) -> None:
    relu2.session.set_counted("weights")
    part = part_of(relu2)
    weights = relu2.session._exchange.computed.loaded.graph.initializers["conv2.weight"]
    assert part.counted == "weights" and part.title == "conv2, filter 7"
    assert [each.found.size for each in part.series] == [weights[7].size, weights.size]
    assert part.series[0].found.mean == pytest.approx(weights[7].mean(), rel=1e-5)
    assert part.colours.name == "weights" and not part.movable
    relu2.session.hover(Weight(2, 1, 3))
    assert part_of(relu2).mark.value == weights[7, 2, 1, 3]


def test_layer_without_weights_shows_its_values(relu2) -> None:
    relu2.session.set_counted("weights")
    relu2.session.follow("image")
    part = part_of(relu2)
    assert part.counted == "values" and not part.weighable


def test_vector_is_one_histogram_with_its_selected_value_marked(relu2) -> None:
    relu2.session.follow("fc3:5")
    part, values = part_of(relu2), values_of(relu2, "fc3")
    assert [series.name for series in part.series] == [f"All {values.size} values"]
    assert part.mark.value == values.reshape(-1)[5] and part.mark.text.startswith("fc3:5 = ")


def test_probabilities_are_seen_from_0_to_1(relu2) -> None:
    (softmax,) = [layer.title for layer in relu2.session._exchange.loaded.layers if layer.operator == "Softmax"]
    relu2.session.follow(softmax)
    assert part_of(relu2).span == (0.0, 1.0)


def test_dragged_scale_is_locked_and_one_step_of_undo(relu2) -> None:
    before = part_of(relu2).levels
    relu2.session.begin_step()
    for high in (3.0, 2.0, 1.0):
        relu2.session.set_limits(0.0, high)
    relu2.session.end_step()
    part = part_of(relu2)
    assert part.locked and (part.levels.low, part.levels.high) == (0.0, 1.0)
    relu2.session.undo()
    assert part_of(relu2).levels == before and not part_of(relu2).locked


def test_undo_leaves_the_look_of_the_histogram_as_it_is(relu2) -> None:
    relu2.session.select_slice(3)
    relu2.session.toggle_logarithmic()
    relu2.session.set_counted("weights")
    relu2.session.undo()
    part = part_of(relu2)
    assert part.slice == 7 and part.logarithmic and part.counted == "weights"


def test_many_values_are_counted_by_the_worker(relu2, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []
    made = histogram.counting
    monkeypatch.setattr(histogram, "_QUICK", 60)
    monkeypatch.setattr(
        histogram, "counting", lambda *args: (threads.append(threading.current_thread().name), made(*args))[1]
    )
    relu2.session.follow("relu1:2")
    assert isinstance(relu2.view.workings, Waiting)
    relu2.settle()
    part, values = part_of(relu2), values_of(relu2, "relu1")
    assert threads == ["inference", "inference"]
    assert part.series[0].found.high == values[2].max() and part.series[1].found.high == values.max()
    relu2.session.hover(Cell(2, 0, 0))
    part_of(relu2)
    relu2.session.select_slice(3)
    relu2.settle()
    assert len(threads) == 3  # the layer is not counted again


def test_weights_are_not_counted_again_for_another_picture(relu2, tmp_path: Path) -> None:
    relu2.session.set_counted("weights")
    before = part_of(relu2).series[1].found
    relu2.session.open_sample()
    relu2.settle()
    assert part_of(relu2).series[1].found is before


def test_difference_is_counted_on_a_scale_that_is_not_locked(relu2, photo: Path) -> None:
    relu2.session.pin_pass()
    a = values_of(relu2, "relu2").copy()
    relu2.session.set_fit("stretch")
    relu2.settle()
    relu2.session.show_side("difference")
    part, b = part_of(relu2), values_of(relu2, "relu2")
    whole = part.series[1].found
    assert (whole.low, whole.high) == (float((b - a).min()), float((b - a).max()))
    assert part.title == "relu2:7, A − B" and not part.movable and part.levels.low == -part.levels.high


@pytest.mark.parametrize("kind", ["nan", "constant", "dead"])
def test_odd_maps_are_shown(desk, photo: Path, tmp_path: Path, kind: str) -> None:
    factor = np.array({"nan": np.nan, "constant": 0.0, "dead": 0.0}[kind], np.float32)
    added = np.array(2.5 if kind == "constant" else 0.0, np.float32)
    lines = (("y", "Mul", ("x", "f"), {}), ("z", "Add", ("y", "a"), {}))
    net = tmp_path / "odd.onnx"
    write_net(net_of((1, 3, 8, 8), {"f": factor, "a": added}, *lines), net)
    desk.session.open_net(str(net))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.follow("z:1")
    desk.session.show_tab("histogram")
    part = part_of(desk)
    facts = dict(zip(FACTS, part.series[0].facts, strict=True))
    assert part.span[0] < part.span[1]
    if kind == "nan":
        assert facts["Minimum"] == "–" and facts["NaN, infinite"] == "64, 0"
        assert part.words == "In no bar: 192 NaN of all 3 maps."
    else:
        assert facts["Median"] == ("2.50" if kind == "constant" else "0") and facts["Deviation"] == "0"
