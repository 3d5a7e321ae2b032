"""The JSON Schema (draft-07) of rule files for editors, made from the entries that read them."""

from __future__ import annotations

from tracker.language import folder, shapes
from tracker.language.conditions import CONDITION_FORM
from tracker.language.keys import Record, shape_of
from tracker.language.reference import DATA_RECORDS, RULE_RECORDS
from tracker.language.shapes import Shape
from tracker.language.source_kinds import BUILT_IN
from tracker.language.sources import SOURCE

DRAFT = "http://json-schema.org/draft-07/schema#"


def schema() -> Shape:
    """Return the schema of a rule file as JSON-ready data; every key stands with its meaning.

    It refuses nothing that the language reads, and says less than `rules check` does: a key of another kind of
    promise, or a criterion nobody named, is told by that alone. Names and defaults of a folder (`names.yaml`,
    `_defaults.yaml`) have shapes of their own under `definitions`.
    """
    records = (*RULE_RECORDS, *DATA_RECORDS)
    definitions = {
        shapes.slug(record.name): _definition(record) for record in records if record is not folder.FILE
    }
    return {
        "$schema": DRAFT,
        "title": "Deedline rule file",
        "description": "Statements, promises, rules, sources, names and examples, as analysts write them.",
        **shape_of(folder.FILE),
        "definitions": {**definitions, shapes.slug("a condition or a name"): CONDITION_FORM.shape},
    }


def _definition(record: Record) -> Shape:
    return _source() if record is SOURCE else shape_of(record)


def _source() -> Shape:
    """A kind that an installed package adds has keys of its own; ours are all known."""
    whole = shape_of(SOURCE)
    ours = [kind.name for kind in BUILT_IN]
    options = {option.name for kind in BUILT_IN for option in kind.options}
    return {
        **{name: value for name, value in whole.items() if name != "additionalProperties"},
        "if": {"properties": {"kind": {"enum": ours}}},
        "then": {"propertyNames": {"enum": [*SOURCE.by_name, *sorted(options - SOURCE.by_name.keys())]}},
    }
