"""The net's fully connected layers as convolutions, chosen and undone."""

from __future__ import annotations

from dataclasses import replace

from explorer.session.asking.selecting import Selecting
from explorer.session.parts.answer import rank
from explorer.session.shown import Loaded, layer_shape

_NO_ROOM = "In a picture as small as the net's own there is one place only, and one answer"


class Sliding(Selecting):
    """Lets a classifier slide over the whole picture."""

    def slide(self, *, convolutional: bool) -> None:
        """Make convolutions of the fully connected layers, or take the net as it is again."""
        if self._stays_pinned("show A to let it slide") or self._awaits_net("let it slide once it is there"):
            return
        if self._exchange.loaded is not None and convolutional != self._exchange.wanted.convolutional:
            self._ask(lambda: self._exchange.slide(convolutional=convolutional))

    def _look_at_scores(self, before: Loaded | None) -> None:
        """Lay the map of the likeliest class over the picture once there is one; take it away with the last one."""
        computed = self._exchange.computed
        if computed is None or before is None or computed.loaded.convolutional == before.convolutional:
            return
        if not computed.loaded.convolutional:
            self._state = replace(self._state, zoomed=False, over_picture=False)
            return
        loaded, answer = computed.loaded, rank(computed.loaded.graph, computed.activations, 1)
        likeliest = answer.classes[0].index if answer is not None else 0
        scores = loaded.graph.outputs[0]
        many = layer_shape(loaded, scores)[1:] != (1, 1)
        chosen = self._selection(loaded, scores, likeliest)
        self._state = replace(self._state, **chosen, zoomed=many, over_picture=many)
        if not many:
            self._tell(_NO_ROOM, "open a larger one to see a map of answers")
