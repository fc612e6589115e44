"""Where the tiles of the strip stand: columns along the data's way, lanes for what runs side by side, and the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

Sources: TypeAlias = Sequence[Sequence[int]]
"""For each tile those that it reads, each of which comes before it."""

Span: TypeAlias = tuple[int, int]
"""First and last column."""


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
    Tiles are cut into chains: one goes on with another where both lie on the longest way through the other. Each chain
    has a lane to itself, up to the tile that reads its end. It lies above the chain of that tile where it is read
    before that chain's own branch, else below, and as near to it as there is room.
    """
    columns = _columns(sources)
    targets = _grouped(len(sources), ((s, t) for t, each in enumerate(sources) for s in each))
    heirs = _heirs(sources, targets, columns)
    chains = _chains(heirs)
    lanes = _lanes(chains, sources, targets, columns)
    lane_of = {tile: lane for chain, lane in zip(chains, lanes, strict=True) for tile in chain}
    places = tuple(Place(column, lane_of[tile]) for tile, column in enumerate(columns))
    routes, tracks = _routes(sources, places, heirs, max(lanes, default=-1) + 1)
    return Flow(places, routes, tracks, _bends(places, routes))


def _columns(sources: Sources) -> list[int]:
    columns: list[int] = []
    for each in sources:
        columns.append(1 + max((columns[source] for source in each), default=-1))
    return columns


def _heirs(sources: Sources, targets: Sources, columns: Sequence[int]) -> list[int | None]:
    """Return for each tile the one that goes on with its chain."""
    ahead = [0] * len(sources)
    for tile in reversed(range(len(sources))):
        ahead[tile] = 1 + max((ahead[target] for target in targets[tile]), default=-1)
    longest = [max(each, key=lambda target: ahead[target], default=None) for each in targets]
    deepest = [max(each, key=lambda source: columns[source], default=None) for each in sources]
    return [heir if heir is not None and deepest[heir] == tile else None for tile, heir in enumerate(longest)]


def _chains(heirs: Sequence[int | None]) -> list[list[int]]:
    heads = sorted(set(range(len(heirs))) - set(heirs))
    chains = []
    for head in heads:
        chain = [head]
        while (heir := heirs[chain[-1]]) is not None:
            chain.append(heir)
        chains.append(chain)
    return chains


def _lanes(chains: Sequence[Sequence[int]], sources: Sources, targets: Sources, columns: Sequence[int]) -> list[int]:
    """Return the lane of each chain."""
    chain_of = {tile: number for number, chain in enumerate(chains) for tile in chain}
    lanes: dict[int, int] = {}
    taken: dict[int, list[Span]] = {}
    for number, above in _placing_order(chains, sources, targets, columns, chain_of):
        chain = chains[number]
        first, last = chain[0], chain[-1]
        beside = targets[last][0] if targets[last] else (sources[first] or (first,))[0]
        ends = max((columns[target] - 1 for target in targets[last]), default=columns[last])
        lane, step = lanes.get(chain_of[beside], 0), -1 if above else 1
        while not _take(taken.setdefault(lane, []), (columns[first], ends)):
            lane += step
        lanes[number] = lane
    top = min(lanes.values(), default=0)
    return [lanes[number] - top for number in range(len(chains))]


def _placing_order(
    chains: Sequence[Sequence[int]],
    sources: Sources,
    targets: Sources,
    columns: Sequence[int],
    chain_of: Mapping[int, int],
) -> list[tuple[int, bool]]:
    """Return the chains, each after the one that reads its end and nearer ones first, and whether it lies above it.

    The chain at the end of the net comes first, further outputs last.
    """
    readers = [targets[chain[-1]][0] if targets[chain[-1]] else None for chain in chains]
    above = [
        reader is not None and sources[reader].index(chain[-1]) < _own(sources[reader], chain_of, chain_of[reader])
        for chain, reader in zip(chains, readers, strict=True)
    ]
    ends = [number for number, reader in enumerate(readers) if reader is None]
    main = max(ends, key=lambda number: columns[chains[number][-1]], default=None)
    depths: dict[int, int] = {}
    for number in sorted(range(len(chains)), key=lambda number: -chains[number][-1]):
        reader = readers[number]
        depths[number] = depths[chain_of[reader]] + 1 if reader is not None else 0 if number == main else len(chains)
    ordered = sorted(range(len(chains)), key=lambda n: (depths[n], above[n], -n if above[n] else n))
    return [(number, above[number]) for number in ordered]


def _own(sources: Sequence[int], chain_of: Mapping[int, int], chain: int) -> int:
    """Return the place among ``sources`` of the one that is of the chain itself."""
    return next((place for place, source in enumerate(sources) if chain_of[source] == chain), -1)


def _take(taken: list[Span], span: Span) -> bool:
    """Take a lane or track over a span of columns; return whether it was free."""
    free = all(span[1] < first or last < span[0] for first, last in taken)
    if free:
        taken.append(span)
    return free


def _routes(
    sources: Sources, places: Sequence[Place], heirs: Sequence[int | None], lanes: int
) -> tuple[tuple[Route, ...], tuple[int, ...]]:
    """Return all lines, and how many tracks each gutter has; lines from one tile through one gutter share a track."""
    pairs = [(source, target) for target, each in enumerate(sources) for source in each]
    spans: dict[tuple[int, int], Span] = {}
    for source, target in pairs:
        if _passes_by(source, target, places, heirs):
            key = (source, _gutter(source, target, places))
            reach = max(places[target].column, spans.get(key, (0, 0))[1])
            spans[key] = (places[source].column + 1, reach)
    gutters: list[list[list[Span]]] = [[] for _ in range(lanes)]
    numbers = {}
    for key, span in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        beside = gutters[key[1]]
        free = next((number for number, taken in enumerate(beside) if _take(taken, span)), None)
        numbers[key] = len(beside) if free is None else free
        if free is None:
            beside.append([span])
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
