"""`deedline rules why`: which part of which criterion matched a report, or did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.actions.why_matched import Matching, Use
    from tracker.engine.why_matched import Compared


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("why")(why)


def why(
    context: typer.Context,
    report: Annotated[
        str,
        typer.Argument(help="A stored report's id, as `report add --id` or its source gave it, or `source/id`."),
    ],
    promise: Annotated[str, typer.Argument(help="A promise's id.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print data for programs.")] = False,
) -> None:
    """Say why a stored report matches a promise, or does not.

    Every criterion of the promise is held against the report, field by field: what it wants, and what the report
    has. Then comes what the verdict makes of it.
    """
    from tracker.actions.why_matched import why_matched
    from tracker.cli.given import open_app
    from tracker.cli.plain import put, put_json

    deedline = open_app(context)
    matching = why_matched(deedline.existing_store, report, promise, deedline.clock.now())
    if as_json:
        put_json(_data(matching))
        return
    for line in _lines(matching):
        put(line)


def _lines(matching: Matching) -> Iterator[str]:
    from tracker.cli.plain import clean

    report = matching.report
    yield clean(f"{report.id} ({report.source}) against {matching.promise.id}: {matching.promise.title}")
    for each in matching.compared:
        yield from _compared_lines(each)
    if not matching.uses:
        yield "no verdict of this promise uses it"
    for use in matching.uses:
        yield clean(f"in the verdict{_where(use)}: {_use_words(use)}")


def _compared_lines(each: Compared) -> Iterator[str]:
    from tracker.cli.plain import clean
    from tracker.engine.wording import fact_words

    place = f" ({each.criterion.position})" if each.criterion.position else ""
    of = "".join(f", {word} {name}" for word, name in (("step", each.step), ("reading", each.reading)) if name)
    sign, word = ("✓", "matches") if each.matched else ("✗", "does not match")
    fact = fact_words(each.fact) if each.fact is not None else "it has no facts, only words"
    yield clean(f"{sign} {each.criterion.name}{of} {word}: {fact}{place}")
    for test in each.tests:
        mark = "✓" if test.passed else "✗"
        yield f"    {mark} {clean(test.field)}: wants {clean(test.wants)}; has {clean(test.has)}"


def _where(use: Use) -> str:
    return "".join(f" {word} {name}" for word, name in (("of", use.instance), ("by reading", use.reading)) if name)


def _use_words(use: Use) -> str:
    if use.bearing is None:
        return f"set aside, {use.why}"
    role = "decides" if use.decides else "stands beside"
    return (
        f"{role}, {use.bearing.value}, as {use.criterion} ({use.why})"
        if use.why
        else f"{role}, {use.bearing.value}"
    )


def _data(matching: Matching) -> dict[str, object]:
    from tracker.engine.wording import fact_words

    return {
        "report": matching.report.id,
        "source": matching.report.source,
        "promise": matching.promise.id,
        "criteria": [
            {
                "criterion": each.criterion.name,
                "step": each.step,
                "reading": each.reading,
                "rule": str(each.criterion.position or ""),
                "fact": fact_words(each.fact) if each.fact is not None else None,
                "matches": each.matched,
                "tests": [
                    {"field": test.field, "wants": test.wants, "has": test.has, "passed": test.passed}
                    for test in each.tests
                ],
            }
            for each in matching.compared
        ],
        "uses": [
            {
                "reading": use.reading or None,
                "instance": use.instance,
                "criterion": use.criterion,
                "bearing": use.bearing.value if use.bearing is not None else "set aside",
                "decides": use.decides,
                "why": use.why,
            }
            for use in matching.uses
        ],
    }
