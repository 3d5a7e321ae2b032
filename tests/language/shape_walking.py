"""Which keys of which record a file uses, found by walking it along the schema for editors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator


def used_keys(document: object, schema: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Yield record (as the schema names it; empty for the file), key and value of all that stands in a file."""
    yield from _used(document, schema, schema, "")


def _used(
    value: object, shape: dict[str, Any], schema: dict[str, Any], record: str
) -> Iterator[tuple[str, str, object]]:
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        yield from _used(value, schema["definitions"][name], schema, name)
        return
    for inner in shape.get("allOf", ()):
        yield from _used(value, inner, schema, record)
    for inner in (*shape.get("anyOf", ()), *shape.get("oneOf", ())):
        if Draft7Validator({**inner, "definitions": schema["definitions"]}).is_valid(value):
            yield from _used(value, inner, schema, record)
    if isinstance(value, dict):
        known, others = shape.get("properties", {}), shape.get("additionalProperties")
        for name, each in value.items():
            if name in known:
                yield record, name, each
                yield from _used(each, known[name], schema, record)
            elif isinstance(others, dict):
                yield from _used(each, others, schema, record)
    if isinstance(value, list) and isinstance(shape.get("items"), dict):
        for each in value:
            yield from _used(each, shape["items"], schema, record)
