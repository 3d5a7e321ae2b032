"""Shapes: what a value may look like, as fragments of a JSON Schema (draft-07) for editors.

A shape never refuses what the language reads: inside a rule nearly any value may hold a `{parameter}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Shape: TypeAlias = Mapping[str, object]

ANY: Shape = {}
TEXT: Shape = {"type": ["string", "number"]}
"""A number counts as the text it was written as; true and false do not."""
WORDS: Shape = {"type": "string"}
FORMULA: Shape = {"type": "string", "pattern": "[{+*/]"}
"""What rules calculate, or a parameter by itself."""
NUMBER: Shape = {"anyOf": [{"type": "number"}, FORMULA]}
PERCENT: Shape = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "[%{+*/]"}]}
BOOLEAN: Shape = {"anyOf": [{"type": "boolean"}, FORMULA]}
WEB: Shape = {"type": "string", "pattern": "^\\s*([Hh][Tt][Tt][Pp][Ss]?://|.*[{])"}


def one_of(words: Iterable[str]) -> Shape:
    """Return the shape of one word out of several."""
    return {"anyOf": [{"type": "string", "enum": list(words)}, FORMULA]}


def one_or_many(shape: Shape) -> Shape:
    """Return the shape of one value or a list of them."""
    return {"anyOf": [shape, many(shape)]}


def many(shape: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": shape}


def mapping_of(shape: Shape) -> Shape:
    """Return the shape of a mapping of names that the author chooses."""
    return {"type": "object", "additionalProperties": shape}


def either(*shapes: Shape) -> Shape:
    """Return the shape of any of several."""
    return {"anyOf": list(shapes)}


def or_nothing(shape: Shape) -> Shape:
    """Return the shape of a value that may be written as null."""
    return {"anyOf": [shape, {"type": "null"}]}


def record(name: str) -> Shape:
    """Return a reference to a record by its name, with or without its article."""
    return {"$ref": f"#/definitions/{slug(name)}"}


def slug(name: str) -> str:
    """Return a record's name as a word: "a rule file" is `rule-file`."""
    return "-".join(re.findall(r"[a-z_]+", re.sub(r"^an? ", "", name.lower())))
