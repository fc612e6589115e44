"""Kernels compiled by several processes side by side, which find in the cache what others have compiled.

A process beside this one is asked for one kernel after the other, and says when each is in the cache. It ends when
nobody has asked it for a while, or whoever might is gone. What it cannot do is compiled here.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from threading import Lock, Thread, Timer
from typing import Any, TypeAlias

from explorer.kernels.garbage import without_collecting
from explorer.kernels.threads import threads
from explorer.resources import assets, cache_folder

Wanted: TypeAlias = tuple[Any, tuple[Any, ...]]
"""A kernel, and the types of its arguments."""

_MOST = 3
"""Processes beside this one; each takes 300 MB, and the longest kernel as long as the others together on four cores."""

_PATIENCE = 20.0
"""Seconds that a process waits to be asked."""

_LIMIT = 120.0
"""Seconds that a process has for a kernel, many times what the longest one takes."""

_PROGRAM = "import sys; sys.path[:] = {!r}; from explorer.kernels.compiling import serve; serve()"


def compile_all(wanted: Iterable[Wanted]) -> None:
    """Compile kernels that are neither compiled nor in the cache; those that take longest should come first."""
    missing = deque(pair for pair in dict.fromkeys(wanted) if not _is_at_hand(*pair))
    if len(missing) < 2:
        return  # who wants it compiles it
    with _one_at_a_time, without_collecting():
        own = missing.popleft()
        asking = [Thread(target=process.compile, args=(missing,), daemon=True) for process in _processes()]
        for thread in asking:
            thread.start()
        for kernel, signature in chain([own], _taken(missing)):
            kernel.compile(signature)
        for thread in asking:
            thread.join()


def expect_to_compile() -> None:
    """Start the processes where nothing has been compiled yet: they import the compiler while this one still reads."""
    if not any(any(folder.glob("kernels/*/*.kernel")) for folder in (cache_folder(), assets())):
        _processes()


def _is_at_hand(kernel: Any, signature: tuple[Any, ...]) -> bool:
    return signature in kernel.overloads or kernel._cache.holds(signature, kernel.targetctx)


def _taken(missing: deque[Wanted]) -> Iterator[Wanted]:
    """Take what nobody else has taken."""
    while True:
        try:
            yield missing.popleft()
        except IndexError:
            return


class _Process:
    """A process that compiles kernels for this one."""

    def __init__(self) -> None:
        program = [sys.executable, "-c", _PROGRAM.format(sys.path)]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=nowhere)
        atexit.register(self.end)

    def end(self) -> None:
        """End it."""
        atexit.unregister(self.end)
        self._process.kill()
        self._process.communicate()

    def is_alive(self) -> bool:
        """Return whether it can be asked."""
        return self._process.poll() is None

    def compile(self, missing: deque[Wanted]) -> None:
        """Have it compile one kernel after the other, as long as it answers."""
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        for kernel, signature in _taken(missing):
            limit = Timer(_LIMIT, self._process.kill)
            limit.daemon = True
            limit.start()
            try:
                pickle.dump((kernel.__module__, kernel.__qualname__, signature), asked)
                asked.flush()
                if not answers.read(1):
                    return
            except OSError:
                return
            finally:
                limit.cancel()


_running: list[_Process] = []
_one_at_a_time = Lock()


def _processes() -> list[_Process]:
    """Return as many processes as may help; a frozen program has no Python to start them with."""
    for process in [process for process in _running if not process.is_alive()]:
        process.end()
        _running.remove(process)
    try:
        while len(_running) < min(threads() - 1, _MOST) and not getattr(sys, "frozen", False):
            _running.append(_Process())
    except OSError:
        return _running  # of those that the system allows
    return _running


def serve() -> None:
    """Compile the kernels that are asked for on the standard input; answer with a byte for each."""
    from explorer.kernels.clock import now  # noqa: PLC0415, it loads the compiler
    from explorer.kernels.jit import KERNELS  # noqa: PLC0415, it loads the compiler

    gc.disable()  # it does not live long
    now.compile(())  # the smallest kernel, which loads all of the compiler
    while True:
        leaving = Timer(_PATIENCE, os._exit, (0,))
        leaving.daemon = True
        leaving.start()
        try:
            module, name, signature = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        leaving.cancel()
        importlib.import_module(module)
        KERNELS[module, name].compile(signature)
        sys.stdout.buffer.write(b"+")
        sys.stdout.buffer.flush()
