from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.nn.reshaping import Reshaping
from explorer.session.launch import Launch
from explorer.session.messages import Crashed, Opened


def test_nothing_is_shown_before_something_is_open(desk) -> None:
    view = desk.view
    assert view.title == "ConvNet Explorer"
    assert (view.strip, view.input, view.maps, view.slice, view.filter, view.answer) == (
        None,
        None,
        None,
        None,
        None,
        None,
    )


def test_net_alone_shows_its_layers(desk) -> None:
    desk.session.open_net("lenet5")
    desk.settle()
    assert [card.operator for card in desk.view.strip.cards[:4]] == ["Input", "Conv", "Relu", "MaxPool"]
    assert desk.view.strip.cards[1].volume == "28 × 28 × 6"
    assert desk.view.strip.cards[1].formulas == ("(5·5·1 + 1)·6 = 156",)
    assert desk.view.strip.cards[1].milliseconds == ""
    assert desk.view.maps is None


def test_picture_alone_is_shown_in_the_default_net(desk, photo: Path) -> None:
    desk.session.open_picture(photo)
    desk.settle()
    assert desk.session.state.net == "filters"
    assert desk.view.maps.volume.shape[1:] == (40, 60)
    assert not desk.view.input.fit_matters


def test_net_and_picture_show_maps_filter_and_answer(digits) -> None:
    view = digits.view
    assert view.title == "photo.png – lenet5 – ConvNet Explorer"
    assert (view.maps.title, view.maps.volume.shape) == ("conv1", (6, 28, 28))
    assert view.filter.kernels.shape == (1, 5, 5)
    assert ("Parameters", "(5·5·1 + 1)·6 = 156") in view.filter.facts
    assert len(view.answer.answers) == 5
    shares = [answer.probability for answer in view.answer.answers]
    assert shares == sorted(shares, reverse=True) and 0 < sum(shares) <= 1
    assert view.answer.note == ""
    assert view.input.fit_matters
    assert view.status.startswith("Forward pass ")
    assert view.strip.cards[1].milliseconds.endswith("s")
    assert [bool(card.speed) for card in view.strip.cards[:4]] == [False, True, False, False]


def test_first_pass_is_followed_by_one_that_is_timed_without_compiling(desk, photo: Path) -> None:
    desk.session.open_net("lenet5")
    desk.session.open_picture(photo)
    desk.settle()
    assert desk.view.maps.run == 2
    desk.session.open_picture(photo)
    desk.settle()
    assert desk.view.maps.run == 3


def test_quick_net_is_timed_before_the_window_paints_its_maps(desk, photo: Path) -> None:
    desk.session.open_net("lenet5")
    desk.session.open_picture(photo)
    desk.settle()
    assert {view.maps.run for view in desk.views if view.maps is not None} == {2}


def test_maps_are_read_only(digits) -> None:
    with pytest.raises(ValueError, match="read-only"):
        digits.view.maps.volume[0, 0, 0] = 1


def test_old_maps_stay_and_are_stale_until_the_new_ones_come(digits, photo: Path) -> None:
    maps = digits.view.maps
    digits.session.open_picture(photo)
    assert digits.view.stale
    assert digits.view.maps is not None and digits.view.maps == maps
    digits.settle()
    assert not digits.view.stale
    assert digits.view.maps.run == maps.run + 1


def test_file_that_changed_is_read_again(digits, photo: Path) -> None:
    Image.new("L", (8, 8)).save(photo)
    digits.session.open_picture(photo)
    digits.settle()
    assert digits.view.input.pixels.shape == (8, 8, 1)


@pytest.mark.parametrize("what", ["open_net", "open_picture"])
def test_broken_file_is_told_and_changes_nothing(digits, tmp_path: Path, what: str) -> None:
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"not what it should be")
    before = digits.view
    getattr(digits.session, what)(str(broken) if what == "open_net" else broken)
    digits.settle()
    (message,) = digits.messages
    assert message.kind == "error" and "broken.bin" in message.text
    assert digits.view == before


def test_good_picture_is_shown_although_the_net_before_it_was_broken(digits, tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a net")
    Image.new("L", (8, 8)).save(tmp_path / "other.png")
    digits.session.open_net(str(broken))
    digits.session.open_picture(tmp_path / "other.png")
    digits.settle()
    assert digits.session.state.net == "lenet5"
    assert digits.session.state.picture == "other.png"
    assert not digits.view.stale
    assert [message.kind for message in digits.messages] == ["error"]


def test_unknown_net_is_answered_with_one_like_it(desk) -> None:
    desk.session.open_net("lenet")
    assert desk.messages[0].text == "there is no net 'lenet'"
    assert "did you mean lenet5 or" in desk.messages[0].hint


def test_bug_in_the_worker_comes_with_its_report(digits) -> None:
    digits.session.receive(Crashed("KeyError: 'x'", "Traceback ..."))
    assert digits.messages[0].kind == "bug"
    assert digits.messages[0].report == "Traceback ..."
    assert not digits.view.stale


def test_net_that_is_shown_stays_when_another_meets_with_a_bug(digits) -> None:
    digits.session.open_net("cifar10")
    while not isinstance(report := digits.reports.get(timeout=60), Opened):
        digits.session.receive(report)
    digits.session.receive(report)
    digits.session.receive(Crashed("KeyError: 'x'", "Traceback ..."))
    assert digits.session.state.net == "lenet5" and not digits.view.stale
    digits.session.reshape(Reshaping("conv2", filters=24))
    digits.settle()
    assert digits.view.reshaped and digits.session.state.net == "lenet5"


def test_pasted_pixels_are_a_picture(desk) -> None:
    desk.session.open_net("lenet5")
    desk.session.paste(np.zeros((9, 12, 4), np.uint8))
    desk.settle()
    assert desk.view.input.name == "pasted picture"
    assert desk.view.maps is not None


def test_empty_clipboard_is_told(desk) -> None:
    desk.session.paste(None)
    assert desk.messages[0].text == "There is no picture in what was pasted or dropped"


def test_samples_come_one_after_the_other(desk) -> None:
    desk.session.open_net("lenet5")
    names = []
    for _ in range(2):
        desk.session.open_sample()
        desk.settle()
        names.append(desk.session.state.picture)
    assert names[0] != names[1]


def test_launch_selects_what_it_names(desk, photo: Path) -> None:
    desk.session.launch(Launch(photo, "lenet5", layer="conv2", slice=7, theme="dark"))
    desk.settle()
    state = desk.session.state
    assert (desk.view.maps.title, state.slice, state.theme) == ("conv2", 7, "dark")
    assert desk.messages == []


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (Launch(net="lenet5", layer="conv3"), "there is no layer 'conv3'"),
        (Launch(net="lenet5", layer="conv1", slice=6), "the layer 'conv1' has no depth slice 6"),
        (Launch(net="nowhere.onnx"), "there is no file 'nowhere.onnx'"),
        (Launch(image=Path("nowhere.png")), "there is no file nowhere.png"),
    ],
)
def test_launch_of_what_is_not_there_is_told_once(desk, options: Launch, text: str) -> None:
    desk.session.launch(options)
    if options.net != "nowhere.onnx":
        desk.settle()
    assert [message.text for message in desk.messages] == [text]


def test_busy_says_what_is_done(desk, photo: Path) -> None:
    desk.session.open_net("lenet5")
    desk.session.open_picture(photo)
    desk.settle()
    assert "Opening lenet5.onnx" in desk.busy
    assert desk.busy[-1] == ""


def test_pictures_of_a_folder_are_stepped_through(desk, photo: Path) -> None:
    for name in ("photo 2.png", "photo 10.png"):
        photo.with_name(name).write_bytes(photo.read_bytes())
    desk.session.step_picture(1)
    desk.session.open_picture(photo.with_name("photo 2.png"))
    desk.session.step_picture(1)
    desk.settle()
    assert desk.view.input.name == "photo 10.png"
    desk.session.step_picture(-1)
    desk.settle()
    assert desk.view.input.name == "photo 2.png"
    desk.session.paste(np.zeros((4, 4, 3), np.uint8))
    desk.settle()
    desk.session.step_picture(1)
    assert not desk.session.busy


def test_both_ends_of_a_folder_are_told(desk, photo: Path) -> None:
    desk.session.open_picture(photo)
    for count, end in ((1, "last"), (-1, "first")):
        desk.session.step_picture(count)
        assert desk.messages[-1].text == f"This is the {end} image of its folder"
    desk.settle()
    assert desk.view.input.name == photo.name


def test_untrained_net_is_called_so_in_plain_sight(desk, photo: Path) -> None:
    desk.session.open_net("preset:small-classifier")
    desk.session.open_picture(photo)
    desk.settle()
    words = "He-initialised, seed 0"
    assert f"small-classifier (untrained, {words})" in desk.view.title
    assert desk.view.status.startswith(f"Untrained ({words})")
    assert desk.view.answer.note == f"Untrained ({words}): these classes mean nothing yet"
    assert desk.view.notes == (f"This net is untrained: its weights are {words}.",)


def test_trained_net_is_not(desk, photo: Path) -> None:
    desk.session.open_net("lenet5")
    desk.session.open_picture(photo)
    desk.settle()
    assert "ntrained" not in f"{desk.view.title} {desk.view.status} {desk.view.answer.note}"


def test_design_of_ones_own_is_opened_and_is_among_the_recent_nets(desk, photo: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.net"
    mine.write_text("input 16x16x4\nconv 2 5x5 stride 2 floor\n", encoding="utf-8")
    desk.session.open_net(str(mine))
    desk.session.open_picture(photo)
    desk.settle()
    assert [card.title for card in desk.view.strip.cards] == ["input", "conv1"]
    assert desk.view.recent.nets == (mine,)


def test_wrong_line_of_a_design_is_told(desk, tmp_path: Path) -> None:
    mine = tmp_path / "mine.net"
    mine.write_text("input 224x224x3\nconv 96 11x11 stride 4\n", encoding="utf-8")
    desk.session.open_net(str(mine))
    desk.settle()
    assert [message.text for message in desk.messages] == [
        "cannot open the net 'mine.net': line 2: (224 − 11 + 2·0)/4 + 1 = 54.25 is not whole"
    ]
