"""A case and two answers, as a person would like to read them when the judges differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tests.oracle.cases import Case
from tests.oracle.judge import Answers
from tracker.domain.criteria import Condition, Criterion, Op
from tracker.domain.instants import Span, iso
from tracker.domain.promises import Promise, Reading, Trigger
from tracker.domain.reports import Fact, Report, ReportVersion


def show(case: Case, engine: Mapping[tuple[str, str | None], object], oracle: Answers) -> str:
    """Return the whole case with the answers that differ."""
    view = case.view
    known = "everything" if view.known is None else f"{view.basis.value} by {iso(view.known)}"
    lines = [f"seed {case.seed}: judged at {iso(view.at)}, known: {known}"]
    for key in sorted(set(engine) | set(oracle), key=str):
        one, other = engine.get(key), oracle.get(key)
        mark = "" if one == other else "   <-- differs"
        lines.append(f"  {key[0] or 'whole'} / {key[1] or 'headline'}: engine {one}, oracle {other}{mark}")
    lines += _promise(case.promise, "  ")
    ordered = sorted(case.reports, key=lambda version: (version.report.id, version.number))
    lines += [line for version in ordered for line in _version(version)]
    lines.append("  coverage: " + ("assumed" if case.coverage.assumed else ""))
    lines += [
        f"    {held.source} {held.kind.value} {_span(held.span)}"
        + (f" known {iso(held.recorded)}" if held.recorded else "")
        for held in case.coverage.spans
    ]
    return "\n".join(lines)


def _promise(promise: Promise, indent: str) -> list[str]:
    told = {
        "tz": promise.tz,
        "by": promise.by,
        "beside": promise.beside,
        "wait": promise.wait_for_reports,
        "undone within": promise.undone_within,
        "needs": promise.needs,
        "share": promise.coverage_share,
        "review by": promise.review_by and iso(promise.review_by),
        "until": promise.until and iso(promise.until),
        "every": promise.every,
        "tolerate": promise.tolerate if promise.every else None,
        "proof every": promise.proof_every,
        "interest": {key: value.value for key, value in promise.interest.items()},
    }
    said = ", ".join(f"{key} {value}" for key, value in told.items() if value)
    lines = [f"{indent}{promise.id} ({promise.kind.value}) opens {iso(promise.opens)}; {said}"]
    trigger = promise.trigger
    if trigger is not None:
        by = f" by {iso(trigger.by)}" if trigger.by else ""
        asked = f"when {_condition(trigger.when)} unless {_condition(trigger.unless)}{by}"
        lines.append(f"{indent}  {asked} within {trigger.within}")
    for reading in promise.readings:
        lines += _reading(reading, indent + "  ", _asked_by(trigger))
    for move in promise.amendments:
        dates = f"due {move.due and iso(move.due)} until {move.until and iso(move.until)} {move.amount}"
        lines.append(f"{indent}  amendment {iso(move.announced)} {move.moved_by.value} {dates}")
        for reading in move.readings:
            lines += _reading(reading, indent + "    ")
    for ruling in promise.rulings:
        scope = f"{ruling.instance or 'whole'}/{ruling.reading or 'all'}"
        ends = f" to {iso(ruling.expires)}" if ruling.expires else ""
        lines.append(f"{indent}  ruling {ruling.status.value} on {scope} from {iso(ruling.made)}{ends}")
    for step in promise.steps:
        lines += _promise(step, indent + "  ")
    return lines


def _asked_by(trigger: Trigger | None) -> set[str]:
    conditions = (trigger.when, trigger.unless) if trigger is not None else ()
    return {name for condition in conditions if condition is not None for name in condition.names()}


def _reading(reading: Reading, indent: str, asked: Collection[str] = ()) -> list[str]:
    dates = f"opens {iso(reading.opens)} due {reading.due and iso(reading.due)}"
    dates += f" until {reading.until and iso(reading.until)}"
    rest = f"due_before {reading.due_before} partly_from {reading.partly_from} progress_by {reading.progress_by}"
    lines = [f"{indent}reading '{reading.name}' {dates} {rest}"]
    used = {*asked, reading.due_before, reading.progress_by}
    for name in reading.conditions.__dataclass_fields__:
        condition = getattr(reading.conditions, name)
        if condition is not None:
            used |= set(condition.names())
            lines.append(f"{indent}  {name}: {_condition(condition)}")
    lines += [f"{indent}  {_criterion(c)}" for c in reading.criteria.values() if c.name in used]
    return lines


def _condition(condition: Condition | None) -> str:
    if condition is None:
        return "-"
    if condition.op is Op.CRITERION:
        return condition.name
    least = f"{condition.least} " if condition.least else ""
    return f"{condition.op.value}({least}{', '.join(map(_condition, condition.parts))})"


def _criterion(c: Criterion) -> str:
    told = {
        "sources": c.sources if c.sources > 1 else None,
        "grade": c.least_grade,
        "also": sorted(nature.value for nature in c.also_accept),
        "own word counts": c.own_word_counts,
        "over": c.over if not isinstance(c.over, Span) else _span(c.over),
        "for at least": c.for_at_least,
        "about": c.about,
        "convert": dict(c.convert),
        "baseline": c.baseline and (c.baseline.value, c.baseline.at and iso(c.baseline.at)),
        "relative": c.relative,
        "words": c.words and (c.words.any_of, c.words.none_of),
    }
    tests = ", ".join(
        f"{test.field} {'/'.join(test.any_of)}{''.join(f' {s}*' for s in test.starts)}"
        + "".join(f" not {o}" for o in test.other_than)
        for test in c.match
    )
    asked = f"{c.reducer.value} {c.comparison.words if c.comparison else ''} {c.unit or ''}".rstrip()
    return f"{c.name}: [{tests}] {asked} " + ", ".join(f"{key} {value}" for key, value in told.items() if value)


def _version(version: ReportVersion) -> list[str]:
    report = version.report
    links = {
        "copy of": report.copy_of,
        "same event": report.same_event,
        "corrects": report.corrects,
        "retracts": report.retracts,
        "by hand": report.by_hand if report.corrects or report.retracts else "",
        "trust": report.trust_text,
    }
    said = ", ".join(f"{key} {value}" for key, value in links.items() if value)
    head = f"  {report.id} v{version.number} seq {version.seq} {report.source} origin {report.origin}"
    head += f" grade {report.grade} published {iso(report.published)} recorded {iso(version.recorded)} {said}"
    return [head, *[f"      {_fact(report, fact)}" for fact in report.facts]]


def _fact(report: Report, fact: Fact) -> str:
    what = fact.event or f"{fact.indicator} {fact.value} {fact.unit}"
    return (
        f"{what} on {_span(fact.occurred)} ({fact.nature.value}) origin {report.origin_of(fact)}"
        f" actor {fact.actor} place {fact.place}"
    )


def _span(span: Span) -> str:
    days = iso(span.start)[:16], iso(span.end)[:16]
    return f"{span.precision.value} {days[0]}..{days[1]}"
