"""Which program runs on what: for the dialog that says so, and for reports of bugs."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from typing import TypeAlias

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

import explorer
from explorer.resources import TITLE, version_of

Facts: TypeAlias = tuple[tuple[str, str], ...]


def versions() -> Facts:
    """Return names with versions, of the program and of what it stands on.

    What the kernels know is asked of them once they are there: they take long to load, and may be what is broken.
    """
    return (
        (TITLE, explorer.__version__),
        ("Python", platform.python_version()),
        ("Qt", f"{qVersion()}, PySide6 {PySide6.__version__}, {QGuiApplication.platformName()}"),
        ("Numba", version_of("numba")),
        ("NumPy", version_of("numpy")),
        ("ONNX", version_of("onnx")),
        ("pyqtgraph", version_of("pyqtgraph")),
        ("CPU", f"{platform.machine()}, {_of_kernels(_tier)}"),
        ("Threads", _of_kernels(_threads)),
        ("System", platform.platform()),
    )


def as_text(facts: Facts) -> str:
    """Return names with values, one pair a line."""
    return "\n".join(f"{name}: {value}" for name, value in facts)


def _of_kernels(ask: Callable[[], str]) -> str:
    return ask() if "explorer.kernels.jit" in sys.modules else "known once a net is open"


def _tier() -> str:
    from explorer.kernels import TIER  # noqa: PLC0415, it loads the compiler

    return f"kernels for {TIER.name}"


def _threads() -> str:
    from explorer.kernels.threads import threads  # noqa: PLC0415, it loads the compiler

    return str(threads())
