"""What an edit changes of a forward pass, as a net of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from explorer.nn.activations import Activations
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node, needed_for
from explorer.nn.incremental.growing import Growing, Parameter
from explorer.nn.incremental.rules import RULES
from explorer.nn.incremental.touched import Touched
from explorer.nn.spec import Array, Spec


@dataclass(frozen=True)
class Derived:
    """A net that computes what edits change of another's values, from its other values and the edited weights.

    Attributes
    ----------
    graph
        Its values are called as those of the net; others are steps on the way to them.
    parameters
        Its inputs.
    owners
        By its nodes, the nodes of the net that they do the work of.
    """

    graph: Graph
    parameters: Mapping[str, Parameter]
    owners: Mapping[str, str]


def derive(net: Graph, specs: Mapping[str, Spec], kept: Mapping[str, Array], touched: Touched) -> Derived:
    """Return what recomputes the values that edits change.

    Parameters
    ----------
    net, specs
        The edited net, and the specs of its values.
    kept
        Its values before those edits; they are read, not copied.
    touched
        What the edits touch.

    Notes
    -----
    Of a node whose filters are edited, the maps of these filters are computed; of one that treats each channel by
    itself, the channels that have changed. A node that mixes channels adds what the change alone gives to what was
    there. From where everything has changed, nodes are run as they are.
    """
    growing = Growing(net, specs, kept, touched)
    for node in net.nodes:
        channels = growing.begin(node)
        if not channels and growing.changed.keys().isdisjoint(node.inputs):
            continue
        wholly = any(growing.changed.get(name, ()) is None for name in node.inputs)
        rule = RULES.get(node.operator)
        if wholly or rule is None or not rule(growing, node, channels):
            growing.add("", node.op, [growing.whole(name) for name in node.inputs], node.outputs)
            growing.all_changed(node)
    return Derived(growing.graph(), growing.parameters, growing.owners)


class Recomputation:
    """Computes what edits change, as often as the edited weights change; what is looked at comes first.

    Parameters
    ----------
    net
        The edited net.
    derived
        What is to be computed of it.
    wanted
        Values of the net that are computed before the others, with those that they need.
    """

    def __init__(self, net: Graph, derived: Derived, wanted: Collection[str]) -> None:
        self._derived = derived
        nodes, before = derived.graph.nodes, needed_for(net.nodes, wanted)
        values = {name for node in net.nodes if node.name in before for name in node.outputs}
        first = needed_for(nodes, values) or frozenset(node.name for node in nodes)
        self._first = Executor(_with_nodes(derived.graph, [node for node in nodes if node.name in first], {}))
        self._others = [node for node in nodes if node.name not in first]
        self._rest: Executor | None = None

    @property
    def at_once(self) -> bool:
        """Whether all values are wanted, or needed for those that are."""
        return not self._others

    def run(self, net: Graph) -> Iterator[Activations]:
        """Yield the values of ``net`` that are wanted first, then the others, if there are any.

        Parameters
        ----------
        net
            The net that this was derived for, with any weights where the edits touch it.
        """
        feeds = {name: parameter.of(net.initializers) for name, parameter in self._derived.parameters.items()}
        made = self._run(self._first, feeds)
        yield self._owned(net, made)
        if self._others:
            if self._rest is None:
                self._rest = Executor(_with_nodes(self._derived.graph, self._others, made.arrays))
            yield self._owned(net, self._run(self._rest, {**made.arrays, **feeds}))

    @staticmethod
    def _run(executor: Executor, feeds: Mapping[str, Array]) -> Activations:
        return executor.run({i.name: feeds[i.name] for i in executor.graph.inputs})

    def _owned(self, net: Graph, made: Activations) -> Activations:
        """Return the values and times as those of the net."""
        ours = set(made.arrays).intersection(name for node in net.nodes for name in node.outputs)
        arrays = {name: array for name, array in made.arrays.items() if name in ours}
        milliseconds = dict.fromkeys((node.name for node in net.nodes), 0.0)
        for name, spent in made.milliseconds.items():
            milliseconds[self._derived.owners[name]] += spent
        return Activations(arrays, milliseconds)


def _with_nodes(graph: Graph, nodes: Sequence[Node], made: Mapping[str, Array]) -> Graph:
    """Return the net of some of a net's nodes; what others ``made`` for them becomes inputs."""
    read = {name for node in nodes for name in node.inputs}
    outputs = {name for node in nodes for name in node.outputs}
    inputs = [i for i in graph.inputs if i.name in read]
    fed = {i.name for i in inputs} | outputs | set(graph.initializers)
    inputs += [GraphInput(name, made[name].shape, made[name].dtype) for name in sorted(read - fed) if name]
    arrays = {name: array for name, array in graph.initializers.items() if name in read}
    return replace(graph, nodes=tuple(nodes), inputs=tuple(inputs), initializers=arrays)
