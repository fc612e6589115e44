"""The command line in this process, and files to give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper
from PIL import Image

from explorer.cli.app import main
from explorer.session.launch import Launch


@dataclass(frozen=True)
class Ran:
    """What one run of the program left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@dataclass
class Window:
    """A window that notes what it is asked to show, in place of showing it."""

    launches: list[Launch] = field(default_factory=list)
    code: int = 0

    def show(self, launch: Launch) -> int:
        self.launches.append(launch)
        return self.code


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], window: Window) -> Callable[..., Ran]:
    """Return a function that runs the program."""

    def run(*arguments: object) -> Ran:
        code = main([str(argument) for argument in arguments], window.show)
        return Ran(code, *capfd.readouterr())

    return run


@pytest.fixture
def refused(cli: Callable[..., Ran]) -> Callable[..., str]:
    """Return a function that runs the program, sees it refuse in one line, and returns that line."""

    def run(*arguments: object) -> str:
        ran = cli(*arguments)
        assert (ran.code, ran.out) == (2, ""), ran
        assert ran.err.startswith("error: ") and ran.err.count("\n") == 1, ran.err
        return ran.err.removeprefix("error: ").rstrip("\n")

    return run


@pytest.fixture
def digit(tmp_path: Path) -> Path:
    """A picture of a one, as MNIST has them."""
    pixels = np.zeros((28, 28), np.uint8)
    pixels[4:24, 13:16] = 255
    path = tmp_path / "one.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def two_inputs(tmp_path: Path) -> Path:
    """A net that adds two inputs, with names that file formats stumble over."""
    a, b, total = (helper.make_tensor_value_info(name, TensorProto.FLOAT, (1, 2)) for name in ("a", "b", "file"))
    nodes = [
        helper.make_node("Add", ["a", "b"], ["a/sum"], name="sum"),
        helper.make_node("Relu", ["a/sum"], ["file"], name="relu"),
    ]
    graph = helper.make_graph(nodes, "sum", [a, b], [total])
    path = tmp_path / "two.onnx"
    path.write_bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString())
    return path
