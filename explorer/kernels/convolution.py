"""Convolution by tap lists, on one thread or several."""

from __future__ import annotations

from typing import Any, NamedTuple

from numba import prange

from explorer.kernels.jit import inlined, kernel, parallel_kernel
from explorer.kernels.padding import fill_rows
from explorer.kernels.taps import sum_taps
from explorer.kernels.vector import Map


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


@inlined
def _run_jobs(
    source: Any, offsets: Any, weights: Any, bias: Any, out: Any, jobs: Any, first: int, last: int, shape: Map
) -> None:
    for j in range(first, last):
        begin, filter_, filters, start, end = jobs[j, 0], jobs[j, 1], jobs[j, 2], jobs[j, 3], jobs[j, 4]
        sum_taps(
            filters,
            source[begin:],
            offsets,
            weights[filter_ * offsets.size :],
            bias[filter_:],
            out[filter_ * shape.plane :],
            start,
            end,
            shape,
        )


@kernel
def convolve(
    image: Any, planes: Any, phases: Any, offsets: Any, weights: Any, bias: Any, out: Any, jobs: Any,
    stride_y: int, stride_x: int, top: int, left: int, plane_rows: int, plane_columns: int,
    columns: int, rows: int, width: int,
) -> None:
    """Convolve one image on one thread.

    Parameters
    ----------
    image
        (C, H, W), float32.
    planes
        Flat scratch for the padded planes, written; empty where the image itself serves.
    phases
        (phases, 2), int64: row and column of each kind of plane, modulo the stride.
    offsets
        (taps,), int64: element of each tap, from that of the position and the group's first plane.
    weights
        Flat, float32: block after block of filters, in it tap after tap, in it filter after filter.
    bias
        (K,), float32.
    out
        Flat, K * rows * columns, float32; written.
    jobs
        (jobs, 5), int64: first element of the group's planes, first filter, number of filters (one of
        ``taps.BLOCKS``), first position, last position.
    stride_y, stride_x, top, left, plane_rows, plane_columns, columns, rows, width
        See ``Layout``.
    """
    source = image.reshape(-1)
    if planes.size > 0:
        last = image.shape[0] * phases.shape[0] * plane_rows
        fill_rows(image, planes, phases, (stride_y, stride_x), (top, left), (plane_rows, plane_columns), 0, last)
        source = planes
    _run_jobs(source, offsets, weights, bias, out, jobs, 0, jobs.shape[0], Map(width, columns, rows, rows * columns))


@parallel_kernel
def convolve_parallel(
    image: Any, planes: Any, phases: Any, offsets: Any, weights: Any, bias: Any, out: Any, jobs: Any, shares: Any,
    stride_y: int, stride_x: int, top: int, left: int, plane_rows: int, plane_columns: int,
    columns: int, rows: int, width: int,
) -> None:
    """Convolve one image on several threads, as ``convolve`` does on one.

    Parameters
    ----------
    shares
        (threads + 1,), int64: first job of each thread, then the number of jobs.
    """
    source = image.reshape(-1)
    threads = shares.size - 1
    if planes.size > 0:
        last = image.shape[0] * phases.shape[0] * plane_rows
        for part in prange(threads):
            fill_rows(
                image, planes, phases, (stride_y, stride_x), (top, left), (plane_rows, plane_columns),
                last * part // threads, last * (part + 1) // threads,
            )
        source = planes
    shape = Map(width, columns, rows, rows * columns)
    for part in prange(threads):
        _run_jobs(source, offsets, weights, bias, out, jobs, shares[part], shares[part + 1], shape)
