"""Blocks: a convolution with what belongs to it, which the strip can show as one tile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from explorer.session.state import Folds
from explorer.session.strip.layers import Layer

_HEADS = ("Conv", "ConvTranspose", "Gemm", "MatMul")
_LINEAR = ("Add", "Sub", "Mul", "Div")
_FOLLOWERS = ("BatchNormalization", "InstanceNormalization", "GroupNormalization", "LRN", "Dropout", *_LINEAR)


@dataclass(frozen=True)
class Group:
    """What one tile of the strip stands for.

    Attributes
    ----------
    layers
        One layer, or those of a folded block, in the order of computation.
    block
        All layers of the block that this tile folds or opens; empty where it does neither.
    """

    layers: tuple[Layer, ...]
    block: tuple[Layer, ...] = ()

    @property
    def folded(self) -> bool:
        """Whether the tile stands for a block."""
        return len(self.layers) > 1


def blocks_of(layers: Sequence[Layer]) -> tuple[tuple[Layer, ...], ...]:
    """Return the blocks of a net.

    A block begins with a convolution or a matrix product. Normalisations, biases and scales, activations and dropout
    follow, each the only one that reads what comes before it; a pooling ends it.
    """
    readers = defaultdict(list)
    for layer in layers:
        for source in layer.sources:
            readers[source].append(layer)
    blocks = []
    for layer in layers:
        if layer.operator in _HEADS:
            block = [layer]
            while block[-1].kind != "pool" and (following := _follower(readers[block[-1].value])) is not None:
                block.append(following)
            if len(block) > 1:
                blocks.append(tuple(block))
    return tuple(blocks)


def groups_of(layers: Sequence[Layer], folds: Folds) -> tuple[Group, ...]:
    """Return the tiles of the strip, each where its last layer is computed."""
    by_value = {layer.value: Group((layer,)) for layer in layers}
    for block in blocks_of(layers):
        if block[-1].value in folds:
            for layer in block[:-1]:
                del by_value[layer.value]
            by_value[block[-1].value] = Group(block, block)
        else:
            by_value[block[0].value] = replace(by_value[block[0].value], block=block)
    return tuple(by_value.values())


def _follower(readers: Sequence[Layer]) -> Layer | None:
    """Return the one layer that reads another and nothing else, if it may stand in a block."""
    if len(readers) != 1 or len(readers[0].sources) != 1:
        return None
    (reader,) = readers
    return reader if reader.operator in _FOLLOWERS or reader.kind in ("activation", "pool") else None
