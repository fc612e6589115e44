"""The filter of a slice, with what it is laid on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def test_a_filter_is_laid_on_the_maps_of_its_input(digits) -> None:
    digits.session.go_to("conv2:3")
    part = digits.view.filter
    assert (part.maps.title, part.maps.slices, part.maps.planes.shape) == ("pool1", range(6), (6, 14, 14))
    assert part.siblings is None and not part.coloured


def test_a_fully_connected_unit_is_laid_on_the_maps_before_the_flatten(digits) -> None:
    digits.session.go_to("fc3:7")
    part = digits.view.filter
    assert (part.maps.title, part.kernels.shape) == ("pool2", (16, 5, 5))
    assert part.note.startswith("fully connected")


def test_the_first_layer_tells_all_its_filters(digits) -> None:
    part = digits.view.filter
    assert part.maps is None and part.siblings.shape == (6, 1, 5, 5)
    assert int(part.histogram.sum()) == 25


def test_statistics_are_those_of_the_weights(digits) -> None:
    digits.session.go_to("conv2:3")
    part = digits.view.filter
    facts = dict(part.facts)
    assert facts["Filter"] == "3 of 16, 5 × 5 × 6"
    assert float(facts["Length (L2 norm)"]) == float(f"{np.linalg.norm(part.kernels):.3g}")


def test_a_map_of_the_input_can_be_selected(digits) -> None:
    digits.session.go_to("conv2:3")
    maps = digits.view.filter.maps
    digits.session.select_map(maps.value, maps.slices[4])
    assert digits.session.address == "pool1:4"
    digits.session.select_map("no such value", 0)
    assert digits.session.address == "pool1:4"


def volume_net(path: Path, weights: np.ndarray) -> Path:
    """Write a net that looks at red, green and blue as at three planes of one channel."""
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 16, 16])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    nodes = [
        helper.make_node("Unsqueeze", ["image", "axis"], ["planes"], name="planes"),
        helper.make_node("Conv", ["planes", "w"], ["sums"], name="conv3d", pads=[1] * 6),
        helper.make_node("Relu", ["sums"], ["out"], name="relu"),
    ]
    constants = [numpy_helper.from_array(np.array([1]), "axis"), numpy_helper.from_array(weights, "w")]
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out], constants)), path)
    return path


def test_a_filter_of_three_axes_is_shown_plane_by_plane(desk, photo: Path, tmp_path: Path) -> None:
    weights = np.random.default_rng(0).normal(size=(4, 1, 3, 3, 3)).astype(np.float32)
    desk.session.open_net(str(volume_net(tmp_path / "volume.onnx", weights)))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.go_to("relu:7")
    part = desk.view.filter
    assert part.filter == 2
    assert part.channels == ("0, plane 0", "0, plane 1", "0, plane 2")
    np.testing.assert_array_equal(part.kernels, weights[2, 0])
    assert dict(part.facts)["Filter"] == "2 of 4, 3 × 3 × 3 × 1"


def test_weights_of_three_axes_are_edited_but_their_planes_are_not_scaled(desk, photo: Path, tmp_path: Path) -> None:
    weights = np.random.default_rng(0).normal(size=(4, 1, 3, 3, 3)).astype(np.float32)
    desk.session.open_net(str(volume_net(tmp_path / "volume.onnx", weights)))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.go_to("relu:7")
    desk.session.edit_weight(1, 0, 2, 5.0)
    desk.settle()
    assert desk.view.filter.kernels[1, 0, 2] == 5
    assert desk.view.maps.edited == {6, 7, 8}
    desk.session.scale_slice(0.0)
    desk.settle()
    assert desk.view.filter.kernels[1, 0, 2] == 5 and "no channels" in desk.messages[-1].text


def test_a_convolution_whose_bias_is_added_behind_is_no_fully_connected_layer(biased) -> None:
    biased.session.go_to("bias:1")
    assert biased.view.filter.note == "1 × 1: it mixes the maps at each place"
    biased.session.go_to("relu:1")
    assert biased.view.filter.note == "of bias, before Relu, 1 × 1: it mixes the maps at each place"


def test_a_bias_that_is_added_behind_is_the_filters_own_wherever_it_is_shown(biased) -> None:
    told = []
    for layer in ("conv", "bias"):
        biased.session.go_to(f"{layer}:1")
        part = biased.view.filter
        told.append((part.bias, part.edited.bias, part.edited.changed))
    assert told[0] == told[1] and told[0][0] == told[0][1] not in (None, 0.0)
    biased.session.edit_bias(2.5)
    biased.settle()
    biased.session.go_to("conv:1")
    assert biased.view.filter.bias == 2.5


def test_statistics_of_infinite_weights_are_told_without_a_warning(desk, photo: Path, tmp_path: Path) -> None:
    weights = np.full((1, 1, 3, 3, 3), np.inf, np.float32)
    weights[0, 0, 0] = 1
    desk.session.open_net(str(volume_net(tmp_path / "infinite.onnx", weights)))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.go_to("relu:0")
    assert dict(desk.view.filter.facts)["Mean ± deviation"] == "∞ ± NaN"
