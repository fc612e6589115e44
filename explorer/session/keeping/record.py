"""Frozen data as JSON and back: what comes back is of the types that the data's classes declare, or refused."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

T = TypeVar("T")

_PLAIN = (bool, int, str, NoneType)


class RecordError(ValueError):
    """A record that does not hold what it should."""


def to_record(value: object) -> Json:
    """Return dataclasses as objects, tuples as lists, paths as texts, and plain values as they are."""
    if is_dataclass(value):
        return {field.name: to_record(getattr(value, field.name)) for field in fields(value) if field.init}
    if isinstance(value, tuple):
        return [to_record(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float) or type(value) in _PLAIN:
        return value  # type: ignore[return-value]  # one of the plain types
    raise TypeError(f"{type(value).__name__} has no place in a record")


def from_record(kind: type[T], record: object) -> T:
    """Return the data of a record; fields that it lacks have their defaults, those that ``kind`` lacks are passed over.

    Raises
    ------
    RecordError
        It is not of this kind.
    """
    found: T = _read(kind, record)
    return found


def _read(hint: Any, record: object) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read_any(get_args(hint), record)
    if origin is tuple:
        return _read_tuple(get_args(hint), record)
    if is_dataclass(hint) and isinstance(hint, type):
        return _read_data(hint, record)
    return _read_plain(hint, record)


def _read_plain(hint: Any, record: Any) -> Any:
    if get_origin(hint) is Literal:
        return _checked(record, type(record) in (str, int) and record in get_args(hint), hint)
    if hint is float:
        return float(_checked(record, type(record) in (int, float) and math.isfinite(record), hint))
    if hint is Path:
        return Path(_checked(record, isinstance(record, str) and "\0" not in record, hint))
    return _checked(record, hint in _PLAIN and type(record) is hint, hint)


def _read_any(hints: tuple[Any, ...], record: object) -> Any:
    for hint in hints:
        try:
            return _read(hint, record)
        except RecordError:
            continue
    raise RecordError(f"{record!r} is none of {hints}")


def _read_tuple(hints: tuple[Any, ...], record: object) -> tuple[Any, ...]:
    if not isinstance(record, list):
        raise RecordError(f"{record!r} is no list")
    if hints[-1:] == (...,):
        return tuple(_read(hints[0], item) for item in record)
    if len(record) != len(hints):
        raise RecordError(f"{record!r} has not {len(hints)} items")
    return tuple(_read(hint, item) for hint, item in zip(hints, record, strict=True))


def _read_data(kind: type[Any], record: object) -> Any:
    if not isinstance(record, dict):
        raise RecordError(f"{record!r} is no object")
    hints = get_type_hints(kind)
    known = {field.name: hints[field.name] for field in fields(kind) if field.init and field.name in record}
    try:
        return kind(**{name: _read(hint, record[name]) for name, hint in known.items()})
    except TypeError as error:
        raise RecordError(str(error)) from error


def _checked(record: Any, fits: bool, hint: Any) -> Any:
    if not fits:
        raise RecordError(f"{record!r} is no {hint}")
    return record
