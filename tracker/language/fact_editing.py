"""A fact with some of its fields written anew, read by the rules of a file of reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.criteria import Position
from tracker.domain.errors import BadInput
from tracker.domain.reports import Fact, Report
from tracker.language.nodes import NumberText
from tracker.language.report_files import read_report
from tracker.language.report_writing import write_report

EDITABLE = (
    "occurred",
    "indicator",
    "event",
    "value",
    "value_to",
    "qualifier",
    "unit",
    "actor",
    "target",
    "place",
    "nature",
    "origin",
    "code",
    "note",
)
_NUMBERS = frozenset({"value", "value_to"})


def edited_fact(fact: Fact, report: Report, changes: Mapping[str, str], tz: str) -> Fact:
    """Return a fact of a report with these fields changed; an empty text takes a field away.

    Days are days in the zone `tz`. Raises BadInput with the cure for what cannot be read.
    """
    for name in changes:
        if name not in EDITABLE:
            raise BadInput(
                f"{name} is not a field of a fact that can be edited", f"there are {', '.join(EDITABLE)}"
            )
    whole = write_report(replace(report, facts=(fact,), suspected=(), reviews=()), tz=tz)
    listed = whole["facts"]
    fields: dict[str, object] = dict(listed[0]) if isinstance(listed, list) else {}
    if "value" in changes:  # a new figure is meant as it is written, not as the old one was
        fields = {name: value for name, value in fields.items() if name not in ("value_to", "qualifier")}
    if "occurred" in changes:
        fields.pop("date_assumed", None)
    for name, text in changes.items():
        fields.pop(name, None)
        if text.strip():
            fields[name] = NumberText(text.strip()) if name in _NUMBERS else text.strip()
    read = read_report({**whole, "facts": [fields]}, Position("edit"), tz=tz)
    if read.problems:
        hints = [problem.hint for problem in read.problems if problem.hint]
        raise BadInput("; ".join(problem.message for problem in read.problems), hints[0] if hints else "")
    return read.reports[0].facts[0]
