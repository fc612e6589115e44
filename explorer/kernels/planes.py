"""Padded planes, split by the stride: what the taps of a convolution shift over."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from explorer.kernels.jit import inlined, scalar
from explorer.kernels.vector import LANES, evens, flat, load, load_between, load_evens, load_strided, odds, splat, store


class Layout(NamedTuple):
    """Numbers that place an image on planes.

    There is a plane for each channel and, in it, each phase (a, b); element (u, v) of it is the image's element
    (u * stride_y + a - top, v * stride_x + b - left), or 0 outside the image.

    Attributes
    ----------
    stride_y, stride_x
        As many phases there are, where a tap reads them.
    top, left
        Elements of padding before the image.
    rows, columns
        Extents of a plane.
    """

    stride_y: int
    stride_x: int
    top: int
    left: int
    rows: int
    columns: int


@scalar
def pitch_of(rows: int, columns: int) -> int:
    """Return the elements from one plane to the next, with room for a vector: odd, so that they fill a cache evenly."""
    return rows * columns + LANES - 1 | 1


@inlined
def fill_planes(
    image: Any,
    planes: Any,
    phases: Any,
    channel: int,
    count: int,
    first: int,
    last: int,
    stride_y: int,
    stride_x: int,
    top: int,
    left: int,
    rows: int,
    columns: int,
) -> None:
    """Write the rows from ``first`` to below ``last`` of the planes of ``count`` channels of an ``image`` (C, H, W).

    Planes are as high as that, and lie ``pitch_of`` elements apart; up to a vector is written past the last one. The
    last six numbers are those of a ``Layout``.
    """
    height, width, kinds, pitch = image.shape[1], image.shape[2], phases.shape[0], pitch_of(last - first, columns)
    pixels, line = flat(image), stride_y * width
    for c in range(count):
        kind = 0
        while kind < kinds:
            upper, shift = phases[kind, 0] - top + first * stride_y, phases[kind, 1] - left
            low, high = _ends(upper, stride_y, height, max(min(last, rows) - first, 0))
            start = ((channel + c) * height + upper + low * stride_y) * width + shift
            pair = stride_x == 2 and kind + 1 < kinds and phases[kind + 1, 0] == phases[kind, 0]
            pair = pair and phases[kind + 1, 1] == phases[kind, 1] + 1
            place = (c * kinds + kind) * pitch
            target, number = place + low * columns, high - low
            begin, end = _ends(shift, stride_x, width, columns)
            done = 0
            _clear(planes, place, low * columns)
            if pair:
                _clear(planes, place + pitch, low * columns)
                begin_odd, end_odd = _ends(shift + 1, 2, width, columns)
                done = _deal_rows(
                    pixels, start, line, planes, target, target + pitch, columns, number, begin, end, begin_odd, end_odd
                )
                _copy_rows(
                    pixels, start + 1 + done * line, line, 2, planes, target + pitch + done * columns, columns,
                    number - done, begin_odd, end_odd,
                )  # fmt: skip
            _copy_rows(
                pixels, start + done * line, line, stride_x, planes, target + done * columns, columns,
                number - done, begin, end,
            )  # fmt: skip
            for _ in range(2 if pair else 1):
                _clear(planes, place + high * columns, (last - first - high) * columns)
                place += pitch
                kind += 1


@inlined
def fill_dense_planes(
    image: Any, planes: Any, channel: int, count: int, first: int, last: int, top: int, left: int, columns: int
) -> None:
    """Write planes as ``fill_planes`` does, of the only phase that there is without strides."""
    height, width, pitch = image.shape[1], image.shape[2], pitch_of(last - first, columns)
    low, high = _ends(first - top, 1, height, last - first)
    begin, end = _ends(-left, 1, width, columns)
    for c in range(count):
        place, start = c * pitch, ((channel + c) * height + first - top + low) * width - left
        _clear(planes, place, low * columns)
        _copy_dense_rows(flat(image), start, width, planes, place + low * columns, columns, high - low, begin, end)
        _clear(planes, place + high * columns, (last - first - high) * columns)


@inlined
def _ends(shift: int, step: int, extent: int, count: int) -> tuple[int, int]:
    """Return the first of ``count`` elements v whose pixel ``shift + step * v`` exists, and the one behind the last."""
    before, behind = (shift, shift - extent) if step == 1 else (shift // step, (shift - extent) // step)
    begin = min(max(-before, 0), count)
    return begin, min(max(-behind, begin), count)


@inlined
def _copy_rows(
    pixels: Any, start: int, line: int, step: int, planes: Any, place: int, columns: int, count: int, begin: int,
    end: int,
) -> None:  # fmt: skip
    """Write rows of every ``step``-th pixel from ``start`` on, zeros before element ``begin`` and from ``end`` on."""
    if step == 1:
        _copy_dense_rows(pixels, start, line, planes, place, columns, count, begin, end)
        return
    safe = 0
    if step == 2 and begin <= LANES and columns - end <= LANES:
        safe = count
        while safe > 0 and start + (safe - 1) * line + 2 * (columns + LANES) > pixels.size:
            safe -= 1
    zeros = splat(np.float32(0))
    for row in range(safe):
        source, target = start + row * line, place + row * columns
        # Vectors that reach too far are overwritten by what comes after them.
        if begin > 0:
            store(planes, target, zeros)
        for v in range(begin, end, LANES):
            store(planes, target + v, load_evens(pixels, source + 2 * v))
        if end < columns:
            store(planes, target + end, zeros)
    for row in range(safe, count):
        target = place + row * columns
        _clear(planes, target, begin)
        _copy_every(pixels, start + row * line + begin * step, step, planes, target + begin, end - begin)
        _clear(planes, target + end, columns - end)


@inlined
def _copy_dense_rows(
    pixels: Any, start: int, line: int, planes: Any, place: int, columns: int, count: int, begin: int, end: int
) -> None:
    """Write rows of pixels as ``_copy_rows`` does."""
    # What vectors write past a row is overwritten by those at the beginning of the next, which come later.
    for v in range((columns - 1) // LANES * LANES, -1, -LANES):
        for row in range(count):
            vector = load_between(pixels, start + row * line + v, begin - v, end - v)
            store(planes, place + row * columns + v, vector)


@inlined
def _deal_rows(
    pixels: Any, start: int, line: int, planes: Any, even: int, odd: int, columns: int, count: int, begin: int,
    end: int, begin_odd: int, end_odd: int,
) -> int:  # fmt: skip
    """Write rows of every second pixel from ``start`` on, and of those between them; return how many.

    Those at the end of the image, past which vectors would reach, are left.
    """
    safe, zeros = 0, splat(np.float32(0))
    if max(begin, columns - end, columns - end_odd) <= LANES:
        safe = min(max((pixels.size - start - 2 * (columns + LANES)) // line + 1, 0), count)
    for row in range(safe):
        source, shift = start + row * line, row * columns
        if begin > 0:
            store(planes, even + shift, zeros)
            store(planes, odd + shift, zeros)
            if begin_odd < begin:
                planes[odd + shift + begin_odd] = pixels[source + 1 + 2 * begin_odd]
        for v in range(begin, max(end, end_odd), LANES):
            near, far = load(pixels, source + 2 * v), load(pixels, source + 2 * v + LANES)
            store(planes, even + shift + v, evens(near, far))
            store(planes, odd + shift + v, odds(near, far))
        if end < columns:
            store(planes, even + shift + end, zeros)
        if end_odd < columns:
            store(planes, odd + shift + end_odd, zeros)
    return safe


@inlined
def _clear(target: Any, place: int, count: int) -> None:
    """Write ``count`` zeros, in whole vectors."""
    zeros = splat(np.float32(0))
    if count > 0:
        store(target, place, zeros)
    if count > LANES:
        for v in range(LANES, count, LANES):
            store(target, place + v, zeros)


@inlined
def _copy_every(source: Any, start: int, step: int, target: Any, place: int, count: int) -> None:
    """Copy ``count`` elements of a flat array, every ``step``-th one, and write whole vectors."""
    if start + (count + LANES) * step > source.size:
        for v in range(count):
            target[place + v] = source[start + step * v]
    elif step == 2:
        for v in range(0, count, LANES):
            store(target, place + v, load_evens(source, start + 2 * v))
    else:
        for v in range(0, count, LANES):
            store(target, place + v, load_strided(source, start + step * v, step))
