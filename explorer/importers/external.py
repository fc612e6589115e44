"""Weights that an ONNX net keeps in files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

import onnx

from explorer.errors import NetError


def inline_external_data(model: onnx.ModelProto, folder: Path) -> None:
    """Fill in the tensors of ``model`` whose elements lie in other files; only files within ``folder`` are read.

    Raises
    ------
    NetError
        A file is missing, too short, or outside ``folder``: by an absolute path, by ``..`` or by a link.
    """
    for tensor in _tensors(model.graph):
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            tensor.raw_data = _read(tensor, folder)
            tensor.data_location = onnx.TensorProto.DEFAULT
            del tensor.external_data[:]


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t


def _read(tensor: onnx.TensorProto, folder: Path) -> bytes:
    entries = {entry.key: entry.value for entry in tensor.external_data}
    location = entries.get("location", "")
    file = _inside(folder, location, tensor.name)
    size = file.stat().st_size
    offset = _count(entries, "offset", 0, tensor.name)
    length = _count(entries, "length", max(size - offset, 0), tensor.name)
    if offset + length > size:
        raise NetError(
            f"the weights {tensor.name!r} lie beyond the end of {location!r}",
            "the file may have been copied only in part",
        )
    with file.open("rb") as stream:
        stream.seek(offset)
        return stream.read(length)


def _inside(folder: Path, location: str, name: str) -> Path:
    """Return the file that ``location`` names, refusing whatever is not within ``folder``."""
    parts = {*PurePosixPath(location).parts, *PureWindowsPath(location).parts}
    absolute = location.startswith(("/", "\\")) or PureWindowsPath(location).drive
    file = (folder / location).resolve() if location and "\0" not in location else folder
    if absolute or ".." in parts or not file.is_relative_to(folder.resolve()):
        raise NetError(
            f"the weights {name!r} are kept in {location!r}, outside the folder of the net",
            "files are read only from the net's own folder",
        )
    if not file.is_file():
        raise NetError(
            f"the weights {name!r} are kept in {location!r}, which is missing", "put it beside the .onnx file"
        )
    return file


def _count(entries: dict[str, str], key: str, default: int, name: str) -> int:
    text = entries.get(key, str(default))
    if not (text.isascii() and text.isdigit()):
        raise NetError(f"the weights {name!r} state the {key} {text!r}, which is not a number of bytes")
    return int(text)
