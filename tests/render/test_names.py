from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.render.names import file_stem, file_stems


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("conv1", "conv1"),
        ("fire2/squeeze1x1", "fire2_squeeze1x1"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\x", "C_x"),
        ("a b\n", "a_b"),
        ("", "layer"),
        ("///", "layer"),
        ("NUL", "NUL_"),
        ("con.v", "con.v_"),
        ("é", "layer"),
    ],
)
def test_layer_names_become_plain_stems(name: str, stem: str) -> None:
    assert file_stem(name) == stem


@given(st.lists(st.text(), max_size=20))
def test_stems_differ_and_are_safe_everywhere(names: list[str]) -> None:
    stems = file_stems(names)
    assert len({stem.casefold() for stem in stems}) == len(stems) == len(names)
    for stem in stems:
        assert stem.isascii()
        assert not set(stem) & set('/\\:*?"<>| ')
        assert 0 < len(stem) < 100
        assert stem[0] != "."


def test_names_that_fall_together_are_numbered() -> None:
    assert file_stems(["a/b", "a_b", "A_B", "a/b"]) == ["a_b", "a_b_2", "A_B_3", "a_b_4"]
