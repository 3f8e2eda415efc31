"""JSON values into frozen dataclasses.

The dataclasses are the schema: field names are keys, type hints say what may stand there, a default marks a key that
may be missing. Every difference is collected as one line, none of them ends the reading. Unknown keys are ignored.
"""

from __future__ import annotations

import math
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def decode(kind: Any, value: Any, where: str, problems: list[str]) -> Any:
    """Returns `value` as `kind`, or None after a problem; `where` is the path shown, like `run.json: settings`."""
    if kind in _NAMES:
        return _scalar(kind, value, where, problems)
    if kind is Any:
        return value
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _object(kind, value, where, problems)
    if origin in (Union, UnionType):
        wanted = next(part for part in get_args(kind) if part is not NoneType)
        return None if value is None else decode(wanted, value, where, problems)
    if origin is tuple:
        return _sequence(get_args(kind), value, where, problems)
    if origin is dict:
        return _mapping(get_args(kind)[1], value, where, problems)
    return _choice(get_args(kind), value, where, problems)


def _object(kind: Any, value: Any, where: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{where}: is {_show(value)}, not an object")
        return None
    found = {}
    for field in fields(kind):
        if field.name in value:
            path = f"{where}{'' if where.endswith(': ') else '.'}{field.name}"
            found[field.name] = decode(_hints(kind)[field.name], value[field.name], path, problems)
        elif _is_required(field):
            problems.append(f"{where.removesuffix(': ')}: the key {field.name} is missing")
            found[field.name] = None
    return kind(**found)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _sequence(kinds: tuple[Any, ...], value: Any, where: str, problems: list[str]) -> Any:
    if not isinstance(value, list):
        problems.append(f"{where}: is {_show(value)}, not a list")
        return None
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(value)
    elif len(kinds) != len(value):
        problems.append(f"{where}: has {len(value)} items, not {len(kinds)}")
        return None
    return tuple(
        decode(kind, item, f"{where}[{i}]", problems) for i, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _mapping(kind: Any, value: Any, where: str, problems: list[str]) -> Any:
    if not isinstance(value, dict):
        problems.append(f"{where}: is {_show(value)}, not an object")
        return None
    return {key: decode(kind, item, f"{where}.{key}", problems) for key, item in value.items()}


def _choice(known: tuple[Any, ...], value: Any, where: str, problems: list[str]) -> Any:
    if value not in known:
        problems.append(f"{where}: is {_show(value)}, not one of {', '.join(map(str, known))}")
    return value


def _scalar(kind: Any, value: Any, where: str, problems: list[str]) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if kind is float and is_number:
        return float(value)
    if kind is int and is_number and value == int(value):
        return int(value)
    if kind in (str, bool) and isinstance(value, kind):
        return value
    problems.append(f"{where}: is {_show(value)}, not {_NAMES[kind]}")
    return None


def _show(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
