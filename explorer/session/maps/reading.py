"""How much a filter takes from each of the slices that it is laid on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from explorer.nn.spec import FLOAT, Array
from explorer.nn.window import Window


@dataclass(frozen=True, eq=False)
class Reading:
    """One filter with the slices that it is laid on.

    Attributes
    ----------
    address
        ``"conv2:17"``: the layer that the filter makes a slice of, and its index.
    slices
        The slices that the filter's group reads.
    kernels
        Kernel slices (I, KH, KW), one for each of them.
    window
        How it slides over two axes; None where it covers the whole volume.
    """

    address: str
    slices: range
    kernels: Array = field(repr=False)
    window: Window | None

    def strengths(self, volume: Array) -> Array:
        """Return the mean magnitude of what each slice of (D, H, W) adds to the filter's sums, float32 (D,)."""
        read = volume[self.slices.start : self.slices.stop]
        with np.errstate(invalid="ignore", over="ignore"):  # Weights may be infinite, or no numbers.
            sums = self._sums(read)
        out: Array = np.zeros(len(volume), FLOAT)
        out[self.slices.start : self.slices.stop] = np.abs(sums).reshape(len(read), -1).mean(axis=1)
        return out

    def _sums(self, read: Array) -> Array:
        """Return what each slice adds to the filter's sums."""
        return (read * self.kernels).sum(axis=(1, 2)) if self.window is None else _slid(read, self.kernels, self.window)


def _slid(volume: Array, kernels: Array, window: Window) -> Array:
    """Return the correlation of each slice with its kernel slice, (I, OH, OW)."""
    pads = tuple(zip(window.pads_begin, window.pads_end, strict=True))
    padded = np.pad(volume, ((0, 0), *pads))
    extents = window.output_extents(volume.shape[1:])
    total: Array = np.zeros((len(volume), *extents), FLOAT)
    for tap in np.ndindex(*window.kernel):
        axes = zip(tap, window.dilations, window.strides, extents, strict=True)
        y, x = (slice(at * gap, at * gap + (count - 1) * step + 1, step) for at, gap, step, count in axes)
        total += padded[:, y, x] * kernels[:, tap[0], tap[1], None, None]
    return total
