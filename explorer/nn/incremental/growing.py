"""A net that grows node by node, and recomputes what has changed of another's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

import numpy as np

from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.incremental.touched import Touched
from explorer.nn.ops.arithmetic import Sub
from explorer.nn.ops.base import Op
from explorer.nn.ops.indexing import Gather
from explorer.nn.ops.joining import Concat, Split
from explorer.nn.spec import Array, Spec

Channels: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Parameter:
    """An input of the recomputation: weights that the edits changed.

    Attributes
    ----------
    name
        Of the input.
    source
        The initializer of the edited net that it is of.
    axis, channels
        Which part of it; None for all of it.
    """

    name: str
    source: str
    axis: int = 0
    channels: Channels | None = None

    def of(self, initializers: Mapping[str, Array]) -> Array:
        """Return the part of the initializer of an edited net."""
        whole = initializers[self.source]
        return whole if self.channels is None else np.ascontiguousarray(np.take(whole, self.channels, self.axis))


class Growing:
    """The nodes that recompute values, as they are added.

    A value that has changed is computed in whole under its own name. Of one that has changed in some channels alone
    (axis 1), those are there by themselves besides, which is what ``part`` returns.

    Parameters
    ----------
    net
        The edited net.
    specs
        Of its values.
    kept
        Its values before the last edits, by name.
    channels
        What of its nodes the edits touch.

    Attributes
    ----------
    changed
        By value, the channels that have changed, None for all of it; values that it does not name are as they were.
    owners
        By node of the recomputation, the node of the net that it does the work of.
    """

    def __init__(self, net: Graph, specs: Mapping[str, Spec], kept: Mapping[str, Array], channels: Touched) -> None:
        self.net, self.specs = net, specs
        self.changed: dict[str, Channels | None] = {}
        self.owners: dict[str, str] = {}
        self.parameters: dict[str, Parameter] = {}
        self._kept, self._channels = kept, channels
        self._nodes: list[Node] = []
        self._parts: dict[str, str] = {}
        self._arrays: dict[str, Array] = {}
        self._node: Node | None = None

    def begin(self, node: Node) -> Channels:
        """Do the work of ``node`` with what is added from now on; return the channels that edits touch of it."""
        self._node = node
        return self._channels.get(node.name, ())

    def graph(self) -> Graph:
        """Return the recomputation; its outputs are of no account."""
        inputs = tuple(GraphInput(p.name, p.of(self.net.initializers).shape) for p in self.parameters.values())
        return replace(self.net, nodes=tuple(self._nodes), inputs=inputs, outputs=(), initializers=self._arrays)

    def add(self, name: str, op: Op, inputs: Sequence[str], outputs: Sequence[str] = ()) -> str:
        """Add a node, named after the one that it does the work of; return its first output."""
        assert self._node is not None
        full = f"{self._node.name}:{name}" if name else self._node.name
        made = tuple(outputs) or (full,)
        self._nodes.append(Node(full, op, tuple(inputs), made))
        self.owners[full] = self._node.name
        return made[0]

    def whole(self, value: str) -> str:
        """Return the name under which all of a value is read."""
        if value and value not in self.changed:
            if self._varies(value):
                self.parameters[value] = Parameter(value, value)
            else:
                self._arrays[value] = self.array(value)
        return value

    def taken(self, value: str, channels: Channels, axis: int) -> str:
        """Return the name under which some channels of a value that has not changed, or of weights, are read."""
        name = f"{value}[{axis}: {', '.join(map(str, channels))}]"
        if self._varies(value):
            self.parameters[name] = Parameter(name, value, axis, channels)
        elif name not in self._arrays:
            self._arrays[name] = _part(self.array(value), channels, axis)
        return name

    def part(self, value: str, channels: Channels) -> str:
        """Return the name under which some channels of a value are read."""
        mine = self.changed.get(value, ())
        assert mine is not None
        if not mine or mine == channels:
            return self._parts[value] if mine else self.taken(value, channels, 1)
        return self._joined(f"{channels} of {value}", value, channels)

    def difference(self, value: str, channels: Channels) -> str:
        """Return the name of what some of the changed channels of a value have changed by."""
        new = self.part(value, channels)
        return self.add(f"difference {channels}", Sub(), (new, self.taken(value, channels, 1)))

    def all_changed(self, node: Node) -> None:
        """Say that all outputs of a node have changed as a whole."""
        self.changed.update(dict.fromkeys(filter(None, node.outputs)))

    def some_changed(self, value: str, channels: Channels, part: str) -> None:
        """Say that a value has changed in some channels, which are ``part``, the output of the node added last.

        What makes the whole of it is added.
        """
        everything = tuple(range(self.specs[value].shape[1]))
        if channels == everything:
            self._nodes[-1] = replace(self._nodes[-1], outputs=(value,))
            self.changed[value] = None
        else:
            self._parts[value], self.changed[value] = part, channels
            self._joined("", value, everything)

    def array(self, value: str) -> Array:
        """Return a value as it was, or an initializer."""
        return self.net.initializers[value] if value in self.net.initializers else self._kept[value]

    def keep(self, name: str, array: Array) -> None:
        """Have an array read under a name."""
        self._arrays[name] = np.ascontiguousarray(array)

    def _varies(self, value: str) -> bool:
        assert self._node is not None
        return self._node.name in self._channels and value in self.net.initializers

    def _joined(self, name: str, value: str, channels: Channels) -> str:
        """Return channels of a value, put together of those that have changed and those that have not."""
        mine = self.changed[value]
        assert mine
        if not set(mine) <= set(channels):
            indices = f"{channels} in {value}"
            self.keep(indices, np.array([mine.index(channel) for channel in channels]))
            return self.add(name, Gather(axis=1), (self._parts[value], indices))
        runs = list(_runs(channels, mine))
        lengths = [len(run) for new, run in runs if new]
        parts = [self._parts[value]]
        if len(lengths) > 1:
            parts = [f"{self._parts[value]}:{name}{i}" for i in range(len(lengths))]
            split = Split(axis=1, split=tuple(lengths), outputs=len(lengths))
            self.add(f"{name} parts", split, (self._parts[value],), parts)
        pieces = [parts.pop(0) if new else self.taken(value, run, 1) for new, run in runs]
        return self.add(name, Concat(axis=1), pieces, () if name else (value,))


def _runs(channels: Channels, changed: Channels) -> Iterable[tuple[bool, Channels]]:
    """Yield channels in turns that have changed and have not, with whether they have."""
    for new, run in groupby(channels, changed.__contains__):
        yield new, tuple(run)


def _part(array: Array, channels: Channels, axis: int) -> Array:
    """Return some channels, without copying where they lie side by side in memory."""
    first, last = channels[0], channels[-1]
    if channels == tuple(range(first, last + 1)):
        side_by_side = array[(*(slice(None),) * axis, slice(first, last + 1))]
        if side_by_side.flags.carray:
            return side_by_side
    return np.ascontiguousarray(np.take(array, channels, axis))
