"""Kernel slices that textbooks know by name, at any size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape

Maker: TypeAlias = Callable[[Array, np.random.Generator], Array]
"""Returns another kernel slice (KH, KW) for the one that is there; random ones draw from the generator."""

_ALWAYS = ("identity", "negative", "random", "zero")
"""Those that fit any kernel slice."""


def textbook_kernel(name: str, kernel: Array, random: np.random.Generator) -> Array:
    """Return a kernel slice of ``KERNELS``, float32 (KH, KW), as long (L2 norm) as the one that it replaces.

    One in the place of zeros alone has the numbers of the textbook. Stencils of 3x3 taps stand in the middle of larger
    kernel slices; of a kernel slice that is one row high, or one column wide, theirs is the middle one.
    """
    made = KERNELS[name](kernel, random).astype(np.float64)
    length = float(np.linalg.norm(kernel.astype(np.float64)))
    if length and made.any():
        made *= length / np.linalg.norm(made)
    return made.astype(FLOAT)


def fitting(shape: Shape) -> tuple[str, ...]:
    """Return the names of the kernels that a kernel slice of these extents (KH, KW) has room for."""
    probe, random = np.ones(shape), np.random.default_rng(0)
    return tuple(
        name
        for name, make in KERNELS.items()
        if name in _ALWAYS or (2 not in shape and np.count_nonzero(make(probe, random)) > 1)
    )


def _identity(kernel: Array, _: np.random.Generator) -> Array:
    return _centred(np.ones((1, 1)), kernel.shape)


def _stencil(*rows: tuple[float, ...]) -> Maker:
    return lambda kernel, _: _centred(np.array(rows, np.float64), kernel.shape)


def _centred(stencil: Array, shape: Shape) -> Array:
    """Return ``stencil`` (odd extents) in the middle of zeros, or as much of its middle as there is room for."""
    made = np.zeros(shape)
    for tap in np.ndindex(*stencil.shape):
        y, x = ((extent - 1) // 2 + at - side // 2 for extent, at, side in zip(shape, tap, stencil.shape, strict=True))
        if 0 <= y < shape[0] and 0 <= x < shape[1]:
            made[y, x] = stencil[tap]
    return made


def _blur(kernel: Array, _: np.random.Generator) -> Array:
    """Return the outer product of two rows of Pascal's triangle, which sums up to one."""
    rows, columns = (_pascal(extent) for extent in kernel.shape)
    return np.outer(rows, columns)


def _pascal(count: int) -> Array:
    row = np.ones(1)
    for _ in range(count - 1):
        row = np.convolve(row, (0.5, 0.5))
    return row


def _gabor(degrees: int) -> Maker:
    """Return what makes a wave under a Gaussian, with a mean of zero; ``degrees`` turn it from right to up.

    Notes
    -----
    Two waves across a kernel slice, but none shorter than two pixels; deviation half a wave.
    """

    def make(kernel: Array, _: np.random.Generator) -> Array:
        high, wide = kernel.shape
        y, x = np.mgrid[:high, :wide].astype(np.float64)
        y, x = y - (high - 1) / 2, x - (wide - 1) / 2
        wave = max(2.0, max(high, wide) / 2)
        along = x * np.cos(np.deg2rad(degrees)) - y * np.sin(np.deg2rad(degrees))
        made = np.cos(2 * np.pi * along / wave) * np.exp(-(x * x + y * y) / (2 * (wave / 2) ** 2))
        return np.asarray(made - made.mean()).round(9)

    return make


KERNELS: Mapping[str, Maker] = MappingProxyType(
    {
        "identity": _identity,
        "sobel-x": _stencil((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        "sobel-y": _stencil((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
        "blur": _blur,
        "sharpen": _stencil((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
        "laplacian": _stencil((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        "gabor-0": _gabor(0),
        "gabor-45": _gabor(45),
        "gabor-90": _gabor(90),
        "gabor-135": _gabor(135),
        "negative": lambda kernel, _: -kernel,
        "random": lambda kernel, random: random.normal(size=kernel.shape),
        "zero": lambda kernel, _: np.zeros(kernel.shape),
    }
)
"""What there is, by name; edges are those from dark to bright, to the right and down."""
