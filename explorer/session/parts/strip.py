"""The strip across the top: the layers as cards, what is selected and what was found among them."""

from __future__ import annotations

from functools import partial

from explorer.session.parts.edits import edits_part
from explorer.session.parts.thumbnails import thumbnail
from explorer.session.shown import Computed, Loaded
from explorer.session.state import ViewState
from explorer.session.strip.arrangement import Arrangement
from explorer.session.strip.search import found
from explorer.session.views.strip import SearchPart, StripPart


def strip_part(state: ViewState, loaded: Loaded, computed: Computed | None) -> StripPart:
    """Return the layers of ``loaded``, with times and thumbnails where they are ``computed``."""
    arranged = loaded.arranged(state.folds)
    search = _search(state, arranged)
    edits = edits_part(state, loaded)
    return StripPart(
        cards=(computed or loaded).cards(state.folds),
        flow=arranged.flow,
        layer=state.layer,
        selected=arranged.tiles.get(state.layer),
        search=search,
        found=frozenset(arranged.tiles[hit] for hit in search.hits) if search is not None else frozenset(),
        edited=frozenset(arranged.tiles[value] for value in edits.layers) if edits is not None else frozenset(),
        run=computed.run if computed is not None else 0,
        slice=state.slice,
        scope=state.scope,
        limits=state.limits,
        colours=state.colours,
        thumbnail=partial(thumbnail, state, computed) if computed is not None else None,
    )


def _search(state: ViewState, arranged: Arrangement) -> SearchPart | None:
    if state.search is None:
        return None
    hits = found(arranged.layers, state.search)
    return SearchPart(state.search, hits, hits.index(state.layer) + 1 if state.layer in hits else 0)
