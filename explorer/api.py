"""Nets in notebooks: open one, run it on a picture, look at every activation."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, InputFormat
from explorer.nn.spec import Array
from explorer.session.bundled import find_net
from explorer.session.computing.loading import read_graph
from explorer.session.feeding import feeds_of, fit_picture
from explorer.sources.fit import Fit
from explorer.sources.picture import Picture, open_picture, picture_from_array, picture_from_pil

if TYPE_CHECKING:
    from PIL.Image import Image

Input: TypeAlias = "str | PathLike[str] | Image | Array | Picture | Mapping[str, Array]"


class Net:
    """A net with its executor; plans are made once for each shape of input and kept.

    Parameters
    ----------
    graph
        The net as data.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._executor = Executor(graph)

    def __repr__(self) -> str:
        inputs = ", ".join(f"{i.name} {'x'.join(str(n or '?') for n in i.shape)}" for i in self.graph.inputs)
        return f"Net({self.graph.name!r}, {len(self.graph.nodes)} nodes, takes {inputs})"

    @property
    def input_format(self) -> InputFormat:
        """How pixels become the numbers that the net was trained on."""
        return self.graph.input_format

    def run(self, image: Input, fit: Fit = "crop") -> Activations:
        """Compute every value of the net, N = 1.

        Parameters
        ----------
        image
            A picture: a path, a Pillow image, or an array (H, W) or (H, W, C) of uint8, or of floats in 0..1. It is
            fitted to the net's height and width and scaled as ``input_format`` says. Or a mapping from the names of
            inputs to arrays of the net's own shapes, which are fed as they are.
        fit
            How a picture of another shape is fitted: ``"crop"``, ``"pad"`` or ``"stretch"``.

        Returns
        -------
        Activations
            Arrays by value name, (N, C, H, W), read-only, with the milliseconds of each node.

        Raises
        ------
        ImageError
            The picture cannot be read.
        InputError
            It is not what the net takes.
        NetError
            The net does not take inputs of these shapes.
        """
        if isinstance(image, Mapping):
            return self._executor.run(image)
        return self._executor.run(feeds_of(self.graph, fit_picture(self.graph, _picture(image), fit)))


def open_net(net: str | PathLike[str]) -> Net:
    """Return a net.

    Parameters
    ----------
    net
        Path of an ONNX file, or of the text of a design (``.net``); name of a bundled net, or of a preset
        (``"preset:vgg16"``).

    Raises
    ------
    UsageError
        There is no such net.
    NetError
        The file holds no net, or one that cannot be computed here.
    """
    return Net(read_graph(find_net(str(net))))


def _picture(image: str | PathLike[str] | Image | Array | Picture) -> Picture:
    if isinstance(image, Picture):
        return image
    if isinstance(image, str | PathLike):
        return open_picture(Path(image))
    if isinstance(image, np.ndarray):
        return picture_from_array(image)
    return picture_from_pil(image)
