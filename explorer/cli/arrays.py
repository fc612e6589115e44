"""Arrays in .npy and .npz files."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np

from explorer.errors import FileError, InputError
from explorer.files import write_whole
from explorer.nn.spec import Array

_BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    SyntaxError,
    MemoryError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    tokenize.TokenError,
)
"""What NumPy and zipfile raise at damaged files; RuntimeError covers encrypted and recursive ones."""


def read_array(path: Path) -> Array:
    """Return the array in a .npy file.

    Raises
    ------
    FileError
        The file cannot be read, or is no .npy.
    InputError
        It holds Python objects instead of numbers.
    """
    try:
        with path.open("rb") as file:
            array = np.lib.format.read_array(file, allow_pickle=False)
    except OSError as error:
        raise _unreadable(path, error) from error
    except _BROKEN as error:
        raise _broken(path, error) from error
    return array


def read_named_arrays(path: Path) -> dict[str, Array]:
    """Return the arrays in a .npz file by name.

    Raises
    ------
    FileError
        The file cannot be read, or is no .npz.
    InputError
        It holds Python objects instead of numbers.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.removesuffix(".npy"): _read_member(archive, name) for name in archive.namelist()}
    except OSError as error:
        raise _unreadable(path, error) from error
    except _BROKEN as error:
        raise _broken(path, error) from error


def write_named_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write a .npz file whole, in place of one that is there already.

    Raises
    ------
    FileError
        It cannot be written; what was there before is untouched.
    """
    write_whole(path, lambda file: _write_members(file, arrays), overwrite=True)


def _write_members(file: BinaryIO, arrays: Mapping[str, Array]) -> None:
    # numpy.savez cannot take a value called "file".
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


def _read_member(archive: zipfile.ZipFile, name: str) -> Array:
    with archive.open(name) as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _unreadable(path: Path, error: OSError) -> FileError:
    return FileError(f"cannot read {str(path)!r}: {_reason(error)}")


def _broken(path: Path, error: Exception) -> FileError | InputError:
    if "Object arrays" in str(error):
        return InputError(f"{path.name!r} holds Python objects, not numbers", "save it with a numeric dtype")
    return FileError(f"{path.name!r} is not a whole {path.suffix.lower()} file")


def _reason(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return reason[:1].lower() + reason[1:]
