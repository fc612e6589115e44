from __future__ import annotations

import subprocess
import sys

HEAVY = ("numba", "llvmlite", "onnx", "PySide6", "cmap")


def test_session_loads_neither_compiler_nor_onnx_nor_qt_before_its_first_job() -> None:
    program = (
        "import sys, explorer.session.session, explorer.session.commands.table\n"
        "explorer.session.session.Session(print)\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    started = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert started.stdout.strip() == ""
