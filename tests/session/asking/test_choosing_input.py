from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.errors import FileError
from explorer.nn.graph import InputFormat
from explorer.session.bundled import bundled_nets
from explorer.session.computing.loading import load_net
from explorer.session.keeping import formats
from explorer.session.keeping.formats import digest_of, recall
from explorer.sources.fit import Box
from explorer.sources.presets import with_preset


def test_part_of_the_picture_is_fed(digits) -> None:
    whole = digits.view.feed.pixels
    digits.session.set_crop(Box(0, 0, 20, 20))
    assert digits.view.input.framing.box == (0, 0, 20, 20)
    digits.settle()
    assert digits.view.input.cropped
    assert ("Crop", "20 × 20 from 0, 0") in digits.view.input.facts
    assert not np.array_equal(digits.view.feed.pixels, whole)


def test_box_takes_the_shape_of_the_net(digits) -> None:
    digits.session.set_crop(Box(10, 10, 20, 50))
    box = digits.view.input.framing.box
    assert box.height == pytest.approx(box.width)
    digits.settle()


def test_net_of_any_size_is_fed_the_box_as_it_is(desk, photo: Path) -> None:
    desk.session.open_net("filters")
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.set_crop(Box(5, 5, 35, 25))
    desk.settle()
    assert desk.view.feed.pixels.shape == (30, 20, 3)
    assert ("Size", "60 × 40 → 20 × 30") in desk.view.input.facts


@pytest.mark.parametrize("how", ["reset", "fit", "picture"])
def test_box_is_reset(digits, photo: Path, how: str) -> None:
    digits.session.set_crop(Box(0, 0, 20, 20))
    digits.settle()
    match how:
        case "reset":
            digits.session.set_crop(None)
        case "fit":
            digits.session.set_fit("crop")
        case "picture":
            digits.session.open_picture(photo)
    digits.settle()
    assert not digits.view.input.cropped
    assert digits.view.input.framing.box == (0, 10, 40, 50)


def test_padded_box_may_reach_beyond_the_picture(digits) -> None:
    digits.session.set_fit("pad")
    digits.settle()
    assert digits.view.input.framing.bounds == (-10, 0, 50, 60)
    digits.session.set_crop(Box(-10, 0, 20, 30))
    digits.settle()
    assert not digits.view.feed.pixels[:8].any()


def test_stretched_box_has_any_shape(digits) -> None:
    digits.session.set_fit("stretch")
    digits.session.set_crop(Box(0, 0, 10, 60))
    digits.settle()
    assert digits.view.input.framing.box == (0, 0, 10, 60)


def test_box_goes_back_by_undo(digits) -> None:
    digits.session.set_crop(Box(0, 0, 20, 20))
    digits.settle()
    digits.session.undo()
    digits.settle()
    assert not digits.view.input.cropped


def test_newest_box_is_fed_last(digits) -> None:
    for left in range(20):
        digits.session.set_crop(Box(0, left, 30, left + 30))
    digits.settle()
    assert digits.view.input.framing.box == (0, 19, 30, 49)
    assert not digits.view.stale


def test_other_numbers_are_fed_and_undone_by_one_step(digits) -> None:
    stated = digits.view.feed.chosen
    digits.session.set_format(with_preset(stated, "bytes"))
    digits.settle()
    assert digits.view.feed.preset == "bytes"
    assert digits.view.feed.changed
    assert digits.view.feed.origin.startswith("Set by you. The net was trained with pixels 0..1, minus mean 0.131")
    digits.session.reset_format()
    digits.settle()
    assert (digits.view.feed.chosen, digits.view.feed.changed) == (stated, False)


def test_format_goes_back_by_undo_and_is_kept_so(digits) -> None:
    stated = digits.view.feed.chosen
    digits.session.set_format(with_preset(stated, "bytes"))
    digits.settle()
    digits.session.undo()
    digits.settle()
    assert digits.view.feed.chosen == stated
    digits.session.open_net("lenet5")
    digits.settle()
    assert digits.view.feed.chosen == stated


def test_net_is_fed_as_it_was_when_it_is_opened_again(digits) -> None:
    chosen = replace(with_preset(digits.view.feed.chosen, "signed"), labels=("nought", "one"))
    digits.session.set_format(chosen)
    digits.settle()
    digits.session.open_net("cifar10")
    digits.settle()
    assert not digits.view.feed.changed
    digits.session.open_net("lenet5")
    digits.settle()
    assert digits.view.feed.chosen == chosen
    assert digits.view.notes[-1].startswith("This net is fed as it was set in the window: pixels −1..1")
    digits.session.reset_format()
    digits.settle()
    digits.session.open_net("lenet5")
    digits.settle()
    assert not digits.view.feed.changed


def test_copy_of_the_file_is_the_same_net(digits, tmp_path: Path, checkout: Path) -> None:
    digits.session.set_format(with_preset(digits.view.feed.chosen, "signed"))
    digits.settle()
    copy = tmp_path / "copy.onnx"
    copy.write_bytes((checkout / "assets" / "nets" / "lenet5.onnx").read_bytes())
    assert load_net(copy).graph.input_format.low == -1
    copy.write_bytes((checkout / "assets" / "nets" / "cifar10.onnx").read_bytes())
    assert load_net(copy).graph.input_format.low == 0


def test_damaged_memory_is_told_and_passed_over(digits, checkout: Path) -> None:
    net = checkout / "assets" / "nets" / "lenet5.onnx"
    digits.session.set_format(with_preset(digits.view.feed.chosen, "signed"))
    digits.settle()
    (kept,) = formats.folder().iterdir()
    kept.write_text("{")
    with pytest.raises(FileError):
        recall(digest_of(net))
    loaded = load_net(net)
    assert loaded.graph.input_format == loaded.stated
    assert "is forgotten" in loaded.graph.notes[-1]


def test_memory_that_cannot_be_written_is_told_once(digits, monkeypatch, nobodys_folder: Path) -> None:
    nobodys_folder.chmod(0o500)
    monkeypatch.setattr(formats, "folder", lambda: nobodys_folder / "nets")
    digits.session.set_format(with_preset(digits.view.feed.chosen, "bytes"))
    digits.settle()
    assert digits.view.feed.preset == "bytes"
    assert [message.kind for message in digits.messages] == ["error"]


def test_labels_name_the_classes_and_are_kept(digits, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\n".join(f"digit {i}" for i in range(10)))
    digits.session.open_labels(names)
    digits.settle()
    assert all(answer.label.startswith("digit ") for answer in digits.view.answer.answers)
    assert digits.view.feed.origin == "So the net's file says."
    digits.session.open_net("lenet5")
    digits.settle()
    assert digits.view.answer.answers[0].label.startswith("digit ")


def test_net_that_cannot_be_opened_leaves_the_other_fed_as_it_is(digits, tmp_path: Path) -> None:
    chosen = with_preset(digits.view.feed.chosen, "bytes")
    digits.session.set_format(chosen)
    digits.settle()
    (tmp_path / "broken.onnx").write_bytes(b"no net")
    digits.session.open_net(str(tmp_path / "broken.onnx"))
    digits.settle()
    assert digits.view.feed.chosen == chosen
    digits.session.set_crop(Box(0, 0, 20, 20))
    digits.settle()
    assert digits.view.feed.chosen == chosen


def test_picture_that_cannot_be_opened_leaves_the_box_of_the_other(digits, tmp_path: Path) -> None:
    digits.session.set_crop(Box(0, 0, 20, 20))
    digits.settle()
    digits.session.open_picture(tmp_path / "nothing.png")
    digits.settle()
    assert digits.view.input.framing.box == (0, 0, 20, 20)
    assert not digits.view.stale


def test_other_number_of_labels_is_told(digits, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("nought\none")
    digits.session.open_labels(names)
    digits.settle()
    assert [message.text for message in digits.messages] == ["The file names 2 classes, the net has 10"]


def test_file_without_labels_is_refused_in_a_sentence(digits, tmp_path: Path) -> None:
    digits.session.open_labels(tmp_path / "nothing.txt")
    digits.settle()
    assert [message.kind for message in digits.messages] == ["error"]


def test_net_alone_is_fed_nothing(desk) -> None:
    desk.session.open_net("lenet5")
    desk.settle()
    desk.session.set_format(InputFormat())
    desk.settle()
    assert desk.view.feed is None


def test_net_that_is_being_opened_is_not_fed_as_the_one_that_it_replaces(digits, tmp_path: Path) -> None:
    labels = tmp_path / "labels.txt"
    labels.write_text("one\ntwo\n")
    stated = load_net(bundled_nets()["cifar10"]).graph.input_format
    digits.session.open_net("cifar10")
    digits.session.set_format(with_preset(digits.view.feed.chosen, "bytes"))
    digits.session.open_labels(labels)
    assert [message.text for message in digits.messages] == ["Another net is being opened"] * 2
    digits.settle()
    assert digits.view.title.split(" – ")[1] == "cifar10" and digits.view.feed.chosen == stated
    digits.session.set_format(with_preset(stated, "bytes"))
    digits.settle()
    assert digits.view.feed.preset == "bytes"


def test_box_that_is_chosen_while_another_net_is_opened_is_kept(digits) -> None:
    digits.session.open_net("cifar10")
    digits.session.set_crop(Box(0, 0, 20, 20))
    digits.settle()
    assert digits.view.title.split(" – ")[1] == "cifar10"
    assert digits.view.input.framing.box == (0, 0, 20, 20) and digits.view.input.cropped


def test_box_of_a_picture_is_not_laid_on_the_one_that_replaces_it(digits, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "orange").save(tmp_path / "other.png")
    digits.session.open_picture(tmp_path / "other.png")
    digits.session.set_crop(Box(0, 0, 20, 20))
    assert digits.messages[-1].text == "Another picture is being opened"
    digits.settle()
    assert digits.view.input.name == "other.png" and not digits.view.input.cropped
    digits.session.set_crop(Box(0, 0, 20, 20))
    digits.settle()
    assert digits.view.input.cropped


def test_fit_that_is_chosen_while_another_picture_is_opened_is_that_of_both(digits, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "orange").save(tmp_path / "other.png")
    digits.session.open_picture(tmp_path / "other.png")
    digits.session.set_fit("pad")
    digits.settle()
    assert (digits.view.input.name, digits.view.input.fit) == ("other.png", "pad")
