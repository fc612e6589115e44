"""Kernels that shift and scale rows, by given numbers or by their own moments."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.elementwise import BLOCK
from explorer.kernels.fetching import CLAIMED, claim
from explorer.kernels.jit import inlined
from explorer.kernels.keeping import cut_off, goes_past, part
from explorer.kernels.packed import unpack
from explorer.kernels.reduction import mean
from explorer.kernels.transcendental import exp, log
from explorer.kernels.work import shared


@shared
def normalise(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write (x - mean) scale + shift for each channel.

    Items are blocks of ``elementwise.BLOCK`` elements. The arguments are ``x``, flat; mean, scale and shift, one for
    each channel; the result, flat, and its positive part, or nothing, and the most that this is, float32; and the
    elements of a channel.
    """
    x, means, scales, shifts, out, rectified, ceiling, columns = unpack(arguments)
    begin, end = first * BLOCK, min(last * BLOCK, x.size)
    row = begin // columns
    while begin < end:
        stop, channel = min((row + 1) * columns, end), row % means.size
        centre, scale, shift = means[channel], scales[channel], shifts[channel]
        if rectified.size > 0:
            stop = min(stop, begin + CLAIMED)
            claim(rectified, begin, stop - begin)
            if goes_past(rectified, columns):
                for i in range(u64(begin), u64(stop)):
                    rectified[i] = (x[i] - centre) * scale + shift
                part(out, rectified, ceiling, begin, stop)
            else:
                for i in range(u64(begin), u64(stop)):
                    value = (x[i] - centre) * scale + shift
                    out[i] = value
                    rectified[i] = cut_off(value, ceiling)
        else:
            for i in range(u64(begin), u64(stop)):
                out[i] = (x[i] - centre) * scale + shift
        begin, row = stop, stop // columns


@inlined
def _variance(row: Any, centre: Any) -> Any:
    total = f32(0)
    for i in range(u64(row.size)):
        total += (row[i] - centre) * (row[i] - centre)
    return total / f32(row.size)


@shared
def standardise(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write (x - mean) / sqrt(variance + epsilon) * scale + shift, with the moments of each group of channels.

    Items are groups. The arguments are ``x`` (groups, elements); the epsilon; scales and shifts, (kinds, channels),
    where group g is of the kind g % kinds; and the result.
    """
    x, epsilon, scales, shifts, out = unpack(arguments)
    channels = scales.shape[1]
    columns = x.shape[1] // channels
    for g in range(first, last):
        source, target, kind = x[g], out[g], g % scales.shape[0]
        centre = mean(source)
        inverse = f32(1) / np.sqrt(_variance(source, centre) + epsilon)
        for c in range(channels):
            scale, shift = inverse * scales[kind, c], shifts[kind, c]
            for i in range(u64(c * columns), u64((c + 1) * columns)):
                target[i] = (source[i] - centre) * scale + shift


@shared
def standardise_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write (x - mean) * inverse * scale + shift, and the mean and inverse = 1 / sqrt(variance + epsilon) of each row.

    Items are rows. The arguments are ``x`` (rows, columns); the epsilon; scale and shift, (columns,); the results: one
    like ``x``, means and inverses, (rows,).
    """
    x, epsilon, scale, shift, out, means, inverses = unpack(arguments)
    for r in range(first, last):
        source, target = x[r], out[r]
        centre = mean(source)
        inverse = f32(1) / np.sqrt(_variance(source, centre) + epsilon)
        means[r], inverses[r] = centre, inverse
        for i in range(u64(source.size)):
            target[i] = (source[i] - centre) * inverse * scale[i] + shift[i]


@shared
def channel_norm(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write x / (bias + share * sum of squares of neighbouring channels)**beta.

    Items are channels of all images. The arguments are ``x`` (channels, columns); for each channel of an image, how
    many channels before it is its first neighbour and how many after it the one after the last, int64 (C, 2); share,
    bias and beta, float32; and the result. What is raised to ``beta`` is positive.
    """
    x, spans, share, bias, beta, out = unpack(arguments)
    for r in range(first, last):
        source, target, channel = x[r], out[r], r % spans.shape[0]
        for i in range(u64(source.size)):
            target[i] = bias
        for k in range(r - spans[channel, 0], r + spans[channel, 1]):
            neighbour = x[k]
            for i in range(u64(source.size)):
                target[i] += share * neighbour[i] * neighbour[i]
        for i in range(u64(source.size)):
            target[i] = source[i] * exp(-beta * log(target[i]))
