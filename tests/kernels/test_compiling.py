"""Kernels that other processes compile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.kernels import compiling, cpu
from explorer.kernels.jit import WITHOUT_JIT

pytestmark = pytest.mark.skipif(WITHOUT_JIT, reason="nothing is compiled without JIT")


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[compiling._Process]]:
    """The processes that a test starts; two threads may share work."""
    running: list[compiling._Process] = []
    monkeypatch.setattr(compiling, "_running", running)
    monkeypatch.setattr(compiling, "threads", lambda: 2)
    yield running
    for process in running:
        process.end()


def run(program: str, cache: Path) -> str:
    """Return what a program prints that begins with an empty cache, on two threads and a CPU of no tier."""
    program = (
        "from collections import deque; from explorer.kernels import compiling\n"
        "from explorer.kernels.team import NEEDED\n"
        "compiling.threads = lambda: 2\n" + program
    )
    # A checkout that is set up, or a bundle, has kernels for tiers.
    environment = {**os.environ, "EXPLORER_CACHE": str(cache), cpu.NAME: "generic", cpu.FEATURES: ""}
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_a_process_leaves_kernels_in_the_cache(tmp_path: Path) -> None:
    program = """
(process,) = compiling._processes()
process.compile(deque(NEEDED))
print(*(len(kernel.overloads) for kernel, _ in NEEDED), *(compiling._is_at_hand(*pair) for pair in NEEDED))
"""
    assert run(program, tmp_path).split() == ["0"] * 5 + ["True"] * 5
    assert len(list(tmp_path.glob("kernels/*/*.kernel"))) == 5


def test_all_kernels_are_compiled_by_one_process_or_another(tmp_path: Path) -> None:
    program = """
compiling.compile_all(NEEDED)
print(*(compiling._is_at_hand(*pair) for pair in NEEDED))
compiling._processes = None
compiling.compile_all(NEEDED)
"""
    assert run(program, tmp_path).split() == ["True"] * 5


def test_a_program_leaves_no_process_and_no_pipe_behind(tmp_path: Path) -> None:
    program = "compiling._processes(); print(compiling._running[0]._process.pid)"
    number = int(run(program, tmp_path))
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_what_a_process_cannot_do_is_left_to_others(
    processes: list[compiling._Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_PROGRAM", "# {}")
    (process,) = compiling._processes()
    process._process.wait()
    missing = deque([(test_all_kernels_are_compiled_by_one_process_or_another, ()) for _ in range(3)])
    process.compile(missing)
    assert len(missing) == 2
    assert not process.is_alive()


def test_a_process_that_does_not_answer_is_given_up(
    processes: list[compiling._Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_PROGRAM", "import time; time.sleep(600)  # {}")
    monkeypatch.setattr(compiling, "_LIMIT", 0.1)
    (process,) = compiling._processes()
    process.compile(deque([(test_a_process_that_has_ended_is_replaced, ())]))
    process._process.wait(10)
    assert not process.is_alive()


def test_a_process_that_has_ended_is_replaced(processes: list[compiling._Process]) -> None:
    (first,) = compiling._processes()
    assert compiling._processes() == [first]
    first._process.kill()
    first._process.wait()
    (second,) = compiling._processes()
    assert second is not first
    assert second.is_alive()


def test_one_thread_has_no_processes(processes: list[compiling._Process], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "threads", lambda: 1)
    assert compiling._processes() == []


def test_processes_wait_for_work_where_nothing_is_compiled_yet(
    processes: list[compiling._Process], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path / "user")
    monkeypatch.setattr(compiling, "assets", lambda: tmp_path / "assets")
    kernel = tmp_path / "assets" / "kernels" / "stamp" / "name.kernel"
    kernel.parent.mkdir(parents=True)
    kernel.touch()
    compiling.expect_to_compile()
    assert processes == []
    kernel.unlink()
    compiling.expect_to_compile()
    assert len(processes) == 1
