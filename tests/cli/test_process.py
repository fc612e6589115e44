from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import explorer

PROGRAM = [sys.executable, "-m", "explorer"]


def _run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=120, check=False, **options)


def test_version_and_help_are_printed() -> None:
    assert _run("--version").stdout == f"convnet-explorer {explorer.__version__}\n"
    helped = _run("--help")
    assert helped.returncode == 0
    assert all(word in helped.stdout for word in ("window", "run", "info", "export", "[IMAGE]"))


@pytest.mark.parametrize("command", ["window", "run", "info", "export"])
def test_every_command_has_its_own_help(command: str) -> None:
    helped = _run(command, "--help")
    assert helped.returncode == 0 and "Usage: convnet-explorer" in helped.stdout


@pytest.mark.parametrize(
    "arguments", [("run",), ("run", "nowhere", "x.png"), ("--frob",), ("export", "lenet5", "x"), ("info", os.devnull)]
)
def test_error_is_one_line_on_standard_error(arguments: tuple[str, ...]) -> None:
    ran = _run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: ") and ran.stderr.count("\n") == 1


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom explorer.cli.app import main\nmain(['--help'], print)\n"
        "print(*{'numba', 'llvmlite', 'onnx', 'PySide6'} & set(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == ""


def test_reader_that_leaves_is_no_error() -> None:
    with subprocess.Popen([*PROGRAM, "info", "lenet5"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.wait(120) == 0
        assert running.stderr.read() == b""


def test_interrupt_is_one_line() -> None:
    program = (
        "import os, signal, sys\nimport explorer.cli.info as info\nfrom explorer.cli.app import main\n"
        "info.find_net = lambda name: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(main(['info', 'lenet5'], print))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "error: interrupted\n")


def test_missing_system_library_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    missing = "libGL.so.1: cannot open shared object file: No such file or directory"
    (tmp_path / "PySide6" / "__init__.py").write_text(f"raise ImportError({missing!r})")
    ran = _run(env={**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"})
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: the window lacks a system library: libGL.so.1")
    assert ran.stderr.count("\n") == 1


def test_program_without_console_does_not_crash() -> None:
    program = (
        "import sys\nsys.stdout = sys.stderr = None\nsys.argv = ['convnet-explorer', 'run', 'nowhere', 'x']\n"
        "from explorer.__main__ import main\nmain()"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 2


def test_console_that_lacks_characters_is_no_error() -> None:
    ran = _run("info", "lenet5", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0
    assert "(5·5·1 + 1)·6 = 156" in ran.stdout


def test_program_runs_from_another_folder(tmp_path: Path) -> None:
    ran = _run(
        "info", "lenet5", cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(Path(explorer.__file__).parents[1])}
    )
    assert ran.returncode == 0
