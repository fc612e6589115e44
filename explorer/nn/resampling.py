"""Which elements of an axis make each element of the resized axis."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.nn.spec import FLOAT, INT, Array


@dataclass(frozen=True)
class Resampling:
    """How to resize, as the attributes of ONNX Resize say.

    Notes
    -----
    ONNX Resize-19.

    Attributes
    ----------
    mode
        ``"nearest"``, ``"linear"`` or ``"cubic"``.
    coordinates
        The attribute ``coordinate_transformation_mode``.
    nearest_mode
        How ``"nearest"`` rounds; ``"simple"`` is floor upwards and ceil downwards, as Resize-10 has it.
    """

    mode: str = "nearest"
    coordinates: str = "half_pixel"
    nearest_mode: str = "round_prefer_floor"
    cubic_coeff_a: float = -0.75
    exclude_outside: bool = False
    antialias: bool = False

    def __post_init__(self) -> None:
        """Raise NetError where a name is unknown."""
        for name, given, known in (
            ("mode", self.mode, ("nearest", *_KERNELS)),
            ("coordinate_transformation_mode", self.coordinates, _COORDINATES),
            ("nearest_mode", self.nearest_mode, _ROUNDINGS),
        ):
            if given not in known:
                raise NetError(f"{name} is {given!r}", f"it may be {', '.join(known)}")


@dataclass(frozen=True)
class AxisTable:
    """The taps of every place along a resized axis.

    Attributes
    ----------
    places
        int64 (taps, extent): indices along the original axis.
    weights
        float32 (taps, extent).
    outside
        bool (extent,): places that lie outside a cropped image and take the extrapolation value.
    """

    places: Array
    weights: Array
    outside: Array


@dataclass(frozen=True)
class Stretch:
    """One axis before and after: extents, scale, and the part of it, 0..1, that cropping keeps."""

    before: int
    after: int
    scale: float = 1.0
    start: float = 0.0
    end: float = 1.0


def axis_table(how: Resampling, axis: Stretch) -> AxisTable:
    """Return the taps of every place along a resized axis."""
    places = _COORDINATES[how.coordinates](np.arange(axis.after, dtype=FLOAT), axis).astype(FLOAT)
    cropped = how.coordinates == "tf_crop_and_resize"
    outside = cropped & ((places < 0) | (places > axis.before - 1))
    if how.mode == "nearest":
        rounding = _ROUNDINGS[how.nearest_mode]
        indices = np.clip(rounding(places, axis.scale), 0, axis.before - 1).astype(INT)[None]
        return AxisTable(indices, np.ones(indices.shape, FLOAT), outside)
    indices, weights = _weighted_taps(how, places.astype(np.float64), axis)
    return AxisTable(np.clip(indices, 0, axis.before - 1), weights.astype(FLOAT), outside)


def _weighted_taps(how: Resampling, places: Array, axis: Stretch) -> tuple[Array, Array]:
    """Return indices, some outside the axis, and weights (taps, extent)."""
    squeeze = min(axis.scale, 1.0) if how.antialias else 1.0
    radius, kernel = _KERNELS[how.mode]
    first = math.floor(-radius / squeeze) + 1
    offsets = np.arange(first, 2 - first)[:, None]
    base = np.ceil(places) - 1
    weights = kernel((offsets - (places - base)) * squeeze, how.cubic_coeff_a)
    indices = (base + offsets).astype(INT)
    if how.exclude_outside:
        weights = np.where((indices < 0) | (indices >= axis.before), 0.0, weights)
    return indices, weights / weights.sum(axis=0)


def _linear(x: Array, _: float) -> Array:
    weight: Array = np.maximum(0, 1 - np.abs(x))
    return weight


def _cubic(x: Array, a: float) -> Array:
    """Keys' cubic convolution kernel."""
    d = np.abs(x)
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    return np.where(d <= 1, near, np.where(d < 2, far, 0.0))


_KERNELS: dict[str, tuple[int, Callable[[Array, float], Array]]] = {"linear": (1, _linear), "cubic": (2, _cubic)}
"""Radius and function of each interpolation kernel."""


def _half_pixel(x: Array, axis: Stretch) -> Array:
    return (x + FLOAT.type(0.5)) / FLOAT.type(axis.scale) - FLOAT.type(0.5)


def _pytorch_half_pixel(x: Array, axis: Stretch) -> Array:
    return _half_pixel(x, axis) if axis.after > 1 else np.zeros_like(x)


def _half_pixel_symmetric(x: Array, axis: Stretch) -> Array:
    adjustment = axis.after / (axis.scale * axis.before)
    return FLOAT.type(axis.before / 2 * (1 - adjustment)) + _half_pixel(x, axis)


def _asymmetric(x: Array, axis: Stretch) -> Array:
    return x / FLOAT.type(axis.scale)


def _align_corners(x: Array, axis: Stretch) -> Array:
    last = axis.scale * axis.before - 1
    return x * FLOAT.type(axis.before - 1) / FLOAT.type(last) if axis.after > 1 else np.zeros_like(x)


def _crop(x: Array, axis: Stretch) -> Array:
    last = axis.before - 1
    if axis.after == 1:
        return np.full_like(x, (axis.start + axis.end) * last / 2)
    return FLOAT.type(axis.start * last) + x * FLOAT.type(
        (axis.end - axis.start) * last / (axis.scale * axis.before - 1)
    )


_COORDINATES: dict[str, Callable[[Array, Stretch], Array]] = {
    "half_pixel": _half_pixel,
    "half_pixel_symmetric": _half_pixel_symmetric,
    "pytorch_half_pixel": _pytorch_half_pixel,
    "align_corners": _align_corners,
    "asymmetric": _asymmetric,
    "tf_crop_and_resize": _crop,
}
"""The place on the original axis of each place on the resized one, by coordinate_transformation_mode."""


_ROUNDINGS: dict[str, Callable[[Array, float], Array]] = {
    "round_prefer_floor": lambda x, _: np.ceil(x - FLOAT.type(0.5)),
    "round_prefer_ceil": lambda x, _: np.floor(x + FLOAT.type(0.5)),
    "floor": lambda x, _: np.floor(x),
    "ceil": lambda x, _: np.ceil(x),
    "simple": lambda x, scale: np.ceil(x) if scale < 1 else np.floor(x),
}
"""Rounding of places for a scale, by nearest_mode."""
