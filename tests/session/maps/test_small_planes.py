"""Planes are shrunk once, as the whole volume would be."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.render.resample import shrunk
from explorer.session.maps.small_planes import SmallPlanes

VOLUME = np.random.default_rng(0).standard_normal((9, 20, 30)).astype(np.float32)


@pytest.mark.parametrize("slices", [range(3, 7), range(9), (8, 2, 5), (4,), range(2, 2)])
def test_slices_are_those_of_the_whole_volume_shrunk(slices) -> None:
    planes = SmallPlanes(VOLUME)
    planes.at(range(4, 6), 7, 11)
    assert np.array_equal(planes.at(slices, 7, 11), shrunk(VOLUME, 7, 11)[list(slices)])


def test_planes_that_are_small_enough_are_those_of_the_volume() -> None:
    assert np.shares_memory(SmallPlanes(VOLUME).at(range(2, 5), 40, 40), VOLUME)


def test_planes_are_made_once() -> None:
    planes = SmallPlanes(VOLUME)
    first = planes.at(range(9), 7, 11)
    assert np.shares_memory(planes.at(range(3, 5), 7, 11), first)


def test_sizes_that_were_not_asked_for_lately_are_let_go() -> None:
    planes = SmallPlanes(VOLUME)
    first = planes.at(range(9), 7, 11)
    for height in range(8, 14):
        planes.at(range(9), height, 11)
    assert not np.shares_memory(planes.at(range(9), 7, 11), first)
