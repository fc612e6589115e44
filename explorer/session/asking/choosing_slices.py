"""Which depth slices of the layer are looked at, as the user chooses it."""

from __future__ import annotations

from dataclasses import replace

from explorer.session.asking.choosing import Choosing
from explorer.session.pointed import Cell
from explorer.session.state import ORDERS, PAGES, Order, following


class ChoosingSlices(Choosing):
    """Selects slices, puts them into an order, parts them into pages."""

    def select_slice(self, index: int) -> None:
        """Select a depth slice of the layer; the nearest there is."""
        if self._view.maps is not None:
            self._show_slice(min(max(index, 0), len(self._view.maps.volume) - 1))

    def step_slice(self, dx: int, dy: int) -> None:
        """Move the selection in the grid, by columns and rows; it stops at the edges."""
        if (maps := self._view.maps) is None:
            return
        columns = self._state.columns
        row, column = divmod(maps.ordered.index(maps.selected), columns)
        last = (len(maps.ordered) - 1) // columns
        self._select_place(min(max(row + dy, 0), last) * columns + column + dx)

    def turn_page(self, count: int) -> None:
        """Select the same place ``count`` pages on; it stops at the ends."""
        if (maps := self._view.maps) is not None and self._state.page:
            self._select_place(maps.ordered.index(maps.selected) + count * self._state.page)

    def next_slice(self) -> None:
        """Select the next slice in the order, the first after the last."""
        if (maps := self._view.maps) is not None:
            self._select_place((maps.ordered.index(maps.selected) + 1) % len(maps.ordered))

    def set_order(self, order: Order) -> None:
        """Choose by what the slices are put into an order."""
        self._change(order=order)

    def step_order(self) -> None:
        """Choose the next order."""
        self.set_order(following(ORDERS, self._state.order))

    def set_page(self, size: int) -> None:
        """Choose how many slices are shown at a time; 0 for all."""
        self._change(page=max(0, size))

    def step_page(self) -> None:
        """Choose the next size of a page."""
        self.set_page(following(PAGES, self._state.page) if self._state.page in PAGES else PAGES[0])

    def _select_place(self, place: int) -> None:
        maps = self._view.maps
        if maps is not None:
            self._show_slice(maps.ordered[min(max(place, 0), len(maps.ordered) - 1)])

    def _show_slice(self, index: int) -> None:
        """Select a slice; the pointer stays over the large map, and so points into the new one."""
        at = self._state.pointed_at
        if isinstance(at, Cell) and self._state.zoomed:
            at = replace(at, slice=index)
        self._change(slice=index, pointed_at=at)
