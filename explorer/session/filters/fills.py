"""What kernel slices can be filled with: kernels that are known by name, as the window offers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape
from explorer.nn.stencils import Stencil, stencil_of


@dataclass(frozen=True)
class Fill:
    """What a kernel slice, or all those of a filter, can be filled with.

    Attributes
    ----------
    angle
        Direction of the wave of the kind ``"gabor"``, degrees.
    """

    title: str
    hint: str
    kind: Stencil
    angle: float = 0.0

    @property
    def name(self) -> str:
        """What tells it from all others, ``"sobel-x"``, ``"gabor-45"``."""
        return f"gabor-{self.angle:g}" if self.kind == "gabor" else self.kind

    def kernel(self, before: Array) -> Array:
        """Return the kernel slice, float32 (KH, KW), that comes in the place of another."""
        return stencil_of(self.kind, before, self.angle)

    def kernels(self, before: Array, places: Sequence[int], seed: int) -> dict[int, Array]:
        """Return what comes in the place of some kernel slices of a filter, float32 (I, KH, KW).

        One has the numbers of the books. Those of several are divided by how many they are: the filter then answers
        to the mean of their maps, no louder than its like do.
        """
        shared = 1 if self.kind in _OF_EACH else len(places)
        return {
            place: stencil_of(self.kind, before[place], self.angle, seed + place, len(before)) / FLOAT.type(shared)
            for place in places
        }


def _gabor(degrees: int, stripes: str) -> Fill:
    hint = f"A wave under a bell: answers to {stripes}"
    return Fill(f"Gabor, {degrees}\N{DEGREE SIGN}", hint, "gabor", degrees)


FILLS = (
    Fill("Identity", "1 in the middle: passes its map on as it is", "identity"),
    Fill("Blur", "A bell: the mean of what lies around", "blur"),
    Fill("Sharpen", "The middle five times, minus what lies around", "sharpen"),
    Fill("Sobel x", "Answers where it gets brighter to the right", "sobel-x"),
    Fill("Sobel y", "Answers where it gets brighter downwards", "sobel-y"),
    Fill("Laplacian", "What lies around minus the middle: answers to spots and lines", "laplacian"),
    _gabor(0, "upright edges"),
    _gabor(45, "edges that rise to the right"),
    _gabor(90, "level edges"),
    _gabor(135, "edges that fall to the right"),
    Fill("Negative", "Each weight with the other sign", "negative"),
    Fill("Random", "Numbers as a net begins with them before it is trained (He et al.)", "random"),
    Fill("Zero", "Sees nothing of its map", "zero"),
)

_OF_EACH: tuple[Stencil, ...] = ("negative", "random", "zero")
"""What is not divided among kernel slices."""

_ALWAYS: tuple[Stencil, ...] = ("identity", "negative", "random", "zero")


@lru_cache
def fills_for(shape: Shape) -> tuple[Fill, ...]:
    """Return what a kernel slice of these extents (KH, KW) has room for."""
    probe = np.ones(shape, FLOAT)
    return tuple(fill for fill in FILLS if fill.kind in _ALWAYS or np.count_nonzero(fill.kernel(probe).round(6)) > 1)
