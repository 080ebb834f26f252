"""Frozen dataclasses ↔ compact bytes with an exact round trip (编码): JSON arrays in field order, compressed by zlib.

The type hints of a dataclass say how to read it back, so a new field with a default can be appended to a type and
records written before still load. Decimals are kept as their digits, tuples as arrays, bytes as latin-1 text.
"""

from __future__ import annotations

import json
import types
import typing
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

_LEVEL = 6
_NEXT = '],"'

Coder = Callable[[Any], Any]


def pack(value: object, kind: Any = None) -> bytes:
    """``value`` (of type ``kind``, its own class by default) as bytes that ``unpack`` gives back equal."""
    return squeeze(json.dumps(to_plain(value, kind or type(value)), ensure_ascii=False, separators=(",", ":")))


def unpack(data: bytes, kind: Any) -> Any:
    return from_plain(json.loads(stretch(data)), kind)


def unpack_fields(data: bytes, kind: Any, wanted: Collection[str], passed: str = "") -> dict[str, Any]:
    """Only these fields of a packed dataclass, by name; what is not wanted is not made into objects.

    The field ``passed`` is not even read: an array in which strings stand first in their own arrays alone, so that the
    first string behind a bracket and a comma is the next field's. Where that does not hold all is read.
    """
    text = stretch(data)
    stored = _stored(kind)
    plain = _passing(text, [name for name, _ in stored], passed) or json.loads(text)
    return {name: _decoder(hint)(part) for (name, hint), part in zip(stored, plain, strict=False) if name in wanted}


def _passing(text: str, names: Sequence[str], passed: str) -> list[Any]:
    """The fields of an array with None for the one that is passed over; nothing when it cannot be."""
    if passed not in names:
        return []
    read, at = json.JSONDecoder().raw_decode, 1
    plain: list[Any] = []
    try:
        for name in names:
            value, end = (None, text.find(_NEXT, at) + 1) if name == passed else read(text, at)
            plain.append(value)
            if text[end:] == "]":
                return plain
            if end <= at or text[end] != ",":
                return []
            at = end + 1
    except (ValueError, IndexError):
        return []
    return []


def squeeze(text: str) -> bytes:
    """Text as compressed bytes; lone surrogates survive."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def stretch(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def to_plain(value: object, kind: Any) -> Any:
    """``value`` as what JSON can hold: dataclasses as arrays of their fields in order."""
    return _encoder(kind)(value)


def from_plain(value: Any, kind: Any) -> Any:
    return _decoder(kind)(value)


def _same(value: Any) -> Any:
    return value


def _stored(kind: Any) -> list[tuple[str, Any]]:
    """Name and type of every field that belongs to the value itself (not of private caches)."""
    hints = _hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind) if not field.name.startswith("_")]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _optional(kind: Any) -> Any | None:
    """The X of ``X | None``, else None; other unions are refused."""
    if typing.get_origin(kind) not in (types.UnionType, typing.Union):
        return None
    rest = [part for part in typing.get_args(kind) if part is not type(None)]
    if len(rest) != 1:
        raise TypeError(f"cannot pack a union: {kind}")
    return rest[0]


def _plain(kind: Any) -> bool:
    return kind in (str, int, float, bool) or typing.get_origin(kind) is typing.Literal


@cache
def _encoder(kind: Any) -> Coder:
    inner = _optional(kind)
    if inner is not None:
        some = _encoder(inner)
        return some if some is _same else lambda value: None if value is None else some(value)
    if kind is float:
        return float
    if _plain(kind):
        return _same
    if kind is Decimal:
        return str
    if kind is bytes:
        return lambda value: value.decode("latin-1")
    if typing.get_origin(kind) is tuple:
        return _tuple_coder(kind, _encoder, list)
    if is_dataclass(kind):
        parts = [(name, _encoder(hint)) for name, hint in _stored(kind)]
        return lambda value: [code(getattr(value, name)) for name, code in parts]
    raise TypeError(f"cannot pack {kind}")


@cache
def _decoder(kind: Any) -> Coder:
    inner = _optional(kind)
    if inner is not None:
        some = _decoder(inner)
        return some if some is _same else lambda value: None if value is None else some(value)
    if kind is float:
        return float
    if _plain(kind):
        return _same
    if kind is Decimal:
        return Decimal
    if kind is bytes:
        return lambda value: value.encode("latin-1")
    if typing.get_origin(kind) is tuple:
        return _tuple_coder(kind, _decoder, tuple)
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    raise TypeError(f"cannot unpack {kind}")


def _dataclass_decoder(kind: Any) -> Coder:
    parts = [(name, _decoder(hint)) for name, hint in _stored(kind)]

    def decode(value: list[Any]) -> Any:
        return kind(**{name: code(part) for (name, code), part in zip(parts, value, strict=False)})

    return decode


def _tuple_coder(kind: Any, coder: Callable[[Any], Coder], make: Callable[[Any], Any]) -> Coder:
    arguments = typing.get_args(kind)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = coder(arguments[0])
        return make if each is _same else lambda value: make([each(part) for part in value])
    codes = [coder(argument) for argument in arguments]
    return lambda value: make([code(part) for code, part in zip(codes, value, strict=True)])
