"""F1: whole numbers of windows, and that what an error proposes does fit."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from explorer.designer.draft import draft


@given(
    extent=st.integers(1, 300),
    window=st.integers(1, 15),
    stride=st.integers(1, 9),
    pad=st.integers(0, 8),
    dilation=st.integers(1, 3),
)
def test_whatever_a_hint_proposes_comes_out_whole(
    extent: int, window: int, stride: int, pad: int, dilation: int
) -> None:
    def text(extent: int = extent, stride: int = stride, pad: int = pad, rounding: str = "") -> str:
        conv = f"conv 1 {window}x{window} stride {stride} pad {pad} dilation {dilation} {rounding}"
        return f"input {extent}x{extent}x1\n{conv}\n"

    reach = (window - 1) * dilation + 1
    assume(reach <= extent + 2 * pad)
    errors = draft(text()).errors
    assert bool(errors) == bool((extent - reach + 2 * pad) % stride)
    if not errors:
        return
    hint = errors[0].hint
    proposed = {word: int(number) for word, number in re.findall(r"(pad|stride) (\d+)", hint)}
    assert "stride" in proposed
    for word, number in proposed.items():
        assert not draft(text(**{word: number})).errors
    for wanted in re.search(r"an input of ([\d or]+)", hint).group(1).split(" or "):
        assert not draft(text(extent=int(wanted))).errors
    rounded = draft(text(rounding="floor")).rows[1]
    assert rounded.shape[2:] == ((extent - reach + 2 * pad) // stride + 1,) * 2


@given(extent=st.integers(1, 300), window=st.integers(1, 15), stride=st.integers(1, 9))
def test_pad_same_divides_by_the_stride_and_rounds_up(extent: int, window: int, stride: int) -> None:
    rows = draft(f"input {extent}x{extent}x1\nconv 1 {window}x{window} stride {stride} pad same\n").rows
    assert rows[1].shape[2:] == (-(-extent // stride),) * 2


@given(
    extents=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    window=st.integers(1, 9),
    stride=st.integers(1, 9),
    pad=st.integers(0, 4),
)
def test_what_is_proposed_for_one_axis_leaves_the_other_as_it_is(
    extents: tuple[int, int], window: int, stride: int, pad: int
) -> None:
    def text(stride: str, pad: str) -> str:
        return f"input {extents[0]}x{extents[1]}x1\nconv 1 {window}x{window} stride {stride} pad {pad}\n"

    assume(extents[0] != extents[1])
    (error, *_) = draft(text(str(stride), str(pad))).errors or (None,)
    assume(error is not None and "is not whole" in error.message)
    axis = error.message[:3]
    for word, number in re.findall(r"(pad|stride) (\d+(?:x\d+)?)", error.hint):
        changed = draft(text(**{"stride": str(stride), "pad": str(pad), word: number})).errors
        assert all(other.message[:3] != axis for other in changed)
        assert bool(changed) == bool((extents[axis == "W: "] + 2 * pad - window) % stride)
