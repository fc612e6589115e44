"""What one weight is multiplied with, against the footprints of all units."""

from __future__ import annotations

import numpy as np
import pytest
from passes import net_of, pass_of

from explorer.nn.arithmetic.parts import Pass, WeightedSum
from explorer.nn.arithmetic.sharing import Counts, counts, shared_weight
from explorer.nn.arithmetic.unit import explain
from explorer.nn.relation import NOWHERE


def pass_with(operator: str, **attributes: object) -> Pass:
    filters = np.ones((4, 2, 3, 2) if operator == "Conv" else (4, 3, 3, 2), np.float32)
    return pass_of(net_of((1, 4, 6, 7), {"w": filters}, ("v", operator, ("x", "w"), attributes)), np.ones((1, 4, 6, 7)))


@pytest.mark.parametrize(
    "run",
    [
        pass_with("Conv", group=2),
        pass_with("Conv", group=2, strides=(2, 1), pads=(1, 0, 2, 1)),
        pass_with("Conv", group=2, dilations=(2, 3), auto_pad="SAME_LOWER"),
        pass_with("ConvTranspose", strides=(2, 3), pads=(1, 1, 0, 0)),
    ],
    ids=["plain", "strided", "dilated", "transposed"],
)
def test_a_weight_meets_what_the_units_of_its_map_see_through_it(run: Pass) -> None:
    _, depth, height, width = run.specs["v"].shape
    filter_, tap = depth - 1, (1, 2, 0)
    shared = shared_weight(run, run.graph.nodes[0], filter_, tap)
    assert shared is not None
    met, units = np.zeros((6, 7), bool), 0
    for y, x in np.ndindex(height, width):
        sums = explain(run, "v", (0, filter_, y, x)).workings
        assert isinstance(sums, WeightedSum)
        rows, columns = sums.footprint.places
        units += rows[tap[1]] != NOWHERE and columns[tap[2]] != NOWHERE
        if sums.footprint.inside[tap[1:]]:
            met[rows[tap[1]], columns[tap[2]]] = True
        assert shared.channel == sums.channels[tap[0]]
    assert (shared.inputs == met).all()
    assert (shared.value, shared.units, shared.padded) == ("x", units, units - met.sum())


def test_counts_with_and_without_sharing() -> None:
    weights = {"w": np.zeros((6, 3, 5, 5), np.float32), "b": np.zeros(6, np.float32)}
    run = pass_of(net_of((1, 3, 32, 32), weights, ("v", "Conv", ("x", "w", "b"), {})), np.zeros((1, 3, 32, 32)))
    found = counts(run, run.graph.nodes[0])
    assert found == Counts(75, 1, 6, 784)
    assert (found.shared, found.unshared) == (456, 357504)


def test_other_operators_share_nothing() -> None:
    run = pass_of(net_of((1, 2, 2, 2), {}, ("v", "Relu", ("x",), {})), np.ones((1, 2, 2, 2)))
    assert counts(run, run.graph.nodes[0]) is None
    assert shared_weight(run, run.graph.nodes[0], 0, (0, 0, 0)) is None
