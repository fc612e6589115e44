"""Convolution by tap lists, on one thread or several."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from numba import prange, types

from explorer.kernels.jit import kernel, parallel_kernel
from explorer.kernels.padding import fill_planes
from explorer.kernels.pointer import address_of, call
from explorer.kernels.taps import sum_taps
from explorer.kernels.vector import LANES, Map


class Layout(NamedTuple):
    """Numbers that place an image on planes, and positions of planes on activation maps.

    Attributes
    ----------
    stride_y, stride_x
        Phases of the planes.
    top, left
        Elements of padding before the image.
    plane_rows, plane_columns
        Extents of a plane.
    columns, rows
        Extents of an activation map.
    width
        Positions from one row of the map to the next.
    """

    stride_y: int
    stride_x: int
    top: int
    left: int
    plane_rows: int
    plane_columns: int
    columns: int
    rows: int
    width: int


@kernel
def _run_share(
    share: Any,
    image: Any,
    planes: Any,
    phases: Any,
    table: Any,
    offsets: Any,
    weights: Any,
    bias: Any,
    out: Any,
    rectified: Any,
    jobs: Any,
    layout: tuple[int, int, int, int, int, int],
    shape: Map,
) -> None:
    """Do what one thread has to do: fill its own ``planes``, empty where the image serves, then run its jobs."""
    source, latest = planes, (shape.rows - 1) * shape.width + shape.columns
    if planes.size > 0:
        fill_planes(image, planes, phases, table, layout, (share[2], share[3], share[4], share[5]))
    else:
        source, latest = image.reshape(-1), latest - LANES
    for j in range(share[0], share[1]):
        begin, filter_, filters, first, last = jobs[j, 0], jobs[j, 1], jobs[j, 2], jobs[j, 3], jobs[j, 4]
        sum_taps(
            filters,
            source[begin:],
            offsets,
            weights[filter_ * offsets.size :],
            bias[filter_:],
            out[filter_ * shape.plane :],
            rectified[filter_ * shape.plane :],
            first,
            last,
            latest,
            shape,
        )


@lru_cache(maxsize=1)
def share_code() -> Any:
    """Return the first argument of ``convolve``, compiling it if need be."""
    floats, image = types.Array(types.float32, 1, "C"), types.Array(types.float32, 3, "C")
    row, rows = types.Array(types.int64, 1, "C"), types.Array(types.int64, 2, "C")
    table, layout = types.Array(types.int32, 1, "C"), types.UniTuple(types.int64, 6)
    shape = types.NamedUniTuple(types.int64, len(Map._fields), Map)
    return address_of(_run_share, (row, image, floats, rows, table, row, *(floats,) * 4, rows, layout, shape))


@parallel_kernel
def convolve(
    code: Any,
    image: Any,
    planes: Any,
    phases: Any,
    table: Any,
    offsets: Any,
    weights: Any,
    bias: Any,
    out: Any,
    rectified: Any,
    jobs: Any,
    shares: Any,
    stride_y: int,
    stride_x: int,
    top: int,
    left: int,
    plane_rows: int,
    plane_columns: int,
    columns: int,
    rows: int,
    width: int,
) -> None:
    """Convolve one image.

    Parameters
    ----------
    code
        What ``share_code`` returns.
    image
        (C, H, W), float32.
    planes
        Flat scratch for the padded planes of each thread, written; empty where the image serves.
    phases
        (phases, 2), int64: row and column of each kind of plane, modulo the stride.
    table
        See ``padding.fill_planes``.
    offsets
        (taps,), int64: element of each tap, from that of the position and the group's first plane.
    weights
        Flat, float32: block after block of filters, in it tap after tap, in it filter after filter.
    bias
        (K,), float32.
    out
        Flat, K * rows * columns, float32; written.
    rectified
        Of the same size, to hold max(0, out), or empty.
    jobs
        (jobs, 5), int64: first element of the group's planes, first filter, number of filters (one of
        ``taps.BLOCKS``), first position, last position.
    shares
        (threads, 6), int64: first and last job, first and last channel, first and last row of the planes that
        these jobs read.
    stride_y, stride_x, top, left, plane_rows, plane_columns, columns, rows, width
        See ``Layout``.
    """
    layout = (stride_y, stride_x, top, left, plane_rows, plane_columns)
    shape = Map(width, columns, rows, rows * columns)
    threads = shares.shape[0]
    size = planes.size // threads
    if threads == 1:
        taps = (phases, table, offsets, weights, bias, out, rectified, jobs)
        call(code, (shares[0], image, planes, *taps, layout, shape))
    else:
        for part in prange(threads):
            own = planes[part * size : (part + 1) * size]
            taps = (phases, table, offsets, weights, bias, out, rectified, jobs)
            call(code, (shares[part], image, own, *taps, layout, shape))
