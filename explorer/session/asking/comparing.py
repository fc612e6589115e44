"""Comparing what is shown with something else."""

from __future__ import annotations

from explorer.session.asking.pointing import Pointing
from explorer.session.comparison import Comparison
from explorer.session.state import Side


class Comparing(Pointing):
    """Pins the forward pass that is shown, to be compared with those that come after it."""

    _comparison: Comparison | None = None

    def pin_pass(self) -> None:
        """Keep the net's values for this picture, to compare others with them."""
        computed = self._exchange.computed
        if computed is not None:
            self._comparison = Comparison(computed)
            self._change(side="a")
            self._refresh()

    def compare_unedited(self) -> None:
        """Show what edits changed: the net's values minus those before them, or all of them again."""
        computed = self._exchange.computed
        if self._comparison is not None and self._comparison.unedited:
            self.unpin_pass()
        elif computed is not None:
            self._comparison = Comparison(computed.unedited or computed, unedited=True)
            self._change(side="difference")
            self._refresh()

    def unpin_pass(self) -> None:
        """Compare no longer."""
        self._comparison = None
        self._change(side="a")
        self._refresh()

    def show_side(self, side: Side) -> None:
        """Show what is open, A, what is pinned, B, or their difference; A where that cannot be."""
        part = self._view.compare
        self._change(side=side if part is not None and side in part.possible else "a")

    def step_side(self) -> None:
        """Show the next of A, B and their difference."""
        part = self._view.compare
        if part is not None:
            self.show_side(part.possible[(part.possible.index(part.side) + 1) % len(part.possible)])

    def step_back(self) -> None:
        """Leave the last of: the large map, the pinned cell, the comparison."""
        before = self._state
        super().step_back()
        if self._state == before and self._comparison is not None:
            self.unpin_pass()
