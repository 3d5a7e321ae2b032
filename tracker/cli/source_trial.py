"""What a trial of a source shows."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.actions.try_source import Trial, TriedReport
from tracker.cli.plain import clean, put
from tracker.domain.counting import counted
from tracker.domain.instants import Precision, Span, iso
from tracker.domain.reports import Fact
from tracker.engine.unnamed import Unnamed
from tracker.engine.wording import when

MOST_PROBLEMS = 20


def put_trial(trial: Trial, show: int) -> None:
    """Print a trial, with the first `show` items in full."""
    source = trial.source
    put(f"{source.id} ({source.kind}): {source.url or source.path}")
    if trial.failed:
        put(f"✖ {clean(trial.failed)}" + (f"\n    cure: {clean(trial.hint)}" if trial.hint else ""))
        return
    put(f"{counted(len(trial.reports), 'item')}, {counted(trial.facts, 'fact')}; nothing was stored")
    for each in trial.reports[:show]:
        for line in _item_lines(each):
            put(line)
    if len(trial.reports) > show:
        put(f"... and {counted(len(trial.reports) - show, 'more item')}")
    for problem in trial.problems[:MOST_PROBLEMS]:
        put(f"! {clean(problem)}")
    if len(trial.problems) > MOST_PROBLEMS:
        put(f"! and {len(trial.problems) - MOST_PROBLEMS} more problems")
    for field in trial.empty_fields:
        put(f"! the map fills `{field}`, and no fact has one")
    if trial.ends_later:
        put(
            f"! {counted(trial.ends_later, 'fact')} that end after the day their report is said to be published: "
            "take `published` from where the item says when it was known"
        )
    put(f"would touch: {', '.join(trial.touched)}" if trial.touched else "would touch no promise")
    for (promise, criterion), number in sorted(trial.by_words.items()):
        put(f"by words only: `{criterion}` of {promise} in {counted(number, 'item')}, suspected until reviewed")
    for missing in trial.unnamed:
        put(f"! {clean(unnamed_words(missing))}")


def unnamed_words(each: Unnamed) -> str:
    """Say which name a criterion waits for and no fact says."""
    wanted = " or ".join(each.values)
    has = f"; they say {', '.join(each.instead)}" if each.instead else f"; they name no {each.field} at all"
    return f"no fact names {each.field} {wanted}, for which `{each.criterion}` of {each.promise} waits{has}"


def trial_data(trial: Trial) -> dict[str, object]:
    """Return a trial as data."""
    return {
        "source": trial.source.id,
        "kind": trial.source.kind,
        "where": trial.source.url or trial.source.path,
        "failed": trial.failed,
        "hint": trial.hint,
        "items": [_item_data(each) for each in trial.reports],
        "facts": trial.facts,
        "problems": list(trial.problems),
        "passed_over": [
            {"item": each.item, "wrong": each.wrong, "excerpt": each.excerpt} for each in trial.passed_over
        ],
        "empty_fields": list(trial.empty_fields),
        "ends_later": trial.ends_later,
        "touches": list(trial.touched),
        "unnamed": [unnamed_data(each) for each in trial.unnamed],
    }


def unnamed_data(each: Unnamed) -> dict[str, object]:
    """Return a name that nobody says as data."""
    return {
        "promise": each.promise,
        "criterion": each.criterion,
        "field": each.field,
        "wants": list(each.values),
        "instead": list(each.instead),
    }


def _item_lines(each: TriedReport) -> Iterator[str]:
    report = each.report
    title = clean(report.title) or clean(report.text)[:80] or "(without a title)"
    yield f"- {iso(report.published.replace(microsecond=0))}  {title}"
    yield f"    id {clean(report.id)}" + (f"  {clean(report.url)}" if report.url else "")
    for fact in report.facts:
        yield f"    fact: {clean(_fact_words(fact))}"
    for promise, criterion in each.meets:
        yield f"    meets `{criterion}` of {promise}"
    for promise, criterion in each.by_words:
        yield f"    holds words that `{criterion}` of {promise} looks for"


def _fact_words(fact: Fact) -> str:
    """Return a fact on one line."""
    said = [fact.indicator or fact.event or "", str(fact.value) if fact.value else "", fact.unit or ""]
    said += [f"{name} {value}" for name in ("actor", "target", "place") if (value := getattr(fact, name))]
    said.append(f"{fact.nature.value} of {_occurred(fact.occurred)}")
    return ", ".join(part for part in said if part)


def _occurred(span: Span) -> str:
    if span.precision not in (Precision.INSTANT, Precision.RANGE):
        return when(span, "UTC")
    start, end = (iso(each.replace(microsecond=0)) for each in (span.start, span.end))
    return start if start == end else f"{start} to {end}"


def _item_data(each: TriedReport) -> dict[str, object]:
    report = each.report
    return {
        "id": report.id,
        "published": iso(report.published),
        "title": report.title,
        "url": report.url,
        "facts": [_fact_data(fact) for fact in report.facts],
        "meets": [{"promise": promise, "criterion": criterion} for promise, criterion in each.meets],
        "by_words": [{"promise": promise, "criterion": criterion} for promise, criterion in each.by_words],
    }


def _fact_data(fact: Fact) -> dict[str, object]:
    names = {
        name: getattr(fact, name) for name in ("indicator", "event", "unit", "actor", "target", "place", "code")
    }
    return {
        **{name: value for name, value in names.items() if value},
        **({"value": _number(fact.value.number)} if fact.value else {}),
        "nature": fact.nature.value,
        "occurred": {"from": iso(fact.occurred.start), "to": iso(fact.occurred.end)},
    }


def _number(number: float) -> float | int:
    """Return a number as people write it: 38, not 38.0."""
    return int(number) if number.is_integer() else number
