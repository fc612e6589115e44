from __future__ import annotations

import numpy as np
import pytest

from explorer.session.maps.ordering import ordering_of, page_of, strongest_first
from explorer.session.state import Order


@pytest.mark.parametrize(
    ("order", "expected"), [("maximum", (2, 0, 1, 3)), ("mean", (1, 3, 0, 2)), ("variance", (2, 0, 1, 3))]
)
def test_slices_stand_by_their_strength(order: Order, expected: tuple[int, ...]) -> None:
    volume = np.zeros((4, 1, 4), np.float32)
    volume[0] = [0, 0, 0, 2]
    volume[1] = 1.5
    volume[2] = [-9, -1, 3, 4]
    volume[3] = 1.0
    assert ordering_of(volume, order, None).slices == expected


def test_equal_slices_keep_the_order_of_the_layer_and_nan_comes_last() -> None:
    assert strongest_first(np.array([1, np.nan, 2, 1], np.float32)) == (2, 0, 3, 1)


def test_a_page_holds_the_chosen_slice() -> None:
    assert page_of(range(10), 7, 4) == range(4, 8)
    assert page_of((5, 3, 1, 0, 2, 4), 2, 4) == (2, 4)
    assert page_of(range(10), 7, 0) == range(10)
