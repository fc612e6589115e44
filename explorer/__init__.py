"""ConvNet Explorer: see every layer of a convolutional net work.

Examples
--------
>>> import explorer
>>> net = explorer.open_net("lenet5.onnx")  # doctest: +SKIP
>>> activations = net.run("digit.png")  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["Net", "__version__", "open_net"]

__version__ = "0.1.0"

_PUBLIC = {"Net", "open_net"}


def __getattr__(name: str) -> Any:
    """Load the public interface when it is first used, so that importing the package loads nothing else."""
    if name in _PUBLIC:
        return getattr(importlib.import_module("explorer.api"), name)
    raise AttributeError(f"module 'explorer' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
