"""The arithmetic of a window that slides over an image: convolution and pooling alike."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from explorer.errors import NetError
from explorer.nn.spec import Shape

AUTO_PADS = ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")


@dataclass(frozen=True)
class Window:
    """A window over the spatial axes, one number an axis everywhere.

    Attributes
    ----------
    kernel
        Extent of the window in taps.
    strides
        Steps between neighbouring windows.
    dilations
        Distance between neighbouring taps.
    pads_begin, pads_end
        Elements added before and after the image.
    ceil_mode
        Whether a last window that hangs over the end counts; it has to start inside the image or the padding
        before it.
    """

    kernel: Shape
    strides: Shape
    dilations: Shape
    pads_begin: Shape
    pads_end: Shape
    ceil_mode: bool = False

    @classmethod
    def of(
        cls,
        kernel: Sequence[int],
        extents: Sequence[int],
        *,
        strides: Sequence[int] | None = None,
        dilations: Sequence[int] | None = None,
        pads: Sequence[int] | None = None,
        auto_pad: str = "NOTSET",
        ceil_mode: bool = False,
    ) -> Self:
        """Return the window that ONNX's attributes mean on an image of ``extents``.

        Parameters
        ----------
        extents
            The spatial extents of the image; only SAME_UPPER and SAME_LOWER depend on them.
        strides, dilations
            1 everywhere where None.
        pads
            All begins, then all ends; 0 where None; ignored unless ``auto_pad`` is NOTSET.

        Raises
        ------
        NetError
            The attributes do not fit each other or the number of spatial axes.

        Notes
        -----
        ONNX operators Conv-22 and MaxPool-22.
        """
        axes = len(extents)
        ones, zeros = (1,) * axes, (0,) * axes
        shape = _checked("kernel_shape", kernel, axes, least=1)
        steps = _checked("strides", ones if strides is None else strides, axes, least=1)
        gaps = _checked("dilations", ones if dilations is None else dilations, axes, least=1)
        given = _checked("pads", zeros * 2 if pads is None else pads, 2 * axes, least=0)
        if auto_pad not in AUTO_PADS:
            raise NetError(f"auto_pad is {auto_pad!r}", f"it may be {', '.join(AUTO_PADS)}")
        if auto_pad == "NOTSET":
            return cls(shape, steps, gaps, given[:axes], given[axes:], ceil_mode)
        if auto_pad == "VALID":
            return cls(shape, steps, gaps, zeros, zeros, ceil_mode)
        bare = cls(shape, steps, gaps, zeros, zeros)
        totals = [
            max((-(-extent // step) - 1) * step + reach - extent, 0)
            for extent, step, reach in zip(extents, steps, bare.reach, strict=True)
        ]
        less = tuple(total // 2 for total in totals)
        more = tuple(total - half for total, half in zip(totals, less, strict=True))
        begin, end = (less, more) if auto_pad == "SAME_UPPER" else (more, less)
        return cls(shape, steps, gaps, begin, end, ceil_mode)

    @classmethod
    def meant(cls, kernel: Sequence[int], extents: Sequence[int], attributes: Mapping[str, Any]) -> Self:
        """Return the window of a node with these ONNX attributes on an image of ``extents``.

        Raises
        ------
        NetError
            As ``of`` does.
        """
        return cls.of(
            kernel,
            extents,
            strides=attributes.get("strides"),
            dilations=attributes.get("dilations"),
            pads=attributes.get("pads"),
            auto_pad=attributes.get("auto_pad", "NOTSET"),
            ceil_mode=bool(attributes.get("ceil_mode")),
        )

    @property
    def reach(self) -> Shape:
        """Elements from the first to the last tap along each axis, dilation included."""
        return tuple((k - 1) * d + 1 for k, d in zip(self.kernel, self.dilations, strict=True))

    @property
    def taps(self) -> int:
        """Number of taps of one window."""
        return math.prod(self.kernel)

    def output_extents(self, extents: Sequence[int]) -> Shape:
        """Return how many windows fit along each axis of an image of ``extents``.

        Raises
        ------
        NetError
            The window is larger than the padded image.
        """
        return tuple(self._fit(axis, extent) for axis, extent in enumerate(extents))

    def _fit(self, axis: int, extent: int) -> int:
        reach, step = self.reach[axis], self.strides[axis]
        begin, end = self.pads_begin[axis], self.pads_end[axis]
        room = extent + begin + end - reach
        if room < 0:
            padded = f", padded by {begin} and {end}" if begin or end else ""
            raise NetError(
                f"a window of extent {reach} does not fit into {extent} element{'s' * (extent != 1)}{padded}",
                f"one of at most {extent + begin + end} fits, or this one with {-room} more of padding",
            )
        if not self.ceil_mode:
            return room // step + 1
        count = -(-room // step) + 1
        return count - 1 if (count - 1) * step >= extent + begin else count


def _checked(name: str, numbers: Sequence[int], count: int, *, least: int) -> Shape:
    values = tuple(int(number) for number in numbers)
    if len(values) != count:
        raise NetError(f"{name} has {len(values)} numbers where {count} are needed", "one for each spatial axis")
    if min(values, default=least) < least:
        raise NetError(f"{name} holds {min(values)}", f"the least is {least}")
    return values
