from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from explorer.nn.stencils import Stencil
from explorer.session.commands.edits import EDIT_COMMANDS
from explorer.session.filters.fills import FILLS, fills_for


def test_every_kernel_that_is_known_is_offered_under_a_name_of_its_own() -> None:
    assert {fill.kind for fill in FILLS} == set(get_args(Stencil))
    assert len({fill.name for fill in FILLS}) == len({fill.title for fill in FILLS}) == len(FILLS)


def test_slopes_are_offered_where_there_is_room_for_them() -> None:
    assert fills_for((3, 3)) == FILLS
    assert [fill.name for fill in fills_for((1, 1))] == ["identity", "negative", "random", "zero"]
    assert "sobel-x" in {fill.name for fill in fills_for((1, 3))}
    assert "sobel-y" not in {fill.name for fill in fills_for((1, 3))}


def test_a_wave_turns_with_its_angle() -> None:
    upright, lying = (
        next(fill for fill in FILLS if fill.name == name).kernel(np.zeros((5, 5), np.float32))
        for name in ("gabor-0", "gabor-90")
    )
    assert np.allclose(upright, lying.T, atol=1e-6)


@pytest.mark.parametrize("name", ["identity", "blur", "sharpen", "sobel-x", "sobel-y", "laplacian", "gabor-45"])
def test_a_filter_answers_to_the_mean_of_its_maps(name: str) -> None:
    fill = next(fill for fill in FILLS if fill.name == name)
    before = np.zeros((8, 3, 3), np.float32)
    one, all_of_them = (fill.kernels(before, places, seed=0) for places in ((2,), range(8)))
    book = fill.kernel(before[2])
    assert np.array_equal(one[2], book)
    np.testing.assert_allclose(np.sum(list(all_of_them.values()), axis=0), book, rtol=1e-5)


def test_random_weights_spread_as_he_starts_a_filter_of_all_its_kernel_slices() -> None:
    fill = next(fill for fill in FILLS if fill.name == "random")
    found = np.stack(list(fill.kernels(np.zeros((64, 5, 5), np.float32), range(64), seed=3).values()))
    assert found.std() == pytest.approx(np.sqrt(2 / (64 * 5 * 5)), rel=0.05)
    assert not np.array_equal(found[0], found[1])


def test_commands_fill_what_has_room(digits) -> None:
    commands = {command.name: command for command in EDIT_COMMANDS}
    digits.session.select_map("conv2", 3)
    assert commands["fill-gabor-45"].possible(digits.view)
    commands["fill-sobel-x"].run(digits.session, None)
    digits.settle()
    assert digits.view.filter.kernels[0][2].tolist() == digits.view.filter.kernels[5][2].tolist()
    digits.session.select_map("softmax", 0)
    assert not commands["fill-sobel-x"].possible(digits.view)
