from __future__ import annotations

import numpy as np
import pytest

from explorer.session.strip.flow import Flow, Place, Sources, Track, flow_of, reading_order

RESIDUAL = [(), (0,), (1,), (2, 0), (3,)]
"""An input, two layers on it, their sum with the input, one more."""

FOUR_BRANCHES = [(), (0,), (0,), (2,), (0,), (4,), (5,), (0,), (1, 3, 6, 7), (8,)]
"""As in GoogLeNet: branches of one, two, three layers and of one, then a Concat."""


def in_order(sources: Sources) -> list[tuple[int, ...]]:
    """Return the same net with its tiles in reading order."""
    order = reading_order(sources)
    place = {tile: i for i, tile in enumerate(order)}
    return [tuple(place[source] for source in sources[tile]) for tile in order]


def lanes(flow: Flow) -> list[int]:
    return [place.lane for place in flow.places]


def random_net(seed: int) -> list[tuple[int, ...]]:
    rng = np.random.default_rng(seed)
    made: list[tuple[int, ...]] = [()]
    for tile in range(1, 60):
        count = int(rng.integers(0 if rng.random() < 0.1 else 1, 4))
        nearest = np.maximum(tile - 1 - rng.geometric(0.3, count), 0)
        made.append(tuple(dict.fromkeys(nearest.tolist())))
    return made


def test_nothing_flows_in_an_empty_net() -> None:
    assert flow_of([]) == Flow((), (), (), frozenset())
    assert flow_of([]).columns == ()


def test_chain_is_one_lane_without_bends() -> None:
    flow = flow_of([(), (0,), (1,)])
    assert flow.places == (Place(0, 0), Place(1, 0), Place(2, 0))
    assert (flow.tracks, flow.bends) == ((0,), frozenset())


def test_line_past_a_residual_branch_has_a_track_of_its_own() -> None:
    flow = flow_of(RESIDUAL)
    assert lanes(flow) == [0] * 5
    assert [(r.source, r.target) for r in flow.routes if r.track] == [(0, 3)]
    assert flow.routes[3].track == Track(0, 0)
    assert (flow.tracks, flow.bends) == ((1,), {1, 3})


def test_parallel_branches_lie_around_the_longest_in_the_order_in_which_they_are_joined() -> None:
    flow = flow_of(FOUR_BRANCHES)
    assert lanes(flow) == [2, 0, 1, 1, 2, 2, 2, 3, 2, 2]
    assert [place.column for place in flow.places] == [0, 1, 1, 2, 1, 2, 3, 1, 4, 5]
    assert flow.tracks == (0, 0, 0, 0)
    assert flow.bends == {1, 4}


def test_lane_is_used_again_once_its_branch_has_ended() -> None:
    twice = [*FOUR_BRANCHES, *(tuple(source + 9 for source in each) for each in FOUR_BRANCHES[1:])]
    assert max(lanes(flow_of(twice))) == 3


def test_reading_goes_branch_by_branch() -> None:
    interleaved = [(), (0,), (0,), (1,), (2,), (4, 3)]
    assert reading_order(interleaved) == (0, 2, 4, 1, 3, 5)


def test_second_output_is_read_after_the_way_to_the_farthest_one() -> None:
    early_exit = [(), (0,), (1,), (1,), (3,), (4,)]
    assert reading_order(early_exit) == (0, 1, 3, 4, 5, 2)
    assert lanes(flow_of(in_order(early_exit))) == [0, 0, 0, 0, 0, 1]


def test_longest_way_is_straight_whichever_input_it_begins_at() -> None:
    flow = flow_of(in_order([(), (), (1,), (2,), (0, 3)]))
    assert [place.column for place in flow.places] == [0, 0, 1, 2, 3]
    assert lanes(flow) == [0, 1, 1, 1, 1]


def test_inputs_that_meet_late_stand_in_the_first_column() -> None:
    flow = flow_of(in_order([(), (), (0,), (2,), (3, 1)]))
    assert [place.column for place in flow.places] == [0, 1, 2, 0, 3]
    assert lanes(flow) == [0, 0, 0, 1, 0]


def test_lines_from_one_tile_to_many_share_a_track() -> None:
    dense = [(), (0,), (0, 1), (0, 1, 2), (0, 1, 2, 3)]
    flow = flow_of(dense)
    tracks = {(r.source, r.track) for r in flow.routes if r.track}
    assert {source for source, _ in tracks} == {0, 1, 2} and len(tracks) == 3
    assert flow.tracks == (3,)


def test_shorter_line_runs_below_the_longer_one() -> None:
    nested = [(), (0,), (1,), (2, 1), (3,), (4, 0)]
    tracks = {r.source: r.track.number for r in flow_of(nested).routes if r.track}
    assert tracks == {1: 0, 0: 1}


def test_sources_and_targets_are_told_for_each_tile() -> None:
    flow = flow_of(RESIDUAL)
    assert flow.sources == ((), (0,), (1,), (2, 0), (3,))
    assert flow.targets == ((1, 3), (2,), (3,), (4,), ())


@pytest.mark.parametrize("seed", range(20))
def test_no_two_tiles_stand_in_one_place_and_no_line_crosses_a_tile(seed: int) -> None:
    sources = in_order(random_net(seed))
    flow = flow_of(sources)
    at = {place: tile for tile, place in enumerate(flow.places)}
    assert len(at) == len(sources)
    for route in flow.routes:
        source, target = flow.places[route.source], flow.places[route.target]
        assert source.column < target.column
        if route.track is None:
            between = [Place(column, source.lane) for column in range(source.column + 1, target.column)]
            assert not [place for place in between if place in at]


@pytest.mark.parametrize("seed", range(20))
def test_lines_of_different_tiles_never_share_a_track_side_by_side(seed: int) -> None:
    flow = flow_of(in_order(random_net(seed)))
    taken: dict[tuple[Track, int], int] = {}
    for route in flow.routes:
        if route.track is not None:
            assert route.track.number < flow.tracks[route.track.gutter]
            for column in range(flow.places[route.source].column + 1, flow.places[route.target].column + 1):
                assert taken.setdefault((route.track, column), route.source) == route.source


@pytest.mark.parametrize("seed", range(20))
def test_reading_order_is_one_in_which_the_net_can_be_computed(seed: int) -> None:
    sources = random_net(seed)
    seen: set[int] = set()
    for tile in reading_order(sources):
        assert seen.issuperset(sources[tile])
        seen.add(tile)
    assert len(seen) == len(sources)
