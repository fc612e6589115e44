"""The status line's right side: what a forward pass is of, and how long it took."""

from __future__ import annotations

from explorer.nn.edits import counted
from explorer.session.numbers import duration
from explorer.session.shown import Computed


def status_of(computed: Computed) -> str:
    """Return what the net is, where that has to be said in plain sight, and how long the forward pass took.

    Of a net that is edited, that is what the edits touch.
    """
    untrained, edits = computed.loaded.graph.untrained, computed.loaded.edits
    told = f"{'Computed in' if edits else 'Forward pass'} {duration(computed.activations.total_milliseconds)}"
    marks = [f"Untrained ({untrained})"] * bool(untrained) + [counted(edits)] * bool(edits)
    return "   ".join([*marks, told])
