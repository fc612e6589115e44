"""Where the tiles of the strip stand: columns along the data's way, lanes for what runs side by side, and the lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

Sources = Sequence[Sequence[int]]
"""For each tile those that it reads, each of which comes before it."""


@dataclass(frozen=True)
class Place:
    """Where a tile stands.

    Attributes
    ----------
    column
        Tiles on the longest way that leads to it.
    lane
        0 at the top.
    """

    column: int
    lane: int


@dataclass(frozen=True)
class Track:
    """A narrow way for a line that passes by other tiles.

    Attributes
    ----------
    gutter
        The lane above which it lies.
    number
        0 is the nearest to that lane.
    """

    gutter: int
    number: int


@dataclass(frozen=True)
class Route:
    """A line from a tile to one that reads it.

    Attributes
    ----------
    track
        The way past the columns between the two; None where the lane of ``source`` is free up to there.
    """

    source: int
    target: int
    track: Track | None = None


@dataclass(frozen=True)
class Flow:
    """The whole picture of a net.

    Attributes
    ----------
    places
        Of each tile.
    routes
        From the sources of each tile to it, by target.
    tracks
        How many tracks there are above each lane.
    bends
        The columns before which lines change their height.
    """

    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    tracks: tuple[int, ...]
    bends: frozenset[int]

    @cached_property
    def columns(self) -> tuple[tuple[int, ...], ...]:
        """The tiles of each column from the top."""
        made: list[list[int]] = [[] for _ in range(max((place.column for place in self.places), default=-1) + 1)]
        for tile in sorted(range(len(self.places)), key=lambda tile: self.places[tile].lane):
            made[self.places[tile].column].append(tile)
        return tuple(map(tuple, made))

    @cached_property
    def sources(self) -> tuple[tuple[int, ...], ...]:
        """For each tile those that it reads."""
        return _grouped(len(self.places), ((route.target, route.source) for route in self.routes))

    @cached_property
    def targets(self) -> tuple[tuple[int, ...], ...]:
        """For each tile those that read it."""
        return _grouped(len(self.places), ((route.source, route.target) for route in self.routes))


def reading_order(sources: Sources) -> tuple[int, ...]:
    """Return the tiles branch by branch, in the order in which the tiles that join the branches read them.

    Every tile comes after all that it reads. What leads to the tile at the end of the longest way comes first.
    """
    columns = _columns(sources)
    read = {source for each in sources for source in each}
    ends = sorted((tile for tile in range(len(sources)) if tile not in read), key=lambda tile: -columns[tile])
    order: dict[int, None] = {}
    for end in ends:
        way = [(end, iter(sources[end]))]
        while way:
            tile, unread = way[-1]
            following = next((source for source in unread if source not in order), None)
            if following is None:
                way.pop()
                order[tile] = None
            else:
                way.append((following, iter(sources[following])))
    return tuple(order)


def flow_of(sources: Sources) -> Flow:
    """Return where tiles stand and how their lines run.

    Parameters
    ----------
    sources
        Of each tile, in their reading order.

    Notes
    -----
    The tiles are cut into chains. A tile goes on with the topmost chain among its sources that no other has gone on
    with; where there is none it begins a chain. Each chain takes the topmost lane that is free over all its columns, up
    to the tile that reads its end.
    """
    columns = _columns(sources)
    chains, heirs = _chains(sources)
    targets = _grouped(len(sources), ((s, t) for t, each in enumerate(sources) for s in each))
    lanes: list[list[tuple[int, int]]] = []
    lane_of = [0] * len(sources)
    for chain in chains:
        last = max((columns[target] - 1 for target in targets[chain[-1]]), default=columns[chain[-1]])
        lane = _free(lanes, (columns[chain[0]], last))
        for tile in chain:
            lane_of[tile] = lane
    places = tuple(map(Place, columns, lane_of))
    routes, tracks = _routes(sources, places, heirs, len(lanes))
    return Flow(places, routes, tracks, _bends(places, routes))


def _columns(sources: Sources) -> list[int]:
    columns: list[int] = []
    for each in sources:
        columns.append(1 + max((columns[source] for source in each), default=-1))
    return columns


def _chains(sources: Sources) -> tuple[list[list[int]], list[int | None]]:
    """Return the chains, and for each tile the next of its chain."""
    chains: list[list[int]] = []
    heirs: list[int | None] = [None] * len(sources)
    chain_of: list[int] = []
    for tile, each in enumerate(sources):
        ends = [source for source in each if heirs[source] is None]
        if ends:
            end = min(ends, key=lambda source: chain_of[source])
            heirs[end] = tile
            chain_of.append(chain_of[end])
            chains[chain_of[end]].append(tile)
        else:
            chain_of.append(len(chains))
            chains.append([tile])
    return chains, heirs


def _free(lanes: list[list[tuple[int, int]]], span: tuple[int, int]) -> int:
    """Take the first lane or track in which nothing overlaps ``span``, its first and last column."""
    for lane, taken in enumerate(lanes):
        if all(span[1] < first or last < span[0] for first, last in taken):
            taken.append(span)
            return lane
    lanes.append([span])
    return len(lanes) - 1


def _routes(
    sources: Sources, places: Sequence[Place], heirs: Sequence[int | None], lanes: int
) -> tuple[tuple[Route, ...], tuple[int, ...]]:
    """Return all lines, and how many tracks each gutter has; lines from one tile through one gutter share a track."""
    pairs = [(source, target) for target, each in enumerate(sources) for source in each]
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for source, target in pairs:
        if _passes_by(source, target, places, heirs):
            key = (source, _gutter(source, target, places))
            reach = max(places[target].column, spans.get(key, (0, 0))[1])
            spans[key] = (places[source].column + 1, reach)
    gutters: list[list[list[tuple[int, int]]]] = [[] for _ in range(lanes)]
    numbers = {}
    for key, span in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        numbers[key] = _free(gutters[key[1]], span)
    routes = []
    for source, target in pairs:
        gutter = _gutter(source, target, places)
        tracked = _passes_by(source, target, places, heirs)
        routes.append(Route(source, target, Track(gutter, numbers[source, gutter]) if tracked else None))
    return tuple(routes), tuple(map(len, gutters))


def _passes_by(source: int, target: int, places: Sequence[Place], heirs: Sequence[int | None]) -> bool:
    """Return whether a line cannot run along the lane of its source, because another tile goes on there."""
    return heirs[source] not in (None, target) and places[target].column > places[source].column + 1


def _gutter(source: int, target: int, places: Sequence[Place]) -> int:
    return max(places[source].lane, places[target].lane)


def _bends(places: Sequence[Place], routes: Iterable[Route]) -> frozenset[int]:
    bends: set[int] = set()
    for route in routes:
        source, target = places[route.source], places[route.target]
        if route.track is not None:
            bends |= {source.column + 1, target.column}
        elif source.lane != target.lane:
            bends.add(target.column)
    return frozenset(bends)


def _grouped(count: int, pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    groups: list[list[int]] = [[] for _ in range(count)]
    for key, value in pairs:
        groups[key].append(value)
    return tuple(map(tuple, groups))
