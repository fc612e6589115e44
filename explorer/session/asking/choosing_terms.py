"""How sums are written in the workings, as the user chooses it."""

from __future__ import annotations

from explorer.session.asking.choosing import Choosing
from explorer.session.state import TERM_ORDERS, TermOrder, following


class ChoosingTerms(Choosing):
    """Puts terms into an order, folds those that are many, and rounds them."""

    def set_terms(self, order: TermOrder) -> None:
        """Choose by what the terms stand in the workings."""
        self._change(terms=order)

    def step_terms(self) -> None:
        """Choose the next order of terms."""
        self.set_terms(following(TERM_ORDERS, self._state.terms))

    def toggle_unfolded(self) -> None:
        """Show all terms, or fold them again."""
        self._change(unfolded=not self._state.unfolded)

    def toggle_unrounded(self) -> None:
        """Show all digits of numbers, or three."""
        self._change(unrounded=not self._state.unrounded)
