from __future__ import annotations

import numpy as np
import pytest

from explorer.nn.region import Part, Region, dense, pieces_of, region_at, region_of, union

RANDOM = np.random.default_rng(0)


def mask_of(region: Region, shape: tuple[int, ...]) -> np.ndarray:
    mask = np.zeros(shape, bool)
    for piece in region.pieces:
        mask |= dense(piece)
    return mask


@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 3, 4), (2, 1, 3, 2)])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
def test_pieces_make_up_a_mask_and_do_not_overlap(shape: tuple[int, ...], share: float) -> None:
    mask = np.asarray(RANDOM.random(shape) < share)
    pieces = pieces_of(mask)
    counts = sum((dense(piece).astype(int) for piece in pieces), np.zeros(shape, int))
    assert (counts == mask).all()


def test_a_product_is_one_piece() -> None:
    mask = np.array([1, 0, 1], bool)[:, None] & np.array([0, 1, 1, 0], bool)
    assert len(pieces_of(mask)) == 1


def test_union_holds_both_and_drops_what_is_held_already() -> None:
    small, large = region_at((6, 6), (2, slice(1, 3))), region_at((6, 6), (slice(1, 4), slice(0, 5)))
    for first, second in ((small, large), (large, small)):
        both = union(first, second)
        assert len(both.pieces) == 1
        assert (mask_of(both, (6, 6)) == mask_of(large, (6, 6))).all()


def test_neighbours_along_one_axis_become_one() -> None:
    both = union(region_at((6, 6), (2, slice(1, 3))), region_at((6, 6), (3, slice(1, 3))))
    assert len(both.pieces) == 1 and mask_of(both, (6, 6)).sum() == 4


def test_far_too_many_pieces_are_rounded_up_to_what_encloses_them() -> None:
    pieces = [piece for place in range(20) for piece in region_at((40, 40), (2 * place, 2 * place)).pieces]
    region = region_of(pieces)
    assert not region.exact
    assert (mask_of(region, (40, 40)) == mask_of(region_of(pieces[:1] + pieces[-1:]), (40, 40)))[0, 0]
    assert all(mask_of(region, (40, 40))[2 * place, 2 * place] for place in range(20))


def test_a_whole_axis_ends_where_it_ends() -> None:
    hanging = Part(np.array([1, 1, 0], bool), -2, 1)
    joined = hanging.joined(Part.all(3))
    assert (joined.low, joined.high, joined.whole) == (0, 2, True)
    other = hanging.joined(Part(np.array([0, 0, 1], bool), 2, 4))
    assert (other.low, other.high) == (-2, 4)


def test_parts_of_an_axis_are_equal_if_they_are_the_same_places() -> None:
    mask = np.array([0, 1, 1, 0, 0, 0, 0, 0, 1], bool)
    assert Part.of(mask) == Part.of(mask.copy()) and hash(Part.of(mask)) == hash(Part.of(mask.copy()))
    assert Part.of(mask) != Part(mask, -1, 8)
    assert Part.of(mask) != Part.of(mask[::-1])


def test_part_holds_what_all_places_are_in() -> None:
    for _ in range(200):
        first, second = (RANDOM.random(19) < share for share in (0.8, 0.2))
        if first.any() and second.any():
            assert Part.of(first).holds(Part.of(second)) == bool((first | ~second).all())


def test_union_of_many_is_that_of_their_masks() -> None:
    for _ in range(100):
        masks = [RANDOM.random((3, 4, 5)) < share for share in (0.1, 0.2)]
        regions = [region_of(pieces_of(mask)) for mask in masks]
        both = union(*regions)
        if both.exact:
            assert (mask_of(both, (3, 4, 5)) == masks[0] | masks[1]).all()
        else:
            assert mask_of(both, (3, 4, 5))[masks[0] | masks[1]].all()
