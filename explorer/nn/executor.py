"""Runs a graph: plans once for each set of input shapes, then computes, keeps and times every value."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from explorer.errors import InputError, NetError
from explorer.nn.activations import Activations
from explorer.nn.graph import Graph, GraphInput
from explorer.nn.ops.base import Arena
from explorer.nn.spec import Array, Shape

if TYPE_CHECKING:
    from explorer.nn.frame import Frame

_SHAPES_KEPT, _FRAMES_KEPT = 4, 2


class Executor:
    """Computes every value of one graph.

    Parameters
    ----------
    graph
        The net; its initializers are read, not written.
    exact
        Whether convolutions shall add the products of their definition, and not fewer of other numbers, which is
        faster and differs in the last digits.
    """

    def __init__(self, graph: Graph, *, exact: bool = False) -> None:
        self.graph = graph
        self._arena = Arena(exact=exact)
        self._lock = threading.Lock()
        self._frames: dict[tuple[Shape, ...], list[Frame]] = {}
        self._latest: Frame | None = None

    def run(self, feeds: Mapping[str, Array]) -> Activations:
        """Return every value for the given inputs, each shaped as the graph says, N = 1.

        Raises
        ------
        InputError
            An input is missing, unknown, or of another shape.
        NetError
            The net does not take inputs of these shapes, or memory does not hold its values.
        """
        try:
            with self._lock:
                if self._latest is None or not (self._latest.takes(feeds) and self._latest.is_free()):
                    feeds = check_feeds(self.graph.inputs, feeds)
                    self._latest = self._frame(feeds)
                return self._latest.run(feeds)
        except MemoryError as error:
            raise NetError("the net's activations do not fit into memory", "feed a smaller input") from error

    def _frame(self, feeds: Mapping[str, Array]) -> Frame:
        """Return memory that nobody reads any more, or new memory."""
        shapes = tuple([array.shape for array in feeds.values()])
        free = (frame for frame in self._frames.get(shapes, ()) if frame.is_free())
        return next(free, None) or self._make_frame(shapes)

    def _make_frame(self, shapes: tuple[Shape, ...]) -> Frame:
        """Return new memory, of a program that is made if there is none yet, and forget the oldest ones."""
        from explorer.nn.frame import Frame  # noqa: PLC0415, it loads the compiler
        from explorer.nn.program import make_program  # noqa: PLC0415, it loads the compiler

        frames = self._frames.pop(shapes, [])
        program = frames[-1].program if frames else make_program(self.graph, shapes, self._arena)
        self._frames[shapes] = [*frames[1 - _FRAMES_KEPT :], Frame(program)]
        if len(self._frames) > _SHAPES_KEPT:
            del self._frames[next(iter(self._frames))]
        return self._frames[shapes][-1]


def check_feeds(inputs: Sequence[GraphInput], feeds: Mapping[str, Array]) -> dict[str, Array]:
    """Return the arrays fed, in the order of the inputs and of their types.

    Raises
    ------
    InputError
        An input is missing, unknown, or of another shape.
    """
    arrays = {}
    for wanted in inputs:
        if wanted.name not in feeds:
            raise _misnamed(inputs, feeds)
        array = np.asarray(feeds[wanted.name])
        alike = array.shape == wanted.shape and array.dtype == wanted.dtype
        arrays[wanted.name] = array if alike else _convert(wanted, array)
    if len(feeds) > len(inputs):
        raise _misnamed(inputs, feeds)
    return arrays


def _misnamed(inputs: Sequence[GraphInput], feeds: Mapping[str, Array]) -> InputError:
    names = [i.name for i in inputs]
    for name in feeds:
        if name not in names:
            return InputError(f"the net has no input {name!r}", f"it has {', '.join(names)}")
    return InputError(f"input {next(name for name in names if name not in feeds)!r} is missing")


def _convert(wanted: GraphInput, array: Array) -> Array:
    if not _fits(array.shape, wanted.shape):
        raise InputError(
            f"input {wanted.name!r} has the shape {_spell(array.shape)}", f"the net takes {_spell(wanted.shape)}"
        )
    if array.dtype.kind not in "fiub":
        raise InputError(f"input {wanted.name!r} holds {array.dtype}, which is not a number type")
    with np.errstate(all="ignore"):
        return array.astype(wanted.dtype, copy=False)


def _fits(shape: Shape, wanted: Sequence[int | None]) -> bool:
    return len(shape) == len(wanted) and all(want in (None, have) for want, have in zip(wanted, shape, strict=True))


def _spell(shape: Sequence[int | None]) -> str:
    return "x".join("?" if extent is None else str(extent) for extent in shape) or "scalar"
