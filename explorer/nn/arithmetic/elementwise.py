"""What is computed element by element: activations and arithmetic, each as a formula of a few numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from explorer.nn.arithmetic.parts import Formula, Operand, Pass, Unit
from explorer.nn.arithmetic.reading import broadcast_operand


@dataclass(frozen=True)
class _Rule:
    """A formula in words, and as a function of the inputs and then of the attributes that it names."""

    inputs: str
    words: str
    function: Callable[..., float]
    attributes: str = ""
    cuts: bool = False


def _logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))


def _soft(x: float) -> float:
    return float(np.logaddexp(0, x))


def _erf(x: float) -> float:
    return math.erf(x) if math.isfinite(x) else float(np.sign(x))


_RULES: Mapping[str, _Rule] = {
    "Relu": _Rule("x", "max(0, x)", lambda x: np.maximum(0, x), cuts=True),
    "LeakyRelu": _Rule("x", "alpha * x where x < 0, else x", lambda x, a: a * x if x < 0 else x, "alpha"),
    "PRelu": _Rule("x slope", "slope * x where x < 0, else x", lambda x, a: a * x if x < 0 else x),
    "ThresholdedRelu": _Rule("x", "x where x > alpha, else 0", lambda x, a: x if x > a else 0.0, "alpha", cuts=True),
    "Elu": _Rule(
        "x", "alpha * (exp(x) - 1) where x < 0, else x", lambda x, a: a * np.expm1(x) if x < 0 else x, "alpha"
    ),
    "Celu": _Rule(
        "x",
        "max(0, x) + min(0, alpha * (exp(x / alpha) - 1))",
        lambda x, a: np.maximum(0, x) + np.minimum(0, a * np.expm1(x / a)),
        "alpha",
    ),
    "Selu": _Rule(
        "x",
        "gamma * alpha * (exp(x) - 1) where x <= 0, else gamma * x",
        lambda x, a, g: g * (a * np.expm1(x) if x <= 0 else x),
        "alpha gamma",
    ),
    "Mish": _Rule("x", "x * tanh(log(1 + exp(x)))", lambda x: x * np.tanh(_soft(x))),
    "Softplus": _Rule("x", "log(1 + exp(x))", _soft),
    "Softsign": _Rule("x", "x / (1 + |x|)", lambda x: x / (1 + abs(x))),
    "Sigmoid": _Rule("x", "1 / (1 + exp(-x))", _logistic),
    "HardSigmoid": _Rule(
        "x",
        "alpha * x + beta, cut to 0 ... 1",
        lambda x, a, b: np.clip(a * x + b, 0, 1),
        "alpha beta",
    ),
    "HardSwish": _Rule("x", "x * (x / 6 + 1 / 2, cut to 0 ... 1)", lambda x: x * np.clip(x / 6 + 0.5, 0, 1)),
    "Swish": _Rule("x", "x / (1 + exp(-alpha * x))", lambda x, a: x * _logistic(a * x), "alpha"),
    "Tanh": _Rule("x", "tanh(x)", np.tanh),
    "Erf": _Rule("x", "erf(x)", _erf),
    "Exp": _Rule("x", "exp(x)", np.exp),
    "Sqrt": _Rule("x", "sqrt(x)", np.sqrt),
    "Log": _Rule("x", "log(x)", np.log),
    "Sin": _Rule("x", "sin(x)", np.sin),
    "Cos": _Rule("x", "cos(x)", np.cos),
    "Neg": _Rule("x", "-x", np.negative),
    "Abs": _Rule("x", "|x|", np.abs),
    "Floor": _Rule("x", "x rounded down", np.floor),
    "Ceil": _Rule("x", "x rounded up", np.ceil),
    "Round": _Rule("x", "x rounded, halves to the even neighbour", np.rint),
    "Sign": _Rule("x", "the sign of x", np.sign),
    "Reciprocal": _Rule("x", "1 / x", np.reciprocal),
    "Add": _Rule("x y", "x + y", np.add),
    "Sub": _Rule("x y", "x - y", np.subtract),
    "Mul": _Rule("x y", "x * y", np.multiply),
    "Div": _Rule("x y", "x / y", np.divide),
    "Pow": _Rule("x y", "x ** y", np.power),
    "Equal": _Rule("x y", "x = y", np.equal),
    "Less": _Rule("x y", "x < y", np.less),
    "LessOrEqual": _Rule("x y", "x <= y", np.less_equal),
    "Greater": _Rule("x y", "x > y", np.greater),
    "GreaterOrEqual": _Rule("x y", "x >= y", np.greater_equal),
    "And": _Rule("x y", "x and y", np.logical_and),
    "Or": _Rule("x y", "x or y", np.logical_or),
    "Xor": _Rule("x y", "x or y, not both", np.logical_xor),
    "Not": _Rule("x", "not x", np.logical_not),
    "IsNaN": _Rule("x", "whether x is no number", np.isnan),
    "Where": _Rule("condition x y", "x where condition holds, else y", lambda c, x, y: x if c else y),
}
FORMULAS = tuple(_RULES)
"""Operators whose formula is among these."""


def elementwise(run: Pass, unit: Unit) -> Formula:
    """Activations, arithmetic, comparisons: the rule of the operator, applied to the elements that are broadcast."""
    rule = _RULES[unit.node.operator]
    inputs = zip(rule.inputs.split(), unit.node.inputs, strict=True)
    attributes = unit.node.op.attributes()
    operands = [broadcast_operand(run, symbol, name, unit.index) for symbol, name in inputs]
    operands += [Operand(name, float(attributes[name])) for name in rule.attributes.split()]
    result = _applied(run, unit, rule.function, [one.number for one in operands])
    return Formula(rule.words, tuple(operands), result, cut=rule.cuts and result != operands[0].number)


def gelu(run: Pass, unit: Unit) -> Formula:
    """Gelu: x times the share of a normal distribution below x, or what tanh comes to instead."""
    x = broadcast_operand(run, "x", unit.node.inputs[0], unit.index)
    number = x.number
    if unit.node.op.attributes().get("approximate") == "tanh":
        result = number / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (number + 0.044715 * number**3)))
        return Formula("x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))", (x,), float(result))
    return Formula("x / 2 * (1 + erf(x / sqrt(2)))", (x,), number / 2 * (1 + _erf(number / math.sqrt(2))))


def clip(run: Pass, unit: Unit) -> Formula:
    """Clip: cut at a lower and an upper end, of which either may be missing."""
    node = unit.node
    x, ends = broadcast_operand(run, "x", node.inputs[0], unit.index), node.op.attributes()
    bounds = [Operand(name, float(ends[name])) for name in ("min", "max") if name in ends]
    fed = zip(("min", "max"), node.inputs[1:], strict=False)
    bounds += [broadcast_operand(run, symbol, name, ()) for symbol, name in fed if name]
    named = {one.symbol: one.number for one in bounds}
    result = float(np.minimum(np.maximum(x.number, named.get("min", -math.inf)), named.get("max", math.inf)))
    words = f"x, cut to {'min' if 'min' in named else '-inf'} ... {'max' if 'max' in named else 'inf'}"
    return Formula(words, (x, *bounds), result, cut=result != x.number)


_FOLDS: Mapping[str, tuple[str, Callable[..., float]]] = {
    "Sum": ("the sum of all", lambda *x: np.sum(x)),
    "Mean": ("the mean of all", lambda *x: np.mean(x)),
    "Max": ("the largest", lambda *x: np.max(x)),
    "Min": ("the smallest", lambda *x: np.min(x)),
}


def folded(run: Pass, unit: Unit) -> Formula:
    """Sum, Mean, Max, Min: of any number of inputs."""
    words, function = _FOLDS[unit.node.operator]
    names = enumerate(unit.node.inputs, start=1)
    operands = tuple(broadcast_operand(run, f"x{i}", name, unit.index) for i, name in names)
    return Formula(words, operands, _applied(run, unit, function, [one.number for one in operands]))


def cast(run: Pass, unit: Unit) -> Formula:
    """Cast, CastLike: the same number in another type."""
    x = broadcast_operand(run, "x", unit.node.inputs[0], unit.index)
    dtype = run.specs[unit.node.outputs[0]].dtype
    return Formula(f"x as {dtype}", (x,), float(np.float64(x.number).astype(dtype)))


def _applied(run: Pass, unit: Unit, function: Callable[..., float], numbers: list[float]) -> float:
    """Return a function of numbers in float64; rounded towards zero where the operator computes integers."""
    result = float(function(*map(np.float64, numbers)))
    whole = run.specs[unit.node.outputs[0]].dtype.kind in "iu" and math.isfinite(result)
    return float(math.trunc(result)) if whole else result
