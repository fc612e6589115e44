"""Depth columns that are kept, to be compared with those of other places and pictures."""

from __future__ import annotations

from explorer.session.asking.selecting import Selecting
from explorer.session.column import MOST_KEPT, Column, packed
from explorer.session.workings.column import place_of


class KeepingColumns(Selecting):
    """Keeps columns of the selected layer, and lets go of them."""

    def keep_column(self) -> None:
        """Keep the column of the place that is looked at; of too many the oldest is dropped."""
        computed, layer, state = self._shown, self.layer, self._state
        if computed is None or layer is None:
            return
        volume = computed.measures.volume(layer.value)
        place = place_of(state, volume)
        if place is not None:
            values = packed(volume[:, place[0], place[1]])
            column = Column(computed.loaded.name, computed.picture.name, layer.title, *place, values)
            others = tuple(kept for kept in state.kept_columns if kept != column)
            self._change(kept_columns=(*others, column)[-MOST_KEPT:])

    def drop_column(self, number: int) -> None:
        """Let go of one of the columns that are kept."""
        kept = self._state.kept_columns
        self._change(kept_columns=kept[:number] + kept[number + 1 :])

    def drop_columns(self) -> None:
        """Let go of all columns that are kept."""
        self._change(kept_columns=())
