"""Kernels that are known by name, of any size."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape

Stencil: TypeAlias = Literal[
    "identity", "blur", "sharpen", "sobel-x", "sobel-y", "laplacian", "gabor", "negative", "random", "zero"
]


def stencil_of(name: Stencil, before: Array, angle: float = 0.0, seed: int = 0, kernels: int = 1) -> Array:
    """Return the kernel of a name, as large as another.

    Parameters
    ----------
    before
        Kernel (KH, KW) in whose place it comes; ``"negative"`` is made of it.
    angle
        Direction of the wave of ``"gabor"``, degrees; 0 for upright edges.
    seed
        Of ``"random"``: normally distributed numbers, as wide apart as He et al. start a filter.
    kernels
        Kernel slices of the filter, which has KH*KW weights for each.

    Returns
    -------
    Array
        float32 (KH, KW). Blur sums to 1, identity and sharpen too; Sobel, Laplacian and Gabor sum to 0.

    Notes
    -----
    Nets correlate: kernels are laid on the image as they are drawn, not mirrored. Sobel's is positive where it gets
    brighter to the right, or downwards. Larger ones of Sobel and of the blur are binomial.
    """
    if name == "gabor":
        return _gabor(before.shape, angle)
    if name == "random":
        return np.random.default_rng(seed).normal(0, math.sqrt(2 / (kernels * before.size)), before.shape).astype(FLOAT)
    if name == "negative":
        return -before
    return _BY_SHAPE[name](before.shape).astype(FLOAT) + FLOAT.type(0)  # which makes no zero a negative one


def _identity(shape: Shape) -> Array:
    kernel = np.zeros(shape)
    kernel[shape[0] // 2, shape[1] // 2] = 1
    return kernel


def _binomial(length: int) -> Array:
    return np.array([math.comb(length - 1, k) / 2 ** (length - 1) for k in range(length)])


def _slope(length: int) -> Array:
    """Return differences of a binomial, which sum to 0: -1, 0, 1 for three; a single tap has none."""
    if length < 2:
        return np.zeros(length)
    smooth = np.concatenate([[0.0], _binomial(length - 1), [0.0]])
    return -np.diff(smooth)


def _blur(shape: Shape) -> Array:
    return np.outer(_binomial(shape[0]), _binomial(shape[1]))


def _sobel_x(shape: Shape) -> Array:
    return _scaled(np.outer(_binomial(shape[0]), _slope(shape[1])))


def _sobel_y(shape: Shape) -> Array:
    return _scaled(np.outer(_slope(shape[0]), _binomial(shape[1])))


def _scaled(kernel: Array) -> Array:
    """Return a kernel of differences with its positive weights summing to 4, as Sobel's do."""
    positive = kernel[kernel > 0].sum()
    return kernel * (4 / positive) if positive else kernel


def _laplacian(shape: Shape) -> Array:
    """Return the neighbours above, below and beside minus as many times the middle; without neighbours 0."""
    kernel = np.zeros(shape)
    y, x = shape[0] // 2, shape[1] // 2
    for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        if 0 <= y + dy < shape[0] and 0 <= x + dx < shape[1]:
            kernel[y + dy, x + dx] = 1
    kernel[y, x] -= kernel.sum()
    return kernel


def _sharpen(shape: Shape) -> Array:
    return _identity(shape) - _laplacian(shape)


_BY_SHAPE: dict[Stencil, Callable[[Shape], Array]] = {
    "identity": _identity,
    "blur": _blur,
    "sharpen": _sharpen,
    "sobel-x": _sobel_x,
    "sobel-y": _sobel_y,
    "laplacian": _laplacian,
    "zero": np.zeros,
}


def _gabor(shape: Shape, degrees: float) -> Array:
    """Return a wave under a bell with an edge in the middle, without a mean, its absolute weights summing to 2.

    Notes
    -----
    Daugman 1985: exp(-(x'^2 + y'^2) / 2 sigma^2) * cos(2 pi x' / wavelength - pi / 2), sigma half a wavelength.
    """
    wavelength = max(2.0, 0.75 * max(shape))
    y, x = np.mgrid[: shape[0], : shape[1]] - (np.array(shape).reshape(2, 1, 1) - 1) / 2
    angle = math.radians(degrees)
    along = x * math.cos(angle) + y * math.sin(angle)
    bell = np.exp(-(x**2 + y**2) / (2 * (wavelength / 2) ** 2))
    kernel = bell * np.cos(2 * math.pi * along / wavelength - math.pi / 2)
    kernel -= bell * (kernel.sum() / bell.sum())
    size = np.abs(kernel).sum()
    return (kernel * (2 / size) if size > 1e-9 else np.zeros(shape)).astype(FLOAT)
