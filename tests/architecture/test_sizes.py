"""How long a file and a function may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator

FILE = 400
FUNCTION = 40
KERNEL = 60


def _functions(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its lines, from after the docstring to the end."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1 if documented else 0]
            yield node.name, (node.end_lineno or 0) - first.lineno + 1


def test_files_stay_short(lines: dict[str, int]) -> None:
    assert {name: count for name, count in lines.items() if count >= FILE} == {}


def test_functions_stay_short(package: dict[str, ast.Module]) -> None:
    tall = {
        f"{name}: {function}": count
        for name, module in package.items()
        for function, count in _functions(module)
        if count >= (KERNEL if name.startswith("explorer/kernels/") else FUNCTION)
    }
    assert tall == {}
