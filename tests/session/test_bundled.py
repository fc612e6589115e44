"""Nets that come with the program, found by their names."""

from __future__ import annotations

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
