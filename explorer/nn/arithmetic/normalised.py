"""Numbers that are shifted and scaled, or divided by what is around them."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.parts import Formula, LocalResponse, Operand, Pass, Related, Shares, Unit
from explorer.nn.arithmetic.reading import array_of, broadcast_operand, gathered, operand, reaching, related

_STANDARDISED = "(x - mean) / sqrt(variance + epsilon)"


def batch_norm(run: Pass, unit: Unit) -> Formula:
    """BatchNormalization: statistics of training, one of each a channel."""
    names, channel = unit.node.inputs, unit.index[1:2]
    x, scale, bias, mean, variance = (
        operand(run, symbol, name, unit.index if symbol == "x" else channel)
        for symbol, name in zip(("x", "scale", "bias", "mean", "variance"), names, strict=True)
    )
    return _scaled(x, mean, variance, _epsilon(unit), scale, bias)


def instance_norm(run: Pass, unit: Unit) -> Formula:
    """InstanceNormalization: statistics of the picture's own channel."""
    scale, bias = (operand(run, s, unit.node.inputs[i], unit.index[1:2]) for i, s in ((1, "scale"), (2, "bias")))
    return _measured(run, unit, scale, bias)


def group_norm(run: Pass, unit: Unit) -> Formula:
    """GroupNormalization: statistics of a group of channels."""
    channels, numbers = run.specs[unit.node.inputs[0]].shape[1], run.specs[unit.node.inputs[1]].shape[0]
    place = (unit.index[1] * numbers // channels,)
    scale, bias = (operand(run, s, unit.node.inputs[i], place) for i, s in ((1, "scale"), (2, "bias")))
    return _measured(run, unit, scale, bias)


def layer_norm(run: Pass, unit: Unit) -> Formula | Related:
    """LayerNormalization: statistics of the axes from one on."""
    if unit.output:
        return related(run, unit)
    symbols = zip(("scale", "bias"), unit.node.inputs[1:], strict=False)
    return _measured(run, unit, *(broadcast_operand(run, s, name, unit.index) for s, name in symbols if name))


def _measured(run: Pass, unit: Unit, scale: Operand, bias: Operand | None = None) -> Formula:
    numbers = gathered(run, unit)
    x = operand(run, "x", unit.node.inputs[0], unit.index)
    mean, variance = Operand("mean", float(numbers.mean())), Operand("variance", float(numbers.var()))
    return _scaled(x, mean, variance, _epsilon(unit), scale, bias, f"mean and variance are of {numbers.size} numbers")


def _scaled(
    x: Operand,
    mean: Operand,
    variance: Operand,
    epsilon: Operand,
    scale: Operand,
    bias: Operand | None,
    note: str = "",
) -> Formula:
    deviation = np.sqrt(np.float64(variance.number) + epsilon.number)
    result = float((x.number - mean.number) / deviation * scale.number)
    if bias is None:
        return Formula(f"{_STANDARDISED} * scale", (x, mean, variance, epsilon, scale), result, note=note)
    operands = (x, mean, variance, epsilon, scale, bias)
    return Formula(f"{_STANDARDISED} * scale + bias", operands, result + bias.number, note=note)


def _epsilon(unit: Unit) -> Operand:
    return Operand("epsilon", float(unit.node.op.attributes()["epsilon"]))


def moments_norm(run: Pass, unit: Unit) -> Formula:
    """MeanVarianceNormalization: the distance from the mean, in standard deviations."""
    numbers = gathered(run, unit)
    x, mean = operand(run, "x", unit.node.inputs[0], unit.index), Operand("mean", float(numbers.mean()))
    deviation = Operand("deviation", float(numbers.std()))
    result = float((x.number - mean.number) / np.float64(deviation.number + 1e-9))
    note = f"mean and standard deviation are of {numbers.size} numbers"
    return Formula("(x - mean) / (deviation + 1e-9)", (x, mean, deviation), result, note=note)


def root_norm(run: Pass, unit: Unit) -> Formula:
    """RMSNormalization: divided by the root of the mean square."""
    numbers, epsilon = gathered(run, unit), _epsilon(unit)
    x, square = operand(run, "x", unit.node.inputs[0], unit.index), float(np.square(numbers).mean())
    scale = broadcast_operand(run, "scale", unit.node.inputs[1], unit.index)
    result = float(x.number / np.sqrt(square + epsilon.number) * scale.number)
    operands = (x, Operand("square", square), epsilon, scale)
    note = f"square is the mean of {numbers.size} squares"
    return Formula("x / sqrt(square + epsilon) * scale", operands, result, note=note)


def softmax(run: Pass, unit: Unit) -> Shares:
    """Softmax, LogSoftmax: the share of the unit's exponential in the sum of all."""
    mask, _ = reaching(run, unit)
    scores = array_of(run, unit.node, 0)[mask]
    place = int(np.count_nonzero(mask.reshape(-1)[: np.ravel_multi_index(unit.index, mask.shape)]))
    largest = float(scores.max())
    exponentials = np.exp(scores.astype(np.float64) - largest)
    logarithm = unit.node.operator == "LogSoftmax"
    return Shares(unit.node.inputs[0], scores, place, largest, exponentials, logarithm)


def local_response(run: Pass, unit: Unit) -> LocalResponse:
    """LRN: divided by what the squares of the neighbouring channels at the same place come to."""
    attributes, x, index = unit.node.op.attributes(), array_of(run, unit.node, 0), unit.index
    size, channel = int(attributes["size"]), index[1]
    first = max(channel - (size - 1) // 2, 0)
    channels = range(first, min(channel + size // 2 + 1, x.shape[1]))
    neighbours = np.array([x[(index[0], near, *index[2:])] for near in channels])
    alpha, beta, bias = (float(attributes[name]) for name in ("alpha", "beta", "bias"))
    return LocalResponse(
        value=unit.node.inputs[0],
        channels=channels,
        neighbours=neighbours,
        own=channel - first,
        size=size,
        alpha=alpha,
        beta=beta,
        bias=bias,
    )
