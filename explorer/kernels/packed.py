"""Arguments of kernels that lie in memory, so that a compiled loop can call any kernel with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model
from numba.np.numpy_support import from_dtype

from explorer.kernels.jit import WITHOUT_JIT


class Packed(types.Type):  # type: ignore[misc]  # numba has no types
    """The address of arguments that lie one behind the other.

    Parameters
    ----------
    parts
        Numba's types of the arguments.
    """

    def __init__(self, parts: tuple[Any, ...]) -> None:
        self.parts = parts
        super().__init__(name=f"Packed({parts})")


@register_model(Packed)
class _PackedModel(models.PrimitiveModel):  # type: ignore[misc]  # numba has no types
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, cgutils.intp_t)


def pack(arguments: Sequence[Any]) -> tuple[Packed, Any]:
    """Return the type and the words of ``arguments``: C-contiguous arrays, integers and float32."""
    described = [_describe(argument) for argument in arguments]
    words = [word for _, values in described for word in values]
    return Packed(tuple(kind for kind, _ in described)), np.array([*words, 0], np.int64)


def _describe(argument: Any) -> tuple[Any, list[int]]:
    """Return the type of an argument, and the words that tell its value."""
    if isinstance(argument, np.ndarray):
        assert argument.flags.c_contiguous
        kind = types.Array(from_dtype(argument.dtype), argument.ndim, "C")
        return kind, [argument.__array_interface__["data"][0], *argument.shape]
    if isinstance(argument, (float, np.floating)):
        return types.float32, [int(np.float32(argument).view(np.int32))]
    return types.int64, [int(argument)]


def _unpack(typing: Any, packed: Any) -> Any:
    result = types.Tuple(packed.parts)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        words = builder.inttoptr(arguments[0], cgutils.intp_t.as_pointer())
        values, place = [], 0
        for part in packed.parts:
            count = 1 + part.ndim if isinstance(part, types.Array) else 1
            loaded = [builder.load(builder.gep(words, [cgutils.intp_t(place + i)])) for i in range(count)]
            values.append(_as_value(context, builder, part, loaded))
            place += count
        return context.make_tuple(builder, result, values)

    return result(packed), generate


def _as_value(context: Any, builder: Any, kind: Any, words: Sequence[Any]) -> Any:
    if kind == types.float32:
        return builder.bitcast(builder.trunc(words[0], cgutils.int32_t), context.get_value_type(kind))
    if not isinstance(kind, types.Array):
        return words[0]
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    strides = [cgutils.intp_t(size)]
    for extent in reversed(words[2:]):
        strides.insert(0, builder.mul(strides[0], extent))
    array = context.make_array(kind)(context, builder)
    context.populate_array(
        array,
        data=builder.inttoptr(words[0], array.data.type),
        shape=words[1:],
        strides=strides,
        itemsize=cgutils.intp_t(size),
        meminfo=None,
    )
    return array._getvalue()


unpack = (lambda arguments: arguments) if WITHOUT_JIT else intrinsic(_unpack)
"""Kernels call ``unpack(arguments)`` for the tuple of what they were given."""
