"""Winograd's transforms of lines: filters of three taps at F outputs cost F + 2 products.

A line of F + 2 pixels is transformed, and a line of three weights; the products of both, element by element, transform
back to F sums. With the points 0, p, -p and so on, and infinity. Lavin and Gray, Fast Algorithms for Convolutional Neural
Networks (2016). For F = 4 the points 1/sqrt(2) and sqrt(2) round four times less than the customary 1 and 2.
"""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32

from explorer.kernels.jit import pasted
from explorer.kernels.vector import splat

_A, _B = f32(2**-0.5), f32(2**0.5)
_P, _Q = f32(0.5), f32(2)
_C, _D = f32(1 / (2 * 0.5 * (0.5 - 2))), f32(1 / (2 * 2 * (2 - 0.5)))


@pasted
def image_line_4(d0: Any, d1: Any, d2: Any, d3: Any, d4: Any, d5: Any) -> Any:
    """Transform six pixels, for four outputs."""
    middle = splat(_P + _Q)
    first, second = d4 - splat(_Q) * d2, splat(_A) * (d3 - splat(_Q) * d1)
    third, fourth = d4 - splat(_P) * d2, splat(_B) * (d3 - splat(_P) * d1)
    return (
        d0 - middle * d2 + d4,
        first + second,
        first - second,
        third + fourth,
        third - fourth,
        d1 - middle * d3 + d5,
    )


@pasted
def filter_line_4(g0: Any, g1: Any, g2: Any) -> Any:
    """Transform three weights, for four outputs."""
    first, second = splat(_C) * g0 + splat(_C * _P) * g2, splat(_C * _A) * g1
    third, fourth = splat(_D) * g0 + splat(_D * _Q) * g2, splat(_D * _B) * g1
    return g0, first + second, first - second, third + fourth, third - fourth, g2


@pasted
def sums_line_4(m0: Any, m1: Any, m2: Any, m3: Any, m4: Any, m5: Any) -> Any:
    """Transform six products back to four sums."""
    even, odd, far_even, far_odd = m1 + m2, m1 - m2, m3 + m4, m3 - m4
    return (
        m0 + even + far_even,
        splat(_A) * odd + splat(_B) * far_odd,
        splat(_P) * even + splat(_Q) * far_even,
        splat(_A * _P) * odd + splat(_B * _Q) * far_odd + m5,
    )


@pasted
def image_line_2(d0: Any, d1: Any, d2: Any, d3: Any) -> Any:
    """Transform four pixels, for two outputs."""
    return d0 - d2, d1 + d2, d2 - d1, d3 - d1


@pasted
def filter_line_2(g0: Any, g1: Any, g2: Any) -> Any:
    """Transform three weights, for two outputs."""
    ends, middle = splat(f32(0.5)) * (g0 + g2), splat(f32(0.5)) * g1
    return g0, ends + middle, ends - middle, g2


@pasted
def sums_line_2(m0: Any, m1: Any, m2: Any, m3: Any) -> Any:
    """Transform four products back to two sums."""
    return m0 + m1 + m2, m1 - m2 + m3
