"""The kinds of layers that a design has, by the word that its line begins with."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.designer.layers.base import Layer
from explorer.designer.layers.classifying import Dropout, Flatten, FullyConnected, Softmax
from explorer.designer.layers.convolution import Conv
from explorer.designer.layers.input import Input
from explorer.designer.layers.joining import Add, Concat
from explorer.designer.layers.normalising import BatchNorm, Lrn
from explorer.designer.layers.pointwise import LeakyRelu, Relu, Relu6, Sigmoid, Tanh
from explorer.designer.layers.pooling import GlobalPool, Pool

__all__ = ["LAYERS", "Layer"]

LAYERS: Mapping[str, type[Layer]] = {
    kind.word: kind
    for kind in (
        *(Input, Conv, Pool, GlobalPool, FullyConnected, Flatten, Relu, Relu6, LeakyRelu, Sigmoid, Tanh),
        *(BatchNorm, Lrn, Dropout, Softmax, Add, Concat),
    )
}
"""Every kind by its word."""
