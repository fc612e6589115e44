"""The maps of single channels, against a convolution written out in float64."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from explorer.render.numbers import three_digits
from explorer.session.pointed import Cell
from explorer.session.views.workings import Nothing, Waiting
from explorer.session.workings import channels
from explorer.session.workings.channels import ChannelsPart


def correlated(plane: np.ndarray, kernel: np.ndarray, pad: int = 0) -> np.ndarray:
    """Return the correlation of one plane with one kernel slice, stride 1."""
    padded = np.pad(plane.astype(float), pad)
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape)
    return np.einsum("yxij,ij->yx", windows, kernel.astype(float))


@pytest.fixture
def conv2(digits):
    """A desk at the second convolution of lenet5, with its channels."""
    digits.session.follow("conv2:7@3,4")
    digits.session.set_terms("index")
    digits.session.show_tab("channels")
    digits.settle()
    return digits


def part_of(desk) -> ChannelsPart:
    part = desk.view.workings
    assert isinstance(part, ChannelsPart), part
    return part


def test_each_channel_alone_and_their_sum(conv2) -> None:
    part, computed = part_of(conv2), conv2.session._exchange.computed
    weights = computed.loaded.graph.initializers["conv2.weight"][7]
    source = computed.activations["pool1"][0]
    expected = np.stack([correlated(plane, kernel) for plane, kernel in zip(source, weights, strict=True)])
    assert part.names == ("0", "1", "2", "3", "4", "5") and part.source == "pool1"
    np.testing.assert_allclose(part.alone, expected, atol=1e-5)
    np.testing.assert_allclose(part.running, np.cumsum(expected, axis=0), atol=1e-5)
    np.testing.assert_array_equal(part.after[0], computed.activations["conv2"][0, 7])
    np.testing.assert_array_equal(part.after[1], computed.activations["relu2"][0, 7])
    assert [result.title for result in part.results] == ["conv2:7", "relu2:7"]


def test_every_number_is_told_with_what_it_is(conv2) -> None:
    part = part_of(conv2)
    cell = Cell(7, 3, 4)
    for told, plane, name in (
        (part.told_alone(2, 3, 4), part.alone[2], "Channel 2 alone"),
        (part.told_running(2, 3, 4), part.running[2], "Sum up to channel 2"),
        (part.told_running(5, 3, 4), part.running[5], "Sum of all channels"),
        (part.told_after(1, 3, 4), part.after[1], "relu2:7"),
    ):
        assert told.text == f"{name} at 4, 3: {three_digits(float(plane[3, 4]))}" and told.cell == cell
    conv2.session.hover(part.told_alone(2, 5, 6))
    assert part_of(conv2).cell == Cell(7, 5, 6)


def test_channels_are_never_multiplied_by_filters(conv2) -> None:
    assert part_of(conv2).words == ("6 channels → 6 partial maps, summed to 1. 16 filters make 16 maps, not 6·16 = 96.")


def test_64_maps_into_128_filters_give_128_maps(desk, photo: Path, tmp_path: Path) -> None:
    net = tmp_path / "figure.net"
    net.write_text("input 16x16x3\nconv 64 3x3 pad 1\nrelu\nconv 128 3x3 pad 1\nrelu\n")
    desk.session.show_tab("channels")
    desk.session.open_net(str(net))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.follow("conv2:127")
    desk.settle()
    part, computed = part_of(desk), desk.session._exchange.computed
    assert part.words == ("64 channels → 64 partial maps, summed to 1. 128 filters make 128 maps, not 64·128 = 8192.")
    assert computed.activations["conv2"].shape == (1, 128, 16, 16)
    np.testing.assert_allclose(part.running[-1], computed.activations["conv2"][0, 127], atol=1e-5)


def test_colours_of_the_picture_have_their_names(desk, photo: Path) -> None:
    desk.session.show_tab("channels")
    desk.session.set_terms("index")
    desk.session.open_net("cifar10")
    desk.session.open_picture(photo)
    desk.settle()
    part = part_of(desk)
    assert part.names == ("R", "G", "B") and part.channels == (0, 1, 2)


def test_many_channels_are_folded_until_all_are_asked_for(desk, photo: Path) -> None:
    desk.session.open_net("cifar10")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.show_tab("channels")
    desk.session.follow("conv2_1:5")
    desk.settle()
    folded = part_of(desk)
    assert (len(folded.names), folded.names[-1], folded.channels[-1]) == (9, "24 more", None)
    desk.session.toggle_unfolded()
    desk.settle()
    whole = part_of(desk)
    assert sorted(whole.channels) == list(range(32))
    np.testing.assert_allclose(whole.running[-1], folded.running[-1], atol=1e-4)


def test_normalisation_and_activation_follow_the_sum(desk, photo: Path) -> None:
    desk.session.open_net("resnet8")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.show_tab("channels")
    desk.session.follow("relu1:2")
    desk.settle()
    assert [result.step for result in part_of(desk).results] == ["no bias", "BatchNormalization", "Relu"]


def test_cell_is_that_of_every_map(conv2) -> None:
    assert part_of(conv2).cell == Cell(7, 4, 3)
    conv2.session.hover(Cell(2, 1, 0))
    assert part_of(conv2).cell == Cell(7, 1, 0)


def test_pooled_map_shows_its_sums_without_its_own_cell(conv2) -> None:
    conv2.session.follow("pool2:7@1,1")
    conv2.settle()
    part = part_of(conv2)
    assert part.results[0].title == "conv2:7" and part.cell is None and not part.pointed


@pytest.mark.parametrize(("address", "words"), [("fc4:3", "Arithmetic"), ("image:0", "No filter")])
def test_what_is_no_sum_of_maps_says_why(conv2, address: str, words: str) -> None:
    conv2.session.follow(address)
    conv2.settle()
    assert isinstance(conv2.view.workings, Nothing) and words in conv2.view.workings.words


def test_maps_too_large_to_keep_are_not_made(conv2, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "_MOST", 100)
    conv2.session.select_slice(3)
    assert isinstance(conv2.view.workings, Nothing) and "too large" in conv2.view.workings.words


def test_sums_are_made_by_the_worker(conv2, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []
    made = channels.channel_maps
    monkeypatch.setattr(
        channels, "channel_maps", lambda *args: (threads.append(threading.current_thread().name), made(*args))[1]
    )
    conv2.session.select_slice(8)
    assert isinstance(conv2.view.workings, Waiting)
    conv2.settle()
    assert part_of(conv2).filter == 8 and threads == ["inference"]


def test_newest_choice_is_summed_while_the_worker_is_busy(conv2) -> None:
    for index in (1, 2, 3, 9):
        conv2.session.select_slice(index)
    conv2.settle()
    assert part_of(conv2).filter == 9


def test_failing_chore_is_told_once(conv2, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "channel_maps", lambda *_: 1 / 0)
    conv2.session.select_slice(8)
    conv2.settle()
    assert [message.kind for message in conv2.messages] == ["bug"]


def test_a_bias_that_is_added_behind_is_one_step_more_for_the_layer_that_adds_it(biased) -> None:
    biased.session.show_tab("channels")
    for layer, steps in (("conv", ["no bias"]), ("bias", ["bias", "Relu"]), ("conv", ["no bias"])):
        biased.session.go_to(f"{layer}:2")
        biased.settle()
        part = part_of(biased)
        assert [result.step.split()[-1] if "no" not in result.step else result.step for result in part.results] == steps
        assert len(part.after) == len(steps)
