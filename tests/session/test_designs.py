"""Presets and texts of designs, opened wherever a net is."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.designer.presets import presets
from explorer.errors import UsageError
from explorer.session.bundled import find_net


def test_presets_are_found_by_name() -> None:
    for name, path in presets().items():
        assert find_net(f"preset:{name}") == path


def test_name_of_a_preset_without_its_prefix_is_understood_in_the_hint() -> None:
    with pytest.raises(UsageError, match="did you mean preset:vgg16") as caught:
        find_net("vgg16")
    assert "'convnet-explorer info' lists" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("preset:vgg99", "did you mean preset:vgg19 or preset:vgg16? "),
        ("preset:lenet", "did you mean preset:lenet5"),
        ("lenet", "did you mean lenet5"),
        ("preset:foo", "'convnet-explorer info' lists the nets that come with the program; or give"),
    ],
)
def test_name_that_nothing_has_is_answered_with_one_like_it(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_net(text)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize("text", ["nofile.net", "folder/net.onnx"])
def test_file_that_is_not_there_is_no_misspelt_preset(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_net(text)
    assert caught.value.message == f"there is no file {text!r}" and "mean" not in caught.value.hint


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
