"""How many fused multiply-adds this machine can do: a loop of nothing else, on every thread."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels import TIER
from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.packed import unpack
from explorer.kernels.threads import threads
from explorer.kernels.work import Work, shared

_SUMS = TIER.registers * 5 // 8
"""Vectors summed up at once: more than the latency of the units times their number, fewer than there are registers."""

_STEPS = 500_000
_SECONDS = 0.3


def measure_peak() -> float:
    """Return the most multiply-adds a second, float32, that as many threads as kernels use have done together.

    The best of many short runs, since whatever else the machine does can only take from it.
    """
    shares = np.zeros((threads(), TIER.lanes), np.float32)
    work = spin_each(shares, _STEPS)
    work()
    end, best = time.perf_counter() + _SECONDS, np.inf
    while time.perf_counter() < end:
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return float(shares.size * _SUMS * _STEPS / best)


def _numpy_spin(out: Any, steps: int) -> None:
    sums = np.zeros((_SUMS, TIER.lanes), np.float32)
    for _ in range(steps):
        sums = sums * np.float32(0.5) + np.float32(1)
    out[:] = sums.sum(axis=0)


def _spin(typing: Any, out: Any, steps: Any) -> Any:
    """Kernels call ``spin(out, steps)``: ``sum = 0.5 * sum + 1`` so many times, for ``_SUMS`` vectors at once."""
    vector = ir.VectorType(ir.FloatType(), TIER.lanes)
    half, one = (ir.Constant(vector, [number] * TIER.lanes) for number in (0.5, 1.0))

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        row = context.make_array(signature.args[0])(context, builder, arguments[0])
        kind = ir.FunctionType(vector, [vector] * 3)
        fma = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fma.v{TIER.lanes}f32")
        before, body, after = builder.block, builder.append_basic_block("steps"), builder.append_basic_block("done")
        builder.branch(body)
        builder.position_at_end(body)
        step = builder.phi(arguments[1].type)
        sums = [builder.phi(vector) for _ in range(_SUMS)]
        added = [builder.call(fma, [total, half, one]) for total in sums]
        following = builder.add(step, step.type(1))
        builder.cbranch(builder.icmp_signed("<", following, arguments[1]), body, after)
        step.add_incoming(step.type(0), before)
        step.add_incoming(following, body)
        for number, (total, result) in enumerate(zip(sums, added, strict=True)):
            # Sums that begin alike would be computed once for all, and one that begins with 2, where all lead, never.
            total.add_incoming(ir.Constant(vector, [number + 3.0] * TIER.lanes), before)
            total.add_incoming(result, body)
        builder.position_at_end(after)
        whole = added[0]
        for result in added[1:]:
            whole = builder.fadd(whole, result)
        builder.store(whole, builder.bitcast(row.data, vector.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.none(out, types.int64), generate


spin = _numpy_spin if WITHOUT_JIT else intrinsic(_spin)


def spin_each(shares: Any, steps: int) -> Work:
    """Return the work of filling each row of ``shares`` (threads, lanes) with the sums of as many ``steps``."""
    return _spin_each.over(len(shares), len(shares) * steps * _SUMS, shares, steps)


@shared
def _spin_each(first: int, last: int, thread: int, arguments: Any) -> None:
    """Fill rows with the sums of as many steps; the arguments are the rows, float32 (threads, lanes), and the steps."""
    shares, steps = unpack(arguments)
    for part in range(first, last):
        spin(shares[part], steps)
