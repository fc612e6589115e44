"""What Numba knows of functions, looked for once: left alone it does so again for every operator that it meets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from numba import types
from numba.core.registry import cpu_target


def load_once() -> None:
    """Have Numba load its registries when it first compiles, and after that only take in what has come into them."""
    for context in (cpu_target.target_context, cpu_target.typing_context):
        context.load_additional_registries = _loading_once(context, context.load_additional_registries)


def _loading_once(context: Any, load: Callable[[], None]) -> Callable[[], None]:
    loaded = False

    def load_or_take_in() -> None:
        nonlocal loaded
        if loaded:
            for registry in list(context._registries):
                context.install_registry(registry)
            return
        with _without("scipy"):
            load()
        loaded = True

    return load_or_take_in


def remember_types() -> None:
    """Have Numba keep what operators and functions return, for which it tries dozens of definitions each time."""
    resolve, known = types.Function.get_call_type, dict[Any, Any]()

    def get_call_type(self: Any, context: Any, arguments: Any, keywords: Any) -> Any:
        key = self, context, tuple(arguments), tuple(keywords.items())
        if key not in known:
            known[key] = resolve(self, context, arguments, keywords)
        return known[key]

    types.Function.get_call_type = get_call_type


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Let it seem that a package is not there; importing SciPy, for linear algebra, takes as long as all the rest."""
    own = {name: sys.modules.pop(name) for name in [*sys.modules] if name.split(".")[0] == package}
    sys.modules[package] = None  # type: ignore[assignment]  # what Python takes for a package that is not there
    try:
        yield
    finally:
        del sys.modules[package]
        sys.modules.update(own)
