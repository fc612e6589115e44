"""Convolution by tap lists, on one thread or several."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import prange

from explorer.kernels.jit import inlined, parallel_kernel
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
def _run_part(
    stage: int,
    part: int,
    source: Any,
    image: Any,
    phases: Any,
    offsets: Any,
    weights: Any,
    bias: Any,
    out: Any,
    jobs: Any,
    shares: Any,
    layout: tuple[int, int, int, int, int, int],
    shape: Map,
    planes: int,
) -> None:
    """Do one thread's share of padding (stage 0) or of summing (stage 1)."""
    if stage == 0:
        threads = shares.size - 1
        fill_rows(image, source, phases, layout, planes * part // threads, planes * (part + 1) // threads)
        return
    for j in range(shares[part], shares[part + 1]):
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


@parallel_kernel
def convolve(
    image: Any,
    planes: Any,
    phases: Any,
    offsets: Any,
    weights: Any,
    bias: Any,
    out: Any,
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
    image
        (C, H, W), float32.
    planes
        Flat scratch for the padded planes and zeros after them, whole rows; written; empty where the image serves.
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
    shares
        (threads + 1,), int64: first job of each thread, then the number of jobs.
    stride_y, stride_x, top, left, plane_rows, plane_columns, columns, rows, width
        See ``Layout``.
    """
    source = planes if planes.size > 0 else image.reshape(-1)
    layout = (stride_y, stride_x, top, left, plane_rows, plane_columns)
    shape = Map(width, columns, rows, rows * columns)
    last = planes.size // plane_columns
    first_stage = 0 if planes.size > 0 else 1
    threads = shares.size - 1
    for stage in range(first_stage, 2):
        if threads == 1:
            _run_part(
                np.int64(stage),
                np.int64(0),
                source,
                image,
                phases,
                offsets,
                weights,
                bias,
                out,
                jobs,
                shares,
                layout,
                shape,
                np.int64(last),
            )
        else:
            for part in prange(threads):
                _run_part(
                    np.int64(stage),
                    np.int64(part),
                    source,
                    image,
                    phases,
                    offsets,
                    weights,
                    bias,
                    out,
                    jobs,
                    shares,
                    layout,
                    shape,
                    np.int64(last),
                )
