"""Convolution of a single pixel: a product of its channels and a matrix, as fast as the matrix can be read.

Vectors hold as many filters as they have lanes. Weights are packed in the order that they are read in.
"""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.keeping import cut_off
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, load, splat, store
from explorer.kernels.work import shared

_STEP = 4
"""Channels that are added side by side, as each sum waits for the one before it."""


@shared
def convolve_pixel(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters over one pixel.

    Items are vectors of filters. The arguments are the channels of the pixel; the weights, vector by vector of
    filters, channel by channel; the biases; the sums and their positive parts (or nothing), and the most that these
    are, float32; and scratch memory, (threads, a vector or more). All other arrays are flat.
    """
    pixel, weights, bias, out, rectified, ceiling, scratch = unpack(arguments)
    own, whole = scratch[thread], pixel.size // _STEP * _STEP
    for item in range(first, last):
        s0 = s1 = s2 = s3 = splat(f32(0))
        place, low = item * pixel.size * LANES, item * LANES
        for c in range(0, whole, _STEP):
            p = place + c * LANES
            s0 = s0 + load(weights, p) * splat(pixel[c])
            s1 = s1 + load(weights, p + LANES) * splat(pixel[c + 1])
            s2 = s2 + load(weights, p + 2 * LANES) * splat(pixel[c + 2])
            s3 = s3 + load(weights, p + 3 * LANES) * splat(pixel[c + 3])
        for c in range(whole, pixel.size):
            s0 = s0 + load(weights, place + c * LANES) * splat(pixel[c])
        store(own, 0, (s0 + s1) + (s2 + s3))
        for i in range(u64(min(LANES, out.size - low))):
            number = own[i] + bias[u64(low) + i]
            out[u64(low) + i] = number
            if rectified.size > 0:
                rectified[u64(low) + i] = cut_off(number, ceiling)
