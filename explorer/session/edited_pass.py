"""Forward passes of a net whose weights are edited."""

from __future__ import annotations

from dataclasses import replace

from explorer.nn.edited import apply
from explorer.nn.edits import Edits
from explorer.nn.executor import Executor
from explorer.nn.infer import infer
from explorer.session.feeding import feeds_of
from explorer.session.request import Request
from explorer.session.shown import Computed, Loaded


class EditedPasses:
    """Computes what edits make of one net."""

    def compute(self, unedited: Computed, request: Request, run: int) -> Computed:
        """Return the pass of the net with the edits of ``request``, fed as ``unedited`` was.

        Raises
        ------
        NetError
            The edits do not fit the net.
        """
        loaded = edited(unedited.loaded, request.edits)
        feeds = feeds_of(loaded.graph, unedited.fitted)
        activations = Executor(loaded.graph).run(feeds)
        return replace(unedited, run=run, request=request, loaded=loaded, activations=activations, unedited=unedited)


def edited(unedited: Loaded, edits: Edits) -> Loaded:
    """Return a net with edits.

    Raises
    ------
    NetError
        They do not fit the net.
    """
    graph = apply(unedited.graph, edits, unedited.specs)
    specs = infer(graph, {i.name: unedited.specs[i.name].shape for i in graph.inputs})
    return replace(unedited, graph=graph, specs=specs, edits=edits, unedited=unedited)
