"""Compiled kernels on disk, found again by whoever runs the same kernels on the same kind of CPU."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from numba.core.caching import FunctionCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from explorer.resources import APP, assets, cache_folder

_DIGEST_SIZE = hashlib.sha256().digest_size


class KernelCache(FunctionCache):  # type: ignore[misc]  # numba has no types
    """The cache of one kernel; what cannot be read is compiled, what cannot be written is not kept.

    Parameters
    ----------
    function
        The kernel as Python function.

    Notes
    -----
    Numba's own cache takes no notice of changes in the other kernels that a kernel calls, raises on a damaged file,
    and finds no place at all in a frozen program of a user without a home. It knows a kernel that a factory made by
    what it was made of, byte by byte, which of inlined functions is another in each process; here its name tells that.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._py_func = function
        self.enable()

    @property
    def cache_path(self) -> str:
        """Folder that kernels are written to."""
        return str(_folders()[0])

    def holds(self, sig: Any, target_context: Any) -> bool:
        """Return whether there is a file for a signature."""
        name = self._file_name(sig, target_context.codegen())
        return any((folder / name).is_file() for folder in _folders())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the compiled kernel for a signature, or None."""
        if not self._enabled:
            return None
        target_context.refresh()
        name = self._file_name(sig, target_context.codegen())
        for folder in _folders():
            payload = read_checked(folder / name)
            if payload is not None:
                return CompileResult._rebuild(target_context, *pickle.loads(payload))
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Write a compiled kernel into the first folder that takes it."""
        if not self._enabled or data.library.has_dynamic_globals:
            return
        payload = dumps(data._reduce())
        name = self._file_name(sig, data.codegen)
        for folder in _folders()[:-1]:
            if write_checked(folder / name, payload):
                return

    def flush(self) -> None:
        """Do nothing: files of other kernels' sources are never read."""

    def _file_name(self, sig: Any, codegen: Any) -> str:
        function, bytecode = self._py_func, self._py_func.__code__.co_code.hex()
        key = f"{function.__module__} {function.__qualname__} {sig} {codegen.magic_tuple()} {bytecode}"
        return f"{function.__name__}-{hashlib.sha256(key.encode()).hexdigest()[:32]}.kernel"


def read_checked(path: Path) -> bytes | None:
    """Return what ``write_checked`` wrote; None if it is missing, unreadable or damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, payload = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
    return payload if hashlib.sha256(payload).digest() == digest else None


def write_checked(path: Path, payload: bytes) -> bool:
    """Write ``payload`` behind its digest, whole or not at all; return whether that worked."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(payload).digest() + payload)
        Path(temporary).replace(path)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        return False
    return True


@lru_cache(maxsize=1)
def stamp() -> str:
    """Return the digest of all sources of kernels, and of what compiles them."""
    digest = hashlib.sha256()
    for part in (sys.version, numba.__version__, llvmlite.__version__, np.__version__):
        digest.update(part.encode() + b"\0")
    for part in _sources():
        digest.update(part)
    return digest.hexdigest()[:16]


def _sources() -> Iterator[bytes]:
    """Yield the sources of all kernels; a bundle has them, too."""
    for source in sorted(Path(__file__).parent.glob("*.py")):
        yield source.read_bytes()


@lru_cache(maxsize=1)
def _folders() -> tuple[Path, ...]:
    """Return the folders to look into: the user's, a temporary one, and the bundle's, which is read in place."""
    return (cache_folder() / "kernels" / stamp(), *_own_temporary(), assets() / "kernels" / stamp())


def _own_temporary() -> Iterator[Path]:
    """Yield a temporary folder, unless somebody else has made it, for what lies there is executed."""
    folder = Path(tempfile.gettempdir()) / f"{APP}-{getattr(os, 'getuid', int)()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        owned = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    except OSError:
        return
    if owned:
        yield folder / stamp()
