"""What the histogram is of and how high its bars are, as the user chooses it."""

from __future__ import annotations

from explorer.session.asking.choosing import Choosing
from explorer.session.state import COUNTED, Counted, following


class ChoosingCounts(Choosing):
    """Replaces what is counted, and how counts are drawn."""

    def set_counted(self, counted: Counted) -> None:
        """Choose what the histogram is of."""
        self._change(counted=counted)

    def step_counted(self) -> None:
        """Choose the next thing that it can be of."""
        self.set_counted(following(COUNTED, self._state.counted))

    def toggle_logarithmic(self) -> None:
        """Let a step up be ten times as many, or so many more again."""
        self._change(logarithmic=not self._state.logarithmic)
