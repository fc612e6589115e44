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
    from explorer.nn.program import Frame, Program

_PROGRAMS_KEPT, _FRAMES_KEPT = 4, 2


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
        self._programs: dict[tuple[Shape, ...], tuple[Program, list[Frame]]] = {}

    def run(self, feeds: Mapping[str, Array]) -> Activations:
        """Return every value for the given inputs, each shaped as the graph says, N = 1.

        Raises
        ------
        InputError
            An input is missing, unknown, or of another shape.
        NetError
            The net does not take inputs of these shapes, or memory does not hold its values.
        """
        arrays = check_feeds(self.graph.inputs, feeds)
        try:
            with self._lock:
                return _compute(self._frame(arrays), arrays)
        except MemoryError as error:
            raise NetError("the net's activations do not fit into memory", "feed a smaller input") from error

    def _frame(self, feeds: Sequence[Array]) -> Frame:
        """Return memory that nobody reads any more, or new memory."""
        key = tuple([array.shape for array in feeds])
        for frame in self._programs[key][1] if key in self._programs else ():
            if frame.is_free():
                return frame
        return self._make_frame(key)

    def _make_frame(self, shapes: tuple[Shape, ...]) -> Frame:
        """Return new memory, of a program that is made if there is none yet, and forget the oldest ones."""
        from explorer.nn.program import Frame, make_program  # noqa: PLC0415, it loads the compiler

        if shapes not in self._programs:
            self._programs[shapes] = make_program(self.graph, shapes, self._arena), []
        program, frames = self._programs[shapes] = self._programs.pop(shapes)
        if len(self._programs) > _PROGRAMS_KEPT:
            del self._programs[next(iter(self._programs))]
        frames.append(Frame(program))
        del frames[:-_FRAMES_KEPT]
        return frames[-1]


def _compute(frame: Frame, feeds: Sequence[Array]) -> Activations:
    for held, array in zip(frame.inputs, feeds, strict=True):
        if held.dtype == array.dtype:
            np.copyto(held, array)
        else:
            with np.errstate(all="ignore"):
                np.copyto(held, array, casting="unsafe")
    times = frame.run()
    return Activations(frame.publish(), times)


def check_feeds(inputs: Sequence[GraphInput], feeds: Mapping[str, Array]) -> list[Array]:
    """Return the arrays fed, in the order of the inputs.

    Raises
    ------
    InputError
        An input is missing, unknown, or of another shape.
    """
    names = [i.name for i in inputs]
    for name in feeds:
        if name not in names:
            raise InputError(f"the net has no input {name!r}", f"it has {', '.join(names)}")
    return [_check_feed(i, feeds) for i in inputs]


def _check_feed(wanted: GraphInput, feeds: Mapping[str, Array]) -> Array:
    if wanted.name not in feeds:
        raise InputError(f"input {wanted.name!r} is missing")
    array = np.asarray(feeds[wanted.name])
    if array.shape != wanted.shape and not _fits(array.shape, wanted.shape):
        raise InputError(
            f"input {wanted.name!r} has the shape {_spell(array.shape)}", f"the net takes {_spell(wanted.shape)}"
        )
    if array.dtype.kind not in "fiub":
        raise InputError(f"input {wanted.name!r} holds {array.dtype}, which is not a number type")
    return array


def _fits(shape: Shape, wanted: Sequence[int | None]) -> bool:
    return len(shape) == len(wanted) and all(want in (None, have) for want, have in zip(wanted, shape, strict=True))


def _spell(shape: Sequence[int | None]) -> str:
    return "x".join("?" if extent is None else str(extent) for extent in shape) or "scalar"
