"""What each operator's outputs depend on: one relation for each input that depends on the image."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from explorer.nn.dependence import mixing, moves, windows
from explorer.nn.dependence.ends import Ends, broadcast, unknown
from explorer.nn.graph import Graph, Node
from explorer.nn.relation import Relation
from explorer.nn.spec import Spec

Rule: TypeAlias = Callable[[Ends], Relation]


@dataclass(frozen=True)
class Edge:
    """The dependence of the value ``target`` on the value ``source``."""

    source: str
    target: str
    relation: Relation


def dependences(graph: Graph, specs: Mapping[str, Spec]) -> tuple[Edge, ...]:
    """Return which values of ``graph`` depend on which, in the order of computation.

    Parameters
    ----------
    specs
        Specs of all values, from ``infer``; those known before the run depend on nothing.
    """
    return tuple(
        Edge(source, target, dependence(node, specs, index, output))
        for node in graph.nodes
        for output, target in enumerate(node.outputs)
        for index, source in enumerate(node.inputs)
        if source and target and specs[source].value is None and specs[target].value is None
    )


def dependence(node: Node, specs: Mapping[str, Spec], index: int, output: int = 0) -> Relation:
    """Return how an output of ``node`` depends on an input that it has, whether or not that depends on the image."""
    inputs = tuple(specs[name] if name else None for name in node.inputs)
    rule = RULES.get(node.operator, unknown)
    return rule(Ends(node, inputs, index, output, specs[node.outputs[output]].shape))


_OPERATORS: dict[Rule, str] = {
    broadcast: "Identity Relu LeakyRelu ThresholdedRelu Elu Celu Selu Gelu Mish Softplus Softsign Sigmoid HardSigmoid "
    "HardSwish Swish Tanh Erf Exp Clip PRelu Add Sub Mul Div Sqrt Log Neg Abs Floor Ceil Round Sign Reciprocal Pow Mod "
    "Sin Cos Min Max Sum Mean Cast CastLike Dropout Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor Not IsNaN "
    "IsInf Where",
    windows.convolution: "Conv",
    windows.transposed_convolution: "ConvTranspose",
    windows.pooling: "MaxPool AveragePool LpPool",
    windows.global_pooling: "GlobalAveragePool GlobalMaxPool GlobalLpPool",
    mixing.gemm: "Gemm",
    mixing.mat_mul: "MatMul",
    mixing.softmax: "Softmax LogSoftmax Hardmax",
    mixing.batch_norm: "BatchNormalization",
    mixing.norm_over_planes: "InstanceNormalization",
    mixing.norm_by_groups: "GroupNormalization",
    mixing.norm_from_axis: "LayerNormalization RMSNormalization",
    mixing.norm_over_axes: "MeanVarianceNormalization",
    mixing.local_response: "LRN",
    mixing.reduction: "ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSumSquare "
    "ReduceLogSum ReduceLogSumExp",
    mixing.extreme: "ArgMax ArgMin",
    mixing.top: "TopK",
    moves.concat: "Concat",
    moves.traced: "Slice Split Tile Expand Transpose",
    moves.gather: "Gather",
    moves.pad: "Pad",
    moves.reshape: "Flatten Reshape Squeeze Unsqueeze",
    moves.depth_to_space: "DepthToSpace",
    moves.space_to_depth: "SpaceToDepth",
    moves.resize: "Resize Upsample",
}
RULES: dict[str, Rule] = {name: rule for rule, names in _OPERATORS.items() for name in names.split()}
"""By operator; anything may depend on anything in those that are not here."""
