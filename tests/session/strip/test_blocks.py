from __future__ import annotations

import pytest

from explorer.session.state import Folds
from explorer.session.strip.arrangement import arrange
from explorer.session.strip.blocks import blocks_of, groups_of
from explorer.session.strip.card import Kind
from explorer.session.strip.layers import Layer

KINDS: dict[str, Kind] = {"Conv": "conv", "Gemm": "conv", "Relu": "activation", "MaxPool": "pool", "Concat": "join"}


def layers_of(*lines: str) -> tuple[Layer, ...]:
    """Return an input ``x`` and the layers of lines such as ``"sum Add a b"``: name, operator, what it reads."""
    made = [Layer("x", "x", "Input", "input", None)]
    for line in lines:
        name, operator, *sources = line.split()
        made.append(Layer(name, name, operator, KINDS.get(operator, "other"), None, tuple(sources)))
    return tuple(made)


def names(blocks: tuple[tuple[Layer, ...], ...]) -> list[list[str]]:
    return [[layer.title for layer in block] for block in blocks]


CHAIN = layers_of(
    "conv Conv x",
    "bn BatchNormalization conv",
    "relu Relu bn",
    "pool MaxPool relu",
    "fc Gemm pool",
    "soft Softmax fc",
)
BRANCHES = layers_of("a Conv x", "ra Relu a", "b Conv x", "rb Relu b", "both Concat ra rb")


def test_block_runs_from_a_convolution_to_a_pooling() -> None:
    assert names(blocks_of(CHAIN)) == [["conv", "bn", "relu", "pool"]]


def test_bias_and_scale_belong_to_their_product_but_a_sum_of_two_branches_does_not() -> None:
    dense = layers_of("m MatMul x", "bias Add m", "relu Relu bias", "sum Add relu x", "after Relu sum")
    assert names(blocks_of(dense)) == [["m", "bias", "relu"]]


def test_value_that_two_layers_read_ends_its_block() -> None:
    forked = layers_of("conv Conv x", "relu Relu conv", "left MaxPool relu", "right Conv relu")
    assert names(blocks_of(forked)) == [["conv", "relu"]]


def test_convolution_on_its_own_is_no_block() -> None:
    assert blocks_of(layers_of("one Conv x", "two Conv one")) == ()


def test_all_blocks_are_folded_and_opened_at_once() -> None:
    folded = groups_of(CHAIN, Folds(all=True))
    assert [group.folded for group in folded] == [False, True, False, False]
    assert len(groups_of(CHAIN, Folds())) == len(CHAIN)


def test_first_layer_of_an_open_block_carries_it() -> None:
    carrying = {group.layers[0].title: len(group.block) for group in groups_of(CHAIN, Folds()) if group.block}
    assert carrying == {"conv": 4}


@pytest.mark.parametrize(("everything", "tiles"), [(False, 5), (True, 5)])
def test_one_block_is_turned_by_itself(everything: bool, tiles: int) -> None:
    folds = Folds(all=everything).turning("rb")
    assert ("rb" in folds, "ra" in folds) == (not everything, everything)
    assert len(groups_of(BRANCHES, folds)) == tiles
    assert folds.turning("rb") == Folds(all=everything)


def test_folded_branches_are_branches_still() -> None:
    arranged = arrange(BRANCHES, Folds(all=True))
    assert [place.lane for place in arranged.flow.places] == [0, 0, 1, 0]
    assert arranged.tiles == {"x": 0, "a": 1, "ra": 1, "b": 2, "rb": 2, "both": 3}
    assert [layer.title for layer in arranged.layers] == ["x", "a", "ra", "b", "rb", "both"]
