"""Words a refused setting: where it stands, counted from one, and what it has to be; never the value itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

NAMED_BY = {"routes": ("route", "name"), "subscribers": ("subscriber", "address")}
"""Tables there are several of: what one is called, and the setting that tells it from the others."""

_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "this has to be set",
    "literal_error": lambda told: f"this has to be {told['expected']}",
    "enum": lambda told: f"this has to be {told['expected']}",
    "greater_than": lambda told: f"this has to be more than {told['gt']:g}",
    "greater_than_equal": lambda told: f"this has to be {told['ge']:g} or more",
    "less_than": lambda told: f"this has to be less than {told['lt']:g}",
    "less_than_equal": lambda told: f"this has to be {told['le']:g} or less",
    "too_short": lambda _: "name at least one",
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), lambda _: "this has to be a whole number"),
    **dict.fromkeys(("float_parsing", "float_type", "finite_number"), lambda _: "this has to be a number"),
    **dict.fromkeys(("bool_parsing", "bool_type"), lambda _: "this has to be true or false"),
    "string_type": lambda _: "this has to be a text in quotes",
    "path_type": lambda _: "this has to be a path in quotes",
    **dict.fromkeys(("tuple_type", "list_type"), lambda _: 'this has to be a list such as ["a", "b"]'),
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), lambda _: "this has to be a table"),
}


def place_of(error: ErrorDetails, given: Mapping[str, Any]) -> str:
    """Return where a value stands, as the settings file or its reader would say: "route 'energy': quiet.from"."""
    parts = list(error["loc"])
    lead = ""
    if len(parts) > 1 and parts[0] in NAMED_BY and isinstance(parts[1], int):
        lead = _called(str(parts[0]), parts[1], given)
        parts = parts[2:]
    keys = ".".join(str(part) for part in parts if not isinstance(part, int))
    values = "".join(f" (value {part + 1})" for part in parts if isinstance(part, int))
    return ": ".join(part for part in (lead, f"{keys}{values}") if part)


def words_of(error: ErrorDetails) -> str:
    """Return what is wrong with a value; what we have no words for is said as the validator says it."""
    worded = _WORDS.get(error["type"])
    return error["msg"].removeprefix("Value error, ") if worded is None else worded(error.get("ctx", {}))


def _called(table: str, number: int, given: Mapping[str, Any]) -> str:
    """Return a route by its name and a subscriber by the address, else by its place, as messages call it."""
    kind, key = NAMED_BY[table]
    rows = given.get(table)
    row = rows[number] if isinstance(rows, Sequence) and number < len(rows) else None
    name = row.get(key) if isinstance(row, Mapping) else None
    return f"{kind} {name[:60]!r}" if isinstance(name, str) and name else f"{kind} {number + 1}"
