from __future__ import annotations

import numpy as np
import pytest

from explorer.nn.dependence.table import RULES
from explorer.nn.ops import operators
from explorer.nn.region import Part, dense, region_at
from explorer.nn.relation import NOWHERE, AxisByAxis, Link, Reshaped

DEPENDS_ON_VALUES = {"GatherElements", "GatherND"}
"""Operators whose numbers decide which elements they take."""

MAKES_CONSTANTS = {"Constant", "ConstantOfShape", "Range", "Shape", "Size"}


def only(*places: int, extent: int) -> Part:
    mask = np.zeros(extent, bool)
    mask[list(places)] = True
    return Part.of(mask)


def test_every_operator_says_what_it_depends_on() -> None:
    assert set(operators()) - set(RULES) == DEPENDS_ON_VALUES | MAKES_CONSTANTS


def test_a_link_is_read_both_ways() -> None:
    link = Link(0, 0, 4, np.array([[-1, 0], [1, 2], [3, 4]]), 2)
    seen = link.back(only(0, 1, extent=3))
    assert seen is not None
    assert (np.flatnonzero(seen.mask).tolist(), seen.low, seen.high) == ([0, 1, 2], -1, 2)
    reached = link.ahead(only(2, extent=4))
    assert reached is not None and np.flatnonzero(reached.mask).tolist() == [1]


def test_what_lies_in_the_padding_alone_is_nothing() -> None:
    link = Link(0, 0, 2, np.array([[-1], [0]]))
    assert link.back(only(0, extent=2)) is None


def test_a_field_that_hangs_over_goes_on_with_the_step() -> None:
    link = Link(0, 0, 10, np.arange(5)[:, None] * 2 + np.arange(3) - 1, 2)
    part = link.back(Part(np.ones(5, bool), -2, 6))
    assert part is not None and (part.low, part.high) == (-5, 13)


def test_places_that_are_none_are_passed_over() -> None:
    link = Link(0, 0, 3, np.array([[NOWHERE, 0], [NOWHERE, NOWHERE], [1, 2]]))
    assert link.back(only(1, extent=3)) is None
    part = link.back(only(0, 2, extent=3))
    assert part is not None and (part.low, part.high) == (0, 2)


def test_axes_without_a_link_are_reached_from_everywhere() -> None:
    relation = AxisByAxis((3, 4), (3, 1), (Link(0, 0, 3),))
    (piece,) = relation.back(region_at((3, 1), (1, 0)).pieces[0])
    assert dense(piece).sum() == 4 and dense(piece)[1].all()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((1, 4, 5, 6), (1, 120)),
        ((1, 4, 5, 6), (1, 2, 2, 5, 6)),
        ((1, 6, 4), (1, 4, 6)),
        ((1, 4, 1, 1), (1, 4)),
        ((4,), (4, 1)),
        ((1, 9, 2, 3), (1, 3, 3, 2, 3)),
        ((2, 3, 4), (6, 4)),
        ((1, 1, 5, 6), (1, 1, 1, 5, 6)),
        ((), (1,)),
        ((1, 1), ()),
    ],
)
def test_elements_keep_their_order_in_another_shape(old: tuple[int, ...], new: tuple[int, ...]) -> None:
    relation = Reshaped(old, new)
    for index in np.ndindex(old):
        mask = np.zeros(old, bool)
        mask[index] = True
        pieces = relation.ahead(region_at(old, index).pieces[0])
        assert (sum(dense(piece) for piece in pieces).reshape(new) == mask.reshape(new)).all()
        back = [piece for one in pieces for piece in relation.back(one)]
        assert (sum(dense(piece) for piece in back).reshape(old) == mask).all()


def test_extents_of_one_that_come_or_go_leave_the_padding_alone() -> None:
    part = Part(np.ones(5, bool), -2, 6)
    ((*_, after),) = Reshaped((1, 5), (1, 1, 5)).ahead((Part.all(1), part))
    assert (after.low, after.high) == (-2, 6)


def test_axes_that_go_side_by_side_are_kept() -> None:
    assert AxisByAxis((2, 3), (3, 2), (Link(0, 1, 3), Link(1, 0, 2))).keeps_axes
    assert not AxisByAxis((2, 3), (2, 3), (Link(0, 0, 2),)).keeps_axes
    assert not AxisByAxis((1, 2), (2,), (Link(0, 1, 2),)).keeps_axes
    assert not AxisByAxis((2,), (2,), (Link(0, 0, 2, np.array([[1], [0]])),)).keeps_axes
