from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from explorer.nn.stencils import Stencil, stencil_of

SIZES = [(1, 1), (1, 5), (2, 2), (3, 3), (5, 5), (4, 7), (11, 11)]


def named(name: Stencil, *shape: int) -> np.ndarray:
    return stencil_of(name, np.ones(shape, np.float32))


def test_three_by_three_are_those_of_the_books() -> None:
    assert named("sobel-x", 3, 3).tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert named("sobel-y", 3, 3).tolist() == [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert named("laplacian", 3, 3).tolist() == [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    assert named("sharpen", 3, 3).tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert (16 * named("blur", 3, 3)).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    assert named("identity", 3, 3).tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("name", get_args(Stencil))
def test_every_kernel_fits_every_size(name: Stencil, shape: tuple[int, int]) -> None:
    kernel = named(name, *shape)
    assert (kernel.shape, kernel.dtype) == (shape, np.float32)
    assert np.isfinite(kernel).all()


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize(
    ("names", "total"), [("identity blur sharpen", 1), ("sobel-x sobel-y laplacian gabor zero", 0)]
)
def test_sums(names: str, total: int, shape: tuple[int, int]) -> None:
    for name in names.split():
        assert named(name, *shape).sum() == pytest.approx(total, abs=1e-5), name


def test_negative_is_of_the_kernel_before() -> None:
    before = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert np.array_equal(stencil_of("negative", before), -before)


def test_random_numbers_follow_from_their_seed() -> None:
    before = np.zeros((3, 3), np.float32)
    assert np.array_equal(stencil_of("random", before, seed=1), stencil_of("random", before, seed=1))
    assert not np.array_equal(stencil_of("random", before, seed=1), stencil_of("random", before, seed=2))


def test_gabor_turns_with_its_angle() -> None:
    before = np.zeros((7, 7), np.float32)
    upright, lying = (stencil_of("gabor", before, angle) for angle in (0, 90))
    assert np.allclose(upright, lying.T, atol=1e-6)
    assert np.ptp(upright[3]) > 2 * np.ptp(upright[:, 3])
    assert np.allclose(upright, -upright[:, ::-1], atol=1e-6)
