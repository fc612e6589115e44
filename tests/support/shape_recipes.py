"""Random nodes between a net's layers: arithmetic, reductions, changes of shape."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, helper
from sketch import RejectedError, Sketch, recipe


@recipe(times=4)
def broadcast(s: Sketch) -> None:
    x = s.pick()
    shape = tuple(s.one_of(1, n) for n in s.shapes[x])[s.integer(0, len(s.shapes[x]) + 1) :]
    operator = s.one_of("Add", "Sub", "Mul", "Div")
    w = s.floats(*shape, low=0.5 if operator == "Div" else None)
    s.add(operator, [x, w] if operator == "Div" or s.chance() else [w, x])


@recipe(times=3)
def join(s: Sketch) -> None:
    x = s.pick()
    others = [name for name in s.floating() if s.shapes[name] == s.shapes[x]]
    operator = s.one_of("Add", "Sub", "Mul", "Max", "Min", "Mean", "Sum")
    s.add(operator, [x, s.one_of(*others)], exact=operator in {"Max", "Min"})


@recipe(times=2)
def concat(s: Sketch) -> None:
    x = s.pick(4)
    same = [name for name in s.floating() if s.shapes[name][2:] == s.shapes[x][2:] and len(s.shapes[name]) == 4]
    s.add("Concat", [x, *(s.one_of(*same) for _ in range(s.integer(1, 3)))], exact=True, axis=1)


@recipe(times=2)
def elementwise(s: Sketch) -> None:
    s.add(s.one_of("Abs", "Neg", "Identity"), [s.pick()], exact=True)


@recipe()
def jump(s: Sketch) -> None:
    s.add(s.one_of("Floor", "Ceil"), [s.pick(exact=True)], exact=True)


@recipe()
def positive_only(s: Sketch) -> None:
    positive = s.add("Add", [s.add("Abs", [s.pick()]), s.floats(low=0.5)])
    operator = s.one_of("Sqrt", "Log", "Reciprocal", "Pow")
    s.add(operator, [positive, s.floats(low=0.2)] if operator == "Pow" else [positive])


@recipe()
def bounded_exp(s: Sketch) -> None:
    s.add("Exp", [s.add("Tanh", [s.pick()])])


@recipe()
def dropout(s: Sketch) -> None:
    s.add("Dropout", [s.pick()], exact=True)


def some_axes(s: Sketch, x: str) -> list[int]:
    rank = len(s.shapes[x])
    axes = s.rng.permutation(rank)[: s.integer(1, rank + 1)]
    return [int(axis) - rank * (s.opset >= 13 and s.chance(0.3)) for axis in axes]


@recipe(times=2)
def reduce(s: Sketch) -> None:
    x = s.pick()
    operator = s.one_of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2")
    axes, keepdims = some_axes(s, x), s.integer(0, 2)
    if s.opset >= (13 if operator == "ReduceSum" else 18):
        s.add(operator, [x, s.constant(axes)], keepdims=keepdims)
    else:
        s.add(operator, [x], axes=axes, keepdims=keepdims)


@recipe()
def arg(s: Sketch) -> None:
    x = s.pick(exact=True)
    found = s.add(
        s.one_of("ArgMax", "ArgMin"), [x], axis=s.integer(0, len(s.shapes[x])), keepdims=s.integer(0, 2), exact=True
    )
    s.add("Cast", [found], to=TensorProto.FLOAT, exact=True)


@recipe(since=11)
def top_k(s: Sketch) -> None:
    x = s.pick(exact=True)
    axis = s.integer(0, len(s.shapes[x]))
    s.add("TopK", [x, s.constant([s.integer(1, 4)])], outputs=2, exact=True, axis=axis, largest=s.integer(0, 2))


@recipe()
def choose(s: Sketch) -> None:
    x = s.pick(exact=True)
    if s.opset < 9:
        raise RejectedError
    condition = s.add(s.one_of("Less", "Greater"), [x, s.floats()], exact=True)
    if s.chance():
        condition = s.add("Not", [condition], exact=True)
    s.add("Where", [condition, x, s.floats()], exact=True)


@recipe(times=2)
def transpose(s: Sketch) -> None:
    x = s.pick()
    s.add("Transpose", [x], exact=True, perm=[int(axis) for axis in s.rng.permutation(len(s.shapes[x]))])


@recipe()
def reshape(s: Sketch) -> None:
    x = s.pick(4)
    n, c, h, w = s.shapes[x]
    target = s.one_of([n, c, -1], [0, -1, w], [n, h, w, c], [-1], [1, -1, 1, w], [0, 0, -1])
    s.add("Reshape", [x, s.constant(target)], exact=True)


@recipe(times=2)
def dense(s: Sketch) -> None:
    flat = s.add("Flatten", [s.pick(4)], exact=True, axis=1)
    count, units = s.shapes[flat][1], s.integer(1, 20)
    transposed = s.integer(0, 2)
    w = s.floats(*((units, count) if transposed else (count, units)), scale=count**-0.5)
    bias = s.floats(*s.one_of((units,), (1, units), (1,), ()))
    s.add("Gemm", [flat, w, bias], transB=transposed, alpha=s.one_of(1.0, 0.7), beta=s.one_of(1.0, 0.4))


@recipe(times=2)
def mat_mul(s: Sketch) -> None:
    x = s.pick()
    count = s.shapes[x][-1]
    batch = s.shapes[x][1:2] if len(s.shapes[x]) == 4 and s.chance() else ()
    s.add("MatMul", [x, s.floats(*batch, count, s.integer(1, 12), scale=count**-0.5)])


@recipe()
def squeeze(s: Sketch) -> None:
    x = s.pick()
    ones = [axis for axis, extent in enumerate(s.shapes[x]) if extent == 1]
    if not ones:
        raise RejectedError
    reshape_axes(s, "Squeeze", x, ones[: s.integer(1, len(ones) + 1)])


@recipe()
def unsqueeze(s: Sketch) -> None:
    x = s.pick()
    if len(s.shapes[x]) > 4:
        raise RejectedError
    reshape_axes(s, "Unsqueeze", x, sorted({s.integer(0, len(s.shapes[x]) + 1)}))


def reshape_axes(s: Sketch, operator: str, x: str, axes: list[int]) -> None:
    if s.opset >= 13:
        s.add(operator, [x, s.constant(axes)], exact=True)
    else:
        s.add(operator, [x], exact=True, axes=axes)


@recipe(times=2)
def slice_(s: Sketch) -> None:
    x = s.pick()
    axes = sorted({axis % len(s.shapes[x]) for axis in some_axes(s, x)})
    starts = [s.integer(0, s.shapes[x][axis]) for axis in axes]
    ends = [
        s.one_of(s.integer(start + 1, s.shapes[x][axis] + 1), 2**40) for start, axis in zip(starts, axes, strict=True)
    ]
    if s.opset < 10:
        s.add("Slice", [x], exact=True, axes=axes, starts=starts, ends=ends)
        return
    steps = s.integers(len(axes), 1, 3)
    if s.chance(0.3):
        starts, ends, steps = [-1] * len(axes), [-(2**40)] * len(axes), [-step for step in steps]
    s.add("Slice", [x, *(s.constant(values) for values in (starts, ends, axes, steps))], exact=True)


@recipe(times=2)
def split(s: Sketch) -> None:
    x = s.pick(4)
    count = s.shapes[x][1]
    if count < 2:
        raise RejectedError
    first = s.integer(1, count)
    if s.opset >= 13:
        s.add("Split", [x, s.constant([first, count - first])], outputs=2, exact=True, axis=1)
    else:
        s.add("Split", [x], outputs=2, exact=True, axis=1, split=[first, count - first])


@recipe()
def gather(s: Sketch) -> None:
    x = s.pick()
    axis = s.integer(0, len(s.shapes[x]))
    extent = s.shapes[x][axis]
    low = -extent if s.opset >= 11 else 0
    indices = s.one_of(s.integer(low, extent), s.integers(s.integer(1, 4), low, extent))
    s.add("Gather", [x, s.constant(indices)], exact=True, axis=axis)


@recipe()
def expand(s: Sketch) -> None:
    x = s.pick()
    if s.opset < 8:
        raise RejectedError
    target = [s.integer(1, 4) if n == 1 else s.one_of(1, n) for n in s.shapes[x]]
    s.add("Expand", [x, s.constant(np.array(target, np.int64))], exact=True)


@recipe()
def tile(s: Sketch) -> None:
    x = s.pick(4)
    s.add("Tile", [x, s.constant([1, *s.integers(3, 1, 3)])], exact=True)


@recipe(times=3)
def pad(s: Sketch) -> None:
    x = s.pick(4)
    mode = s.one_of("constant", "reflect", "edge", *(["wrap"] * (s.opset >= 19)))
    least = -1 if mode == "constant" else 0
    h, w = s.shapes[x][2:]
    if min(h, w) < 4:
        raise RejectedError
    pads = [0, 0, *s.integers(2, least, 4), 0, 0, *s.integers(2, least, 4)]
    if s.opset < 11:
        s.add("Pad", [x], exact=True, mode=mode, pads=pads, value=0.5)
    else:
        s.add(
            "Pad",
            [x, s.constant(pads), *([s.floats()] if mode == "constant" and s.chance() else [])],
            exact=True,
            mode=mode,
        )


@recipe(since=11, times=4)
def resize(s: Sketch) -> None:
    """Add a Resize that ONNX Runtime computes as ONNX says.

    It does not for scales that give no whole extent: it copies the input where the extent stays, and for
    align_corners takes the extent after rounding, ONNX before. Places for nearest are taken from factors at which
    no rounding error decides.
    """
    x = s.pick(4)
    mode = s.one_of("nearest", "linear", "cubic")
    attributes: dict[str, Any] = {"mode": mode}
    attributes["coordinate_transformation_mode"] = how = s.one_of(
        *("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"),
        *(["half_pixel_symmetric"] if s.opset >= 19 and mode != "nearest" else []),
    )
    if mode == "nearest":
        attributes["nearest_mode"] = s.one_of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
    if mode == "cubic":
        attributes |= {"cubic_coeff_a": s.one_of(-0.75, -0.5), "exclude_outside": s.integer(0, 2)}
    if s.opset >= 18 and mode != "nearest" and s.chance(0.3):
        attributes["antialias"] = 1
    none = "" if s.opset >= 13 else s.constant(np.zeros(0, np.float32))
    whole = mode == "nearest" or how == "align_corners"
    factors = np.array([s.one_of(1, 2, 3) if whole else s.one_of(0.5, 0.75, 1, 1.25, 2, 2.5) for _ in "hw"], np.float32)
    before = np.array(s.shapes[x][2:])
    after = np.floor(before * factors).astype(int)
    if np.any((after == before) & (factors != 1)):
        raise RejectedError
    if s.chance():
        s.add("Resize", [x, none, s.constant(np.array([1, 1, *factors], np.float32))], **attributes)
    else:
        sizes = after if whole else s.integers(2, 1, 30)
        s.add("Resize", [x, none, none, s.constant([*s.shapes[x][:2], *sizes])], **attributes)


@recipe()
def upsample(s: Sketch) -> None:
    scales = [1.0, 1.0, *(float(s.integer(1, 4)) for _ in "hw")]
    mode = s.one_of("nearest", "linear")
    if s.opset > 9:
        raise RejectedError
    if s.opset >= 9:
        s.add("Upsample", [s.pick(4), s.constant(np.array(scales, np.float32))], mode=mode)
    else:
        s.add("Upsample", [s.pick(4)], mode=mode, scales=scales)


@recipe()
def depth_to_space(s: Sketch) -> None:
    x = s.pick(4)
    mode = {"mode": s.one_of("DCR", "CRD")} if s.opset >= 11 else {}
    if s.shapes[x][1] % 4:
        raise RejectedError
    s.add("DepthToSpace", [x], exact=True, blocksize=2, **mode)


@recipe()
def space_to_depth(s: Sketch) -> None:
    x = s.pick(4)
    if s.shapes[x][2] % 2 or s.shapes[x][3] % 2:
        raise RejectedError
    s.add("SpaceToDepth", [x], exact=True, blocksize=2)


@recipe(since=13)
def flatten_as_exported(s: Sketch) -> None:
    """Add the shape arithmetic that exporters write for a flattening."""
    x = s.pick(4)
    shape = s.add("Shape", [x], exact=True)
    batch = s.add("Gather", [shape, s.constant(0)], exact=True, axis=0)
    wrapped = s.add("Unsqueeze", [batch, s.constant([0])], exact=True)
    target = s.add("Concat", [wrapped, s.constant([-1])], exact=True, axis=0)
    s.add("Reshape", [x, target], exact=True)


@recipe(since=13)
def as_large_as_another(s: Sketch) -> None:
    x = s.pick(4)
    shape = s.add("Slice", [s.add("Shape", [x], exact=True), *map(s.constant, ([1], [4]))], exact=True)
    ones = s.add("ConstantOfShape", [shape], exact=True, value=helper.make_tensor("one", TensorProto.FLOAT, [1], [1]))
    s.add("Add", [x, ones])


@recipe(times=2)
def line(s: Sketch) -> None:
    """Add a convolution or a pool of one axis."""
    x = s.pick(4)
    channels = s.shapes[x][1]
    row = s.add("Reshape", [x, s.constant([1, channels, -1])], exact=True)
    kernel = s.integer(1, min(6, s.shapes[row][2] + 1))
    attributes: dict[str, Any] = {"kernel_shape": [kernel], "strides": s.integers(1, 1, 4)}
    if s.chance():
        attributes["pads"] = s.integers(2, 0, kernel)
    operator = s.one_of("Conv", "Conv", "MaxPool", "AveragePool")
    if operator == "Conv":
        s.add(
            "Conv", [row, s.floats(s.integer(1, 9), channels, kernel, scale=(channels * kernel) ** -0.5)], **attributes
        )
    else:
        s.add(operator, [row], **attributes)


@recipe()
def logic(s: Sketch) -> None:
    x = s.pick(exact=True)
    parts = [s.add(s.one_of("Less", "Greater"), [x, s.floats()], exact=True) for _ in "ab"]
    both = s.add(s.one_of("And", "Or", "Xor"), parts, exact=True)
    s.add("Cast", [both], to=TensorProto.FLOAT, exact=True)


@recipe()
def reduce_otherwise(s: Sketch) -> None:
    x = s.add("Add", [s.add("Abs", [s.pick()]), s.floats(low=0.5)])
    operator = s.one_of("ReduceProd", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp")
    if operator == "ReduceProd":
        x = s.add("Tanh", [x])
    if s.opset >= 18:
        s.add(operator, [x, s.constant(some_axes(s, x))])
    else:
        s.add(operator, [x], axes=some_axes(s, x))
