from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer import resources
from explorer.importers.reader import read_net
from explorer.nn.edits import UNEDITED, Edits, FilterScale, KernelEdit, SliceScale
from explorer.session.computing import edited_pass
from explorer.session.filters.fills import FILLS
from explorer.session.keeping import history
from explorer.session.keeping.kept import kept
from explorer.session.keeping.record import from_record, to_record
from explorer.session.messages import Finished
from explorer.session.request import Request

FILL = {fill.name: fill for fill in FILLS}


@pytest.fixture
def conv(digits):
    """The photo in lenet5, at filter 3 of conv2."""
    digits.session.select_map("conv2", 3)
    return digits


def values(desk) -> dict[str, np.ndarray]:
    """Return copies of what all layers hold."""
    computed = desk.session._exchange.computed
    return {layer.value: computed.activations[layer.value].copy() for layer in computed.loaded.layers}


def differing(before: dict[str, np.ndarray], after: dict[str, np.ndarray]) -> set[str]:
    return {name for name in before if not np.array_equal(before[name], after[name])}


def kernels(desk) -> np.ndarray:
    return desk.view.filter.kernels


def test_weight_changes_its_map_and_all_behind(conv) -> None:
    before = values(conv)
    conv.session.edit_weight(0, 1, 2, 3.5)
    conv.settle()
    after = values(conv)
    assert kernels(conv)[0, 1, 2] == 3.5
    assert not differing(before, after) & {"image", "conv1", "relu1", "pool1"}
    assert differing(before, after) >= {"conv2", "relu2", "pool2", "fc3", "fc5"}
    assert [i for i in range(16) if not np.array_equal(before["conv2"][0, i], after["conv2"][0, i])] == [3]


def test_edited_net_says_so(conv) -> None:
    assert (conv.view.edits, "edited" in conv.view.title) == (None, False)
    conv.session.edit_bias(9.0)
    conv.session.scale_slice(0.5)
    conv.settle()
    part = conv.view.edits
    assert (part.count, part.words, part.layers, part.scale) == (2, "2 edits", {"conv2"}, 0.5)
    assert conv.view.title == "photo.png – lenet5 (edited) – ConvNet Explorer"
    assert conv.view.status.startswith("2 edits   Computed in ")


def test_what_is_dragged_is_one_step_of_undo(conv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAUSE", 600.0)  # However long the machine is at each edit.
    before = kernels(conv).copy()
    for weight in np.linspace(0, 1, 5):
        conv.session.edit_weight(0, 0, 0, float(weight))
        conv.settle()
    conv.session.undo()
    conv.settle()
    assert np.array_equal(kernels(conv), before) and conv.session.edits == UNEDITED
    conv.session.redo()
    conv.settle()
    assert (kernels(conv)[0, 0, 0], len(conv.session.edits)) == (1.0, 1)


def test_kernels_are_filled_by_name(conv) -> None:
    conv.session.fill_kernel(FILL["identity"], 2)
    conv.settle()
    assert kernels(conv)[2].sum() == kernels(conv)[2, 2, 2] == 1
    conv.session.fill_kernel(FILL["zero"])
    conv.settle()
    assert not kernels(conv).any() and len(conv.session.edits) == 6
    conv.session.fill_kernel(FILL["random"])
    conv.settle()
    assert len({kernel.tobytes() for kernel in kernels(conv)}) == 6


def test_numbers_are_those_that_are_shown_whatever_the_scale(conv) -> None:
    conv.session.edit_weight(0, 0, 0, 8.0)
    conv.session.scale_filter(0.5)
    conv.settle()
    assert kernels(conv)[0, 0, 0] == 4
    conv.session.edit_weight(0, 0, 1, 3.0)
    conv.session.edit_bias(5.0)
    conv.settle()
    assert (kernels(conv)[0, 0, :2].tolist(), conv.view.filter.bias) == ([4.0, 3.0], 5.0)
    conv.session.scale_filter(1.0)
    conv.settle()
    assert (kernels(conv)[0, 0, :2].tolist(), conv.view.filter.bias) == ([8.0, 6.0], 10.0)


def test_ablated_filter_is_not_edited_but_scaled_back(conv) -> None:
    conv.session.ablate_filter()
    conv.settle()
    assert not kernels(conv).any() and not values(conv)["conv2"][0, 3].any()
    conv.session.edit_weight(0, 0, 0, 1.0)
    assert conv.messages[-1].text == "Filter 3 of conv2 is ablated"
    conv.session.ablate_filter()
    conv.settle()
    assert conv.session.edits == UNEDITED


def test_ablated_slice_is_zero_for_the_layers_behind(conv) -> None:
    conv.session.select_map("relu1", 2)
    before = values(conv)
    conv.session.ablate_slice()
    conv.settle()
    after = values(conv)
    assert np.array_equal(before["relu1"], after["relu1"])
    assert not after["pool1"][0, 2].any() and np.array_equal(before["pool1"][0, 0], after["pool1"][0, 0])
    conv.session.ablate_slice()
    conv.settle()
    assert not differing(before, values(conv))


def test_slice_is_scaled_where_it_is_scaled_already(conv) -> None:
    conv.session.select_map("relu1", 2)
    conv.session.scale_slice(0.5)
    conv.settle()
    conv.session.select_map("relu1.scaled", 2)
    conv.session.scale_slice(0.25)
    conv.settle()
    assert conv.session.edits.made == (SliceScale("relu1", 2, 0.25),)


def test_saved_net_with_a_scaled_slice_is_scaled_again(conv, tmp_path: Path) -> None:
    conv.session.select_map("relu1", 2)
    conv.session.scale_slice(0.5)
    conv.settle()
    before = values(conv)
    conv.session.save_net(tmp_path / "again.onnx")
    conv.settle()
    conv.session.open_net(str(tmp_path / "again.onnx"))
    conv.settle()
    conv.session.scale_slice(0.5)
    conv.settle()
    assert np.array_equal(values(conv)["relu1.scaled"][0, 2], before["relu1.scaled"][0, 2] / 2)


def test_place_that_the_filter_does_not_have_is_passed_over(conv) -> None:
    conv.session.edit_weight(6, 0, 0, 1.0)
    conv.session.edit_weight(0, 5, 0, 1.0)
    assert conv.session.edits == UNEDITED


def test_reset_of_a_weight_a_kernel_a_bias_a_filter_a_layer_and_all(conv) -> None:
    session, before = conv.session, kernels(conv).copy()
    session.fill_kernel(FILL["zero"], 0)
    session.fill_kernel(FILL["zero"], 1)
    session.edit_bias(3.0)
    session.reset_weight(0, 2, 2)
    conv.settle()
    assert kernels(conv)[0, 2, 2] == before[0, 2, 2] and kernels(conv)[0, 2, 1] == 0
    session.reset_kernel(0)
    session.reset_bias()
    assert len(session.edits) == 1
    session.reset_filter()
    assert session.edits == UNEDITED
    session.scale_filter(0.0)
    conv.settle()
    session.select_map("conv2", 4)
    session.scale_filter(2.0)
    conv.settle()
    session.select_map("conv1", 0)
    session.scale_filter(3.0)
    conv.settle()
    session.reset_layer()
    assert [edit.node for edit in session.edits] == ["conv2", "conv2"]
    session.reset_edits()
    conv.settle()
    assert session.edits == UNEDITED and conv.view.edits is None


def test_weight_that_is_what_it_was_is_no_edit(conv) -> None:
    weight = float(kernels(conv)[0, 1, 1])
    conv.session.edit_weight(0, 1, 1, 2.0)
    conv.session.edit_weight(0, 1, 1, weight)
    conv.settle()
    assert conv.session.edits == UNEDITED


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e39])
def test_weight_has_to_be_a_number(conv, number: float) -> None:
    conv.session.edit_weight(0, 1, 1, number)
    conv.session.edit_bias(number)
    conv.session.scale_filter(number)
    conv.session.scale_slice(number)
    assert conv.session.edits == UNEDITED
    assert {message.text for message in conv.messages} == {"A weight has to be a number"}


def test_layer_without_filters_tells_so(digits) -> None:
    digits.session.select_layer("image")
    digits.session.edit_weight(0, 0, 0, 1.0)
    digits.session.scale_filter(2.0)
    assert {message.text for message in digits.messages} == {"There is no filter to edit here"}


def test_filter_is_edited_from_the_layers_behind(conv) -> None:
    conv.session.select_map("pool2", 3)
    conv.session.edit_weight(0, 1, 2, 3.5)
    conv.settle()
    assert [(edit.node, edit.filter) for edit in conv.session.edits] == [("conv2", 3)]


def test_second_layer_is_edited_on_top_of_the_first(conv) -> None:
    conv.session.fill_kernel(FILL["zero"], 0)
    conv.settle()
    conv.session.select_map("fc4", 5)
    for bias in (1.0, 2.0, 3.0):
        conv.session.edit_bias(bias)
        conv.settle()
    ours = values(conv)
    assert conv.view.filter.bias == 3 and len(conv.session.edits) == 2
    conv.session.open_picture(Path(conv.session._exchange.wanted.picture.origin))
    conv.settle()
    for name, theirs in values(conv).items():
        assert np.allclose(ours[name], theirs, rtol=1e-5, atol=1e-5 * np.abs(theirs).max()), name


def test_difference_to_enormous_numbers_is_not_taken(conv) -> None:
    for layer, weight in (("fc3", 1.0), ("conv1", 1.0), ("conv2", 1e6), ("fc4", 1.0), ("conv2", 0.1)):
        conv.session.select_map(layer, 3)
        conv.session.edit_weight(0, 0, 0, weight)
        conv.settle()
    ours, origin = values(conv), conv.session._exchange.wanted.picture.origin
    conv.session.open_picture(origin)
    conv.settle()
    for name, theirs in values(conv).items():
        assert np.abs(ours[name] - theirs).max() <= 1e-5 * np.abs(theirs).max(), name


def test_next_picture_is_fed_to_the_edited_net(conv, tmp_path: Path) -> None:
    conv.session.ablate_filter()
    conv.settle()
    conv.session.open_sample()
    conv.settle()
    assert not values(conv)["conv2"][0, 3].any() and conv.view.edits.count == 1


def test_another_net_is_not_edited_and_undo_brings_the_edits_back(conv) -> None:
    conv.session.ablate_filter()
    conv.settle()
    conv.session.open_net("cifar10")
    conv.settle()
    assert (conv.session.edits, conv.view.edits) == (UNEDITED, None)
    conv.session.undo()
    conv.settle()
    assert conv.view.edits.count == 1 and not kernels(conv).any()


def test_edits_are_kept_for_the_next_start(conv) -> None:
    conv.session.edit_weight(0, 1, 2, 3.5)
    conv.session.edit_bias(2.0)
    conv.session.scale_filter(0.25)
    conv.session.scale_slice(0.0)
    conv.settle()
    before, moment = values(conv), conv.session.moment
    record = to_record(kept(conv.session.state, moment.request, "", "", Path("pasted.png")).request)
    request = from_record(Request, record)
    assert request.edits == conv.session.edits and len(request.edits) == 4
    conv.session.reset_edits()
    conv.settle()
    conv.session.restore(type(moment)(moment.state, request))
    conv.settle()
    after = values(conv)
    for name in before:
        assert np.allclose(before[name], after[name], atol=1e-5 * np.abs(before[name]).max()), name


@pytest.mark.parametrize("edit", [FilterScale("conv9", 0, 2.0), KernelEdit("conv1", 0, 0, ((1.0,),))], ids=repr)
def test_edits_that_do_not_fit_the_net_are_told_and_dropped(conv, edit) -> None:
    moment = conv.session.moment
    request = Request(moment.request.net, moment.request.picture, edits=Edits((edit,)))
    conv.session.restore(type(moment)(moment.state, request))
    conv.settle()
    assert [message.kind for message in conv.messages] == ["error"]
    assert (conv.session.edits, conv.view.edits, conv.view.maps is None) == (UNEDITED, None, False)


def test_what_edits_change_is_shown_and_follows(conv) -> None:
    before = values(conv)
    conv.session.edit_weight(0, 1, 2, 3.5)
    conv.settle()
    conv.session.compare_unedited()
    part = conv.view.compare
    assert (part.side, part.a, part.b, part.unedited) == ("difference", "1 edit", "unedited", True)
    assert np.array_equal(conv.view.maps.volume, values(conv)["conv2"][0] - before["conv2"][0])
    conv.session.edit_weight(0, 1, 2, -3.5)
    conv.settle()
    assert np.array_equal(conv.view.maps.volume, values(conv)["conv2"][0] - before["conv2"][0])
    conv.session.open_sample()
    conv.settle()
    assert conv.view.compare.b == "unedited" and conv.view.maps.volume[3].any()
    assert not np.delete(conv.view.maps.volume, 3, 0).any()
    conv.session.reset_edits()
    conv.settle()
    assert not conv.view.maps.volume.any()
    conv.session.compare_unedited()
    assert conv.view.compare is None


def test_what_is_pinned_is_not_edited(conv) -> None:
    conv.session.pin_pass()
    conv.session.show_side("b")
    conv.session.edit_weight(0, 0, 0, 1.0)
    assert conv.messages[-1].text == "There is no filter to edit here"


def test_net_is_saved_with_its_edits(conv, tmp_path: Path) -> None:
    conv.session.ablate_filter()
    conv.settle()
    before, path = values(conv), tmp_path / "mine.onnx"
    assert conv.session.net_name == "lenet5-edited.onnx"
    conv.session.save_net(path)
    conv.settle()
    assert (conv.messages[-1].text, conv.messages[-1].path) == ("Saved mine.onnx", path)
    conv.session.open_net(str(path))
    conv.settle()
    assert conv.view.notes == ("The weights of this net were edited: filter 3 of conv2.",)
    assert conv.session.edits == UNEDITED
    for name, theirs in values(conv).items():
        assert np.allclose(before[name], theirs, atol=1e-5 * np.abs(theirs).max()), name


def test_net_is_saved_after_what_was_asked_before(conv, tmp_path: Path) -> None:
    conv.session.ablate_filter()
    conv.settle()
    conv.session.reset_edits()
    conv.session.save_net(tmp_path / "mine.onnx")
    conv.session.open_sample()
    conv.settle()
    assert [message.text for message in conv.messages] == ["Saved mine.onnx"]
    assert not read_net(tmp_path / "mine.onnx").initializers["conv2.weight"][3].any()


def test_net_that_cannot_be_saved_tells_why(conv, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    conv.session.save_net(tmp_path / "taken" / "such.onnx")
    conv.settle()
    assert conv.messages[-1].kind == "error"


def test_layer_that_is_looked_at_comes_first(conv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edited_pass, "_LITTLE", 0)
    conv.session.select_map("relu2", 3)
    before = values(conv)
    conv.session.edit_weight(0, 1, 2, 3.5)
    passes = []
    while conv.session.busy:
        conv.session.receive(report := conv.reports.get(timeout=60))
        if isinstance(report, Finished):
            passes.append((report.computed.partial, conv.view.stale, differing(before, values(conv))))
    assert [partial for partial, *_ in passes] == [stale for _, stale, _ in passes] == [True, False]
    assert passes[0][2] == {"conv2", "relu2"} and passes[1][2] >= {"conv2", "relu2", "pool2", "fc5"}
    assert len(conv.session._history.past) == 3


def test_bundled_nets_stay_as_they_are(conv, tmp_path: Path) -> None:
    before = (resources.nets() / "lenet5.onnx").read_bytes()
    conv.session.ablate_filter()
    conv.settle()
    conv.session.close()
    assert (resources.nets() / "lenet5.onnx").read_bytes() == before


def test_weights_of_a_net_that_another_is_about_to_replace_are_not_edited(conv) -> None:
    conv.session.open_net("lenet5")
    conv.session.edit_weight(0, 0, 0, 1.0)
    assert conv.messages[-1].text == "Another net is being opened"
    conv.settle()
    assert conv.session.edits == UNEDITED
    conv.session.edit_weight(0, 0, 0, 1.0)
    conv.settle()
    assert conv.session.edits != UNEDITED
