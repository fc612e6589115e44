"""The bytes of an ONNX file as a model in ONNX's own data classes."""

from __future__ import annotations

import errno
from pathlib import Path

import onnx
import onnx.inliner
from google.protobuf.message import DecodeError

from explorer.errors import NetError
from explorer.importers.external import inline_external_data

_OTHER_FORMATS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"version https://git-lfs", "a Git LFS pointer, not the net itself"),
    (0, b"PK\x03\x04", "a ZIP archive, such as PyTorch and Keras write"),
    (0, b"\x80\x02", "a pickle, such as PyTorch writes"),
    (0, b"\x80\x04", "a pickle, such as PyTorch writes"),
    (0, b"\x80\x05", "a pickle, such as PyTorch writes"),
    (0, b"\x89HDF", "an HDF5 file, such as Keras writes"),
    (4, b"ORTM", "in ONNX Runtime's own ORT format"),
    (4, b"TFL3", "a TensorFlow Lite net"),
    (0, b"\x89PNG", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x1f\x8b", "a gzip archive"),
)
_EXPORT_HINT = "open the .onnx file that the net was exported to"
_INCOMPLETE_HINT = "it may have been copied or downloaded only in part"


def read_model(path: Path) -> onnx.ModelProto:
    """Return the model in the file ``path``, complete: weights from files beside it, local functions inlined.

    Raises
    ------
    NetError
        The file is not there, not readable, not ONNX or not whole, or its weights lie outside its folder.
    """
    model = _parse_model(_read_bytes(path))
    inline_external_data(model, path.parent)
    return _without_functions(model)


def _parse_model(content: bytes) -> onnx.ModelProto:
    """Return the model that the bytes of an ONNX file hold.

    Raises
    ------
    NetError
        They are not a whole ONNX model.
    """
    if not content:
        raise NetError("the file is empty", _INCOMPLETE_HINT)
    for offset, signature, description in _OTHER_FORMATS:
        if content[offset : offset + len(signature)] == signature:
            raise NetError(f"the file is {description}", _EXPORT_HINT)
    model = onnx.ModelProto()
    try:
        model.ParseFromString(content)
    except DecodeError as error:
        raise _not_onnx(content) from error
    if not model.ir_version and not model.HasField("graph"):
        raise _not_onnx(content)
    if not model.HasField("graph"):
        raise NetError("the file is ONNX but holds no graph", _INCOMPLETE_HINT)
    _check_names(model)
    return model


def opset_of(model: onnx.ModelProto) -> int:
    """Return the version of ONNX's own operators that ``model`` is written in.

    Raises
    ------
    NetError
        It states none.
    """
    versions = [entry.version for entry in model.opset_import if entry.domain in {"", "ai.onnx"}]
    if not versions or max(versions) < 1:
        raise NetError("the file does not state its opset", _INCOMPLETE_HINT)
    return int(max(versions))


def _check_names(model: onnx.ModelProto) -> None:
    """Refuse names that are not UTF-8, which protobuf hands out as bytes."""
    graph = model.graph
    names = [graph.name, *(named.name for part in (graph.input, graph.output, graph.initializer) for named in part)]
    for node in graph.node:
        names += [node.name, node.op_type, node.domain, *node.input, *node.output, *(a.name for a in node.attribute)]
    names += [text for entry in model.metadata_props for text in (entry.key, entry.value)]
    for name in names:
        if isinstance(name, bytes):
            raise NetError(f"the name {name.decode(errors='replace')!r} in the file is not text", _INCOMPLETE_HINT)


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise NetError("it is a folder", "name the .onnx file in it")
    if path.exists() and not path.is_file():
        raise NetError("it is not a regular file")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NetError("there is no such file") from error
    except OSError as error:
        hint = "its permissions forbid reading" if error.errno in {errno.EACCES, errno.EPERM} else ""
        raise NetError(f"it cannot be read: {error.strerror}", hint) from error


def _not_onnx(content: bytes) -> NetError:
    if _starts_as_onnx(content):
        return NetError("the file is ONNX but broken or cut short", _INCOMPLETE_HINT)
    if b"\x00" not in content[:4096] and _is_text(content[:4096]):
        return NetError("the file is text, not an ONNX net", _EXPORT_HINT)
    return NetError("the file is not an ONNX net", _EXPORT_HINT)


def _starts_as_onnx(content: bytes) -> bool:
    """Return whether the bytes begin as a model does: field 1, a small IR version, then a known field."""
    return (
        len(content) > 2
        and content[0] == 0x08
        and content[1] < 64
        and content[2] in {0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42}
    )


def _is_text(content: bytes) -> bool:
    try:
        content[:-4].decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_functions(model: onnx.ModelProto) -> onnx.ModelProto:
    if not model.functions:
        return model
    names = ", ".join(function.name for function in model.functions)
    try:
        return onnx.inliner.inline_local_functions(model, convert_version=True)
    except (RuntimeError, ValueError, onnx.checker.ValidationError) as error:
        raise NetError(f"the net's own functions ({names}) cannot be put in place") from error
