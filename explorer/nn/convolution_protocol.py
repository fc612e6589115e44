"""What every plan of a convolution is."""

from __future__ import annotations

from typing import Protocol

from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import Array


class ConvolutionPlan(Protocol):
    """A convolution of one image."""

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        ...

    @property
    def cycles(self) -> float:
        """Estimated time."""
        ...

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        ...

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image`` (C, H, W) into ``maps``.

        Unless the plan was made to be exact, ``filters`` and ``bias`` may be copied: what a net computes anew in each
        pass is for exact plans.
        """
        ...
