"""Commands that choose which maps are looked at: their order, their pages, playing through them."""

from __future__ import annotations

from explorer.session.commands.command import Command, has_maps
from explorer.session.maps.ordering import ORDER_TITLES
from explorer.session.state import ORDERS, Order, ViewState
from explorer.session.views.view import View

_HINTS: dict[Order, str] = {
    "index": "In the order of the layer",
    "maximum": "The map with the largest value first",
    "mean": "The map with the largest mean first",
    "variance": "The map that varies most first",
    "contribution": "The map that adds most to a filter of the next layer first: the one that was selected there",
}


def _has_pages(view: View) -> bool:
    return view.maps is not None and len(view.maps.slices) < len(view.maps.ordered)


def _is_large(view: View) -> bool:
    return view.maps is not None and view.state.zoomed


def _order(name: Order) -> Command:
    return Command(
        f"order-{name}",
        ORDER_TITLES[name],
        "View/Order of maps",
        lambda session, _: session.set_order(name),
        _HINTS[name],
        checked=lambda state: state.order == name,
    )


def _plays(state: ViewState) -> bool:
    return state.playing == "maps"


SLICE_COMMANDS: tuple[Command, ...] = (
    *map(_order, ORDERS),
    Command(
        "next-order",
        "Next order of maps",
        "View",
        lambda s, _: s.step_order(),
        "By index, maximum, mean, variance or contribution",
        keys=("O",),
        possible=has_maps,
    ),
    Command(
        "next-page-size",
        "Maps on a page",
        "View",
        lambda s, _: s.step_page(),
        "All maps at once, or 16, 64 or 256 at a time",
        keys=("M",),
        possible=has_maps,
    ),
    Command(
        "page-back",
        "Page back",
        "Go",
        lambda s, _: s.turn_page(-1),
        "Show the maps before these",
        keys=("Ctrl+PgUp",),
        possible=_has_pages,
    ),
    Command(
        "page-on",
        "Page on",
        "Go",
        lambda s, _: s.turn_page(1),
        "Show the maps after these",
        keys=("Ctrl+PgDown",),
        possible=_has_pages,
    ),
    Command(
        "play",
        "Play through the maps",
        "Go",
        lambda s, _: s.toggle_play(),
        "Select one map after the other, or stop",
        keys=("Space",),
        checked=_plays,
        possible=has_maps,
    ),
    Command(
        "faster",
        "Play faster",
        "Go",
        lambda s, _: s.step_speed(1),
        "More of them a second",
        keys=(".",),
        possible=has_maps,
    ),
    Command(
        "slower",
        "Play slower",
        "Go",
        lambda s, _: s.step_speed(-1),
        "Fewer of them a second",
        keys=(",",),
        possible=has_maps,
    ),
    Command(
        "enlarge",
        "Enlarge",
        "View",
        lambda s, ask: ask.magnify(1) if s.state.zoomed else s.set_tile(s.state.tile + 16),
        "More pixels for each value of the large map, or for each map of the grid",
        keys=("+", "="),
        possible=has_maps,
    ),
    Command(
        "reduce",
        "Reduce",
        "View",
        lambda s, ask: ask.magnify(-1) if s.state.zoomed else s.set_tile(s.state.tile - 16),
        "Fewer pixels for each value of the large map, or for each map of the grid",
        keys=("-",),
        possible=has_maps,
    ),
    Command(
        "whole",
        "Whole map",
        "View",
        lambda _, ask: ask.magnify(0),
        "Show all of the large map",
        keys=("0",),
        possible=_is_large,
    ),
)
