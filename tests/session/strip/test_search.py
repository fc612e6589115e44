from __future__ import annotations

import pytest

from explorer.session.strip.layers import Layer
from explorer.session.strip.search import following_hit, found

LAYERS = tuple(
    Layer(f"v{place}", title, operator, "other", None)
    for place, (title, operator) in enumerate(
        [("image", "Input"), ("conv1", "Conv"), ("pool1", "MaxPool"), ("conv2", "Conv"), ("Pool2", "MaxPool")]
    )
)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("conv", ("v1", "v3")),
        ("POOL", ("v2", "v4")),
        ("max 2", ("v4",)),
        ("input", ("v0",)),
        ("gemm", ()),
        ("", ()),
        ("  ", ()),
    ],
)
def test_layers_are_found_by_words_of_name_and_operator(text: str, hits: tuple[str, ...]) -> None:
    assert found(LAYERS, text) == hits


@pytest.mark.parametrize(
    ("selected", "on", "back"),
    [("v0", "v1", "v3"), ("v1", "v3", "v3"), ("v2", "v3", "v1"), ("v3", "v1", "v1"), ("v4", "v1", "v3")],
)
def test_hits_are_stepped_through_from_the_selected_layer_and_go_round(selected: str, on: str, back: str) -> None:
    hits = found(LAYERS, "conv")
    assert following_hit(LAYERS, hits, selected, 1) == on
    assert following_hit(LAYERS, hits, selected, -1) == back


def test_without_hits_the_selection_stays() -> None:
    assert following_hit(LAYERS, (), "v2", 1) == "v2"
