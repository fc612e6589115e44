"""Small cases, and threads that are given back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.bench.builder import Builder
from explorer.bench.case import Case, case_of
from explorer.bench.clock import Pace
from explorer.kernels.threads import set_threads


@pytest.fixture
def pace() -> Pace:
    return Pace(seconds=0.01, rounds=2, rest=0, warm_up=0)


@pytest.fixture
def case() -> Case:
    """A net of two convolutions that are alike, with a sum of both."""
    net = Builder("small", 1, 4, 9, 9)
    first = net.conv(4, 3, pad=1)
    net.relu()
    net.add("Add", first, net.conv(4, 3, pad=1))
    net.add("Flatten")
    graph = net.graph()
    return case_of("small", graph, {"image": (1, 4, 9, 9)})


@pytest.fixture(autouse=True)
def all_threads_afterwards() -> Iterator[None]:
    yield
    set_threads(0)
