from __future__ import annotations

import numpy as np
from random_edits import edited_nodes, random_edits
from random_nets import INPUT, random_net

from explorer.importers.reader import graph_of
from explorer.nn.copies import Copies
from explorer.nn.edited import apply
from explorer.nn.infer import infer


def test_copy_is_written_over_again_once_nobody_reads_it() -> None:
    copies, original = Copies(), np.arange(6.0).reshape(3, 2)
    first, worn = copies.of(original, {1})
    assert first is not original and np.array_equal(first, original) and worn == []
    row = first[2]
    del first
    second, worn = copies.of(original, {0})
    assert not np.shares_memory(second, row) and worn == []
    place = row.ctypes.data
    del row
    third, worn = copies.of(original, {2})
    assert third[2].ctypes.data == place and worn == [1]


def test_copies_are_of_one_array() -> None:
    copies = Copies()
    for original in (np.zeros(3), np.ones(3)):
        copy, worn = copies.of(original, {0})
        assert np.array_equal(copy, original) and worn == []
        del copy


def test_nets_that_are_edited_again_and_again_are_those_of_new_copies() -> None:
    rng = np.random.default_rng(5)
    edited = 0
    for seed in range(8):
        graph = graph_of(random_net(seed)[0], "random")
        specs = infer(graph, {INPUT: random_net(seed)[1].shape})
        names = sorted(edited_nodes(graph, specs))
        copies, held = Copies(), None
        for step in range(25 if names else 0):
            edits = random_edits(rng, graph, specs, names, 3)
            reused, fresh = apply(graph, edits, specs, copies), apply(graph, edits, specs)
            assert reused.initializers.keys() == fresh.initializers.keys()
            assert all(np.array_equal(reused.initializers[name], array) for name, array in fresh.initializers.items())
            held, edited = (reused if step % 3 == 0 else held), edited + 1
            del reused
        assert held is not None or not names
    assert edited
