"""Kernel slices by name, as textbooks print them."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.nn.textbook_kernels import KERNELS, fitting, textbook_kernel

RANDOM = np.random.default_rng(0)


def made(name: str, *shape: int) -> np.ndarray:
    return textbook_kernel(name, np.zeros(shape, np.float32), RANDOM)


def test_numbers_are_those_of_the_textbooks() -> None:
    np.testing.assert_array_equal(made("identity", 3, 3), [[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    np.testing.assert_array_equal(made("sobel-x", 3, 3), [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    np.testing.assert_array_equal(made("sobel-y", 3, 3), made("sobel-x", 3, 3).T)
    np.testing.assert_array_equal(made("blur", 3, 3) * 16, [[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    np.testing.assert_array_equal(made("sharpen", 3, 3), [[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    np.testing.assert_array_equal(made("laplacian", 3, 3), [[0, 1, 0], [1, -4, 1], [0, 1, 0]])


def test_a_stencil_stands_in_the_middle_of_a_larger_kernel_slice() -> None:
    large = made("sobel-x", 7, 11)
    np.testing.assert_array_equal(large[2:5, 4:7], made("sobel-x", 3, 3))
    assert np.count_nonzero(large) == 6


def test_a_row_takes_the_middle_row() -> None:
    np.testing.assert_array_equal(made("sobel-x", 1, 5), [[0, -2, 0, 2, 0]])


def test_waves_have_a_mean_of_zero_and_answer_to_their_direction() -> None:
    assert abs(made("gabor-45", 11, 11).mean()) < 1e-6
    y, x = np.mgrid[:11, :11]
    upright = np.cos(2 * np.pi * (x - 5) / 5.5)
    answers = {name: abs(float((made(name, 11, 11) * upright).sum())) for name in KERNELS if name.startswith("gabor")}
    assert max(answers, key=lambda name: answers[name]) == "gabor-0"
    rising = np.cos(2 * np.pi * ((x - 5) - (y - 5)) / 5.5 / 2**0.5)
    assert (made("gabor-45", 11, 11) * rising).sum() > 5 * abs((made("gabor-135", 11, 11) * rising).sum())


@pytest.mark.parametrize("name", [name for name in KERNELS if name != "zero"])
def test_length_is_kept(name: str) -> None:
    kernel = RANDOM.normal(size=(5, 5)).astype(np.float32)
    assert np.linalg.norm(textbook_kernel(name, kernel, RANDOM)) == pytest.approx(np.linalg.norm(kernel), rel=1e-6)


def test_negative_and_zero_are_those_of_the_kernel_slice() -> None:
    kernel = RANDOM.normal(size=(4, 2)).astype(np.float32)
    np.testing.assert_array_equal(textbook_kernel("negative", kernel, RANDOM), -kernel)
    assert not textbook_kernel("zero", kernel, RANDOM).any()


def test_only_what_fits_is_offered() -> None:
    assert fitting((3, 3)) == fitting((11, 11)) == tuple(KERNELS)
    assert fitting((1, 1)) == fitting((2, 2)) == ("identity", "negative", "random", "zero")
    assert "sobel-x" in fitting((1, 9)) and "sobel-y" not in fitting((1, 9))
