"""A net that grows node by node, with the shapes that ONNX infers for its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

MOST_ELEMENTS = 40_000


class RejectedError(Exception):
    """The last node does not fit; another is tried."""


@dataclass
class Sketch:
    """A net as it grows: its values' shapes, its weights and its nodes.

    Values are ``exact`` where every right implementation gives the same bits; only those go into operators that
    jump, such as Floor, because elsewhere the last bit would decide.
    """

    rng: np.random.Generator
    opset: int
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    exact: set[str] = field(default_factory=set)
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    pending: dict[str, np.ndarray] = field(default_factory=dict)

    def pick(self, rank: int | None = None, exact: bool = False) -> str:
        """Return a value that is there, of one axis or more, newer ones more often than older ones."""
        names = [
            name
            for name in self.floating()
            if (len(self.shapes[name]) == rank if rank else self.shapes[name]) and (not exact or name in self.exact)
        ]
        if not names:
            raise RejectedError
        return names[max(self.integer(0, len(names)), self.integer(0, len(names)))]

    def floating(self) -> list[str]:
        """Return the values of real numbers."""
        return [name for name, element_type in self.types.items() if element_type == TensorProto.FLOAT]

    def integer(self, low: int, high: int) -> int:
        """Return an integer from ``low`` up to, but without, ``high``."""
        return int(self.rng.integers(low, high))

    def integers(self, count: int, low: int, high: int) -> list[int]:
        return [self.integer(low, high) for _ in range(count)]

    def one_of(self, *options: Any) -> Any:
        return options[self.integer(0, len(options))]

    def chance(self, probability: float = 0.5) -> bool:
        return bool(self.rng.random() < probability)

    def floats(self, *shape: int, scale: float = 1.0, low: float | None = None) -> str:
        """Return the name of new float weights, normal, or at least ``low``."""
        array = np.asarray(self.rng.standard_normal(shape) * scale, np.float32)
        return self.constant(array if low is None else np.abs(array) + np.float32(low))

    def constant(self, values: Any) -> str:
        """Return the name of new weights; integers are int64."""
        array = np.asarray(values)
        if array.dtype.kind == "i":
            array = array.astype(np.int64)
        name = f"w{len(self.weights) + len(self.pending)}"
        self.pending[name] = array
        return name

    def feed(self, name: str, shape: tuple[int, ...]) -> None:
        """Append an input."""
        self.shapes[name], self.types[name] = shape, TensorProto.FLOAT
        self.exact.add(name)

    def add(
        self, operator: str, inputs: Sequence[str], outputs: int = 1, exact: bool = False, **attributes: Any
    ) -> str:
        """Append a node and return its first output; ``exact`` says that it rounds nothing."""
        names = [f"v{len(self.nodes)}" + "abcd"[i] * (outputs > 1) for i in range(outputs)]
        node = helper.make_node(operator, inputs, names, f"n{len(self.nodes)}", **attributes)
        for name, info in zip(names, self._infer(node), strict=True):
            tensor = info.type.tensor_type
            self.shapes[name] = tuple(d.dim_value for d in tensor.shape.dim)
            self.types[name] = tensor.elem_type
        self.nodes.append(node)
        self.weights |= self.pending
        self.pending.clear()
        if exact and all(name in self.exact or name in self.weights for name in inputs if name):
            self.exact.update(names)
        return names[0]

    def model(self, inputs: Sequence[str]) -> onnx.ModelProto:
        """Return the net, with every computed value as an output."""
        outputs = [name for node in self.nodes for name in node.output]
        graph = helper.make_graph(self.nodes, "random", self._infos(inputs), self._infos(outputs), self._tensors())
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)

    def _infer(self, node: onnx.NodeProto) -> list[onnx.ValueInfoProto]:
        fed = [name for name in dict.fromkeys(node.input) if name in self.shapes]
        outputs = [helper.make_empty_tensor_value_info(name) for name in node.output]
        graph = helper.make_graph([node], "one", self._infos(fed), outputs, self._tensors())
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8)
        try:
            inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
        except (onnx.shape_inference.InferenceError, RuntimeError) as error:
            raise RejectedError from error
        for info in inferred.graph.output:
            extents = [d.dim_value for d in info.type.tensor_type.shape.dim]
            if not info.type.tensor_type.HasField("shape") or min(extents, default=1) < 1:
                raise RejectedError
            if np.prod(extents) > MOST_ELEMENTS:
                raise RejectedError
        return list(inferred.graph.output)

    def _infos(self, names: Sequence[str]) -> list[onnx.ValueInfoProto]:
        return [helper.make_tensor_value_info(name, self.types[name], self.shapes[name]) for name in names]

    def _tensors(self) -> list[onnx.TensorProto]:
        return [onnx.numpy_helper.from_array(array, name) for name, array in (self.weights | self.pending).items()]


Recipe = Callable[[Sketch], None]
RECIPES: list[tuple[int, Recipe]] = []


def recipe(since: int = 7, times: int = 1) -> Callable[[Recipe], Recipe]:
    """Enter a function that adds a random node; possible from opset ``since`` on, ``times`` as likely as others."""

    def enter(function: Recipe) -> Recipe:
        RECIPES.extend([(since, function)] * times)
        return function

    return enter
