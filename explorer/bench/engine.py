"""What engines have in common: they make a net ready once, then pass through it again and again."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from explorer.bench.case import Case
from explorer.nn.spec import Array

Keeps: TypeAlias = Literal["answer", "values"]
"""What is left of a pass: the net's outputs alone, or every value."""

PEERS = ("onnxruntime", "torch", "opencv")
"""The engines of others, in the order in which they are listed."""

_PACKAGES = {"onnxruntime": "onnxruntime", "torch": "torch", "opencv": "cv2"}


class Ready(Protocol):
    """A net that an engine has made ready for one set of inputs."""

    def run(self) -> object:
        """Pass through the net once; this is what is timed."""

    def answers(self) -> Mapping[str, Array]:
        """Return the outputs of a pass by name."""


class Engine(Protocol):
    """Something that computes nets.

    Attributes
    ----------
    keeps
        What it can be told to keep.
    failures
        What it raises where it cannot run a net.
    """

    name: str
    version: str
    keeps: tuple[Keeps, ...]
    failures: tuple[type[Exception], ...]

    def prepare(self, case: Case, keeps: Keeps) -> Ready:
        """Return the net of ``case``, ready."""


def find_peer(name: str, threads: int) -> Engine | None:
    """Return the peer ``name`` set to so many threads; None if it is not installed."""
    try:
        module = importlib.import_module(f"explorer.bench.{name}_peer")
    except ModuleNotFoundError as error:
        if error.name != _PACKAGES[name]:
            raise
        return None
    peer: Engine = module.make_peer(threads)
    return peer
