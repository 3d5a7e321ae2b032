"""A plan as lines for people, as Markdown for a pull request, and as data."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.cli.dates import day, minute
from tracker.cli.plain import clean
from tracker.cli.promise_lines import status_words
from tracker.domain.counting import counted
from tracker.domain.instants import iso
from tracker.domain.plans import Difference, Fate, Plan, PlannedPromise
from tracker.domain.statuses import Status

_SIGNS = {Fate.ADDED: "+", Fate.CHANGED: "~", Fate.RETIRED: "-", Fate.AFFECTED: "≈"}
_WORDS = {
    Fate.ADDED: "added",
    Fate.CHANGED: "changed",
    Fate.RETIRED: "retired",
    Fate.AFFECTED: "affected by other names",
}


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield a plan for people: every promise with what changes, how it stands, and what becomes of its alerts."""
    for what, changed in (("names", plan.names), ("sources", plan.sources)):
        if changed:
            yield f"~ {what}"
            yield from (f"    {_difference(each)}" for each in changed)
    for promise in plan.promises:
        yield f"{_SIGNS[promise.fate]} {clean(promise.id)}: {clean(promise.title)} ({_WORDS[promise.fate]})"
        yield from (f"    {line}" for line in _about(promise))
    yield _sum(plan)


def _about(promise: PlannedPromise) -> Iterator[str]:
    yield from (_difference(each) for each in promise.differences)
    yield f"today: {_today(promise)}"
    if promise.diverges is not None:
        yield f"differs since {day(promise.diverges, promise.tz)}"
    yield from _alerts(promise)


def _today(promise: PlannedPromise) -> str:
    if promise.fate is Fate.RETIRED:
        return f"{_status(promise.old)}, then retired"
    if promise.fate is Fate.ADDED:
        return f"would begin as {_status(promise.new)}; a first verdict alerts nobody"
    if promise.old is promise.new:
        return f"still {_status(promise.new)}"
    return f"{_status(promise.old)} → {_status(promise.new)}"


def _alerts(promise: PlannedPromise) -> Iterator[str]:
    changes = promise.alerts
    would = "would have come" if promise.fate is Fate.ADDED else "gained"
    for each in changes.gained:
        yield f"alert {would}: {day(each.at, promise.tz)} {_status(each.status)}{_of(each.part)}"
    for each in changes.lost:
        yield f"alert lost: {day(each.at, promise.tz)} {_status(each.status)}{_of(each.part)}"
    for moved in changes.moved:
        earlier = "earlier" if moved.new < moved.old else "later"
        when = day if day(moved.old, promise.tz) != day(moved.new, promise.tz) else minute
        dates = f"{when(moved.old, promise.tz)} → {when(moved.new, promise.tz)}"
        yield f"alert {earlier}: {dates} {_status(moved.status)}{_of(moved.part)}"


def _of(part: str) -> str:
    return f" ({clean(part)})" if part else ""


def _status(status: Status | None) -> str:
    return "nothing" if status is None else status_words(status)


def _difference(each: Difference) -> str:
    if not each.old:
        return f"{clean(each.path)}: added {clean(each.new)}"
    if not each.new:
        return f"{clean(each.path)}: removed {clean(each.old)}"
    return f"{clean(each.path)}: {clean(each.old)} → {clean(each.new)}"


def _sum(plan: Plan) -> str:
    if plan.is_nothing:
        return "no changes"
    fates = [promise.fate for promise in plan.promises]
    parts = [f"{fates.count(fate)} {_WORDS[fate]}" for fate in Fate if fate in fates]
    other = [what for what, changed in (("names", plan.names), ("sources", plan.sources)) if changed]
    alerts = [promise.alerts for promise in plan.promises if promise.fate is not Fate.ADDED]
    of_new = sum(len(promise.alerts.gained) for promise in plan.promises if promise.fate is Fate.ADDED)
    numbers = (
        f"alerts: {sum(len(each.gained) for each in alerts)} gained, "
        f"{sum(len(each.lost) for each in alerts)} lost, {sum(len(each.moved) for each in alerts)} moved"
        + (f", {of_new} that new promises would have brought" if of_new else "")
    )
    promises = f"{counted(len(fates), 'promise')} ({', '.join(parts)})" if fates else "no promise"
    return "; ".join([promises, *(f"{what} changed" for what in other), numbers])


def plan_markdown(plan: Plan) -> Iterator[str]:
    """Yield a plan as Markdown: a table of what changes, and the details of each promise to unfold."""
    yield "### What these rules would change"
    yield ""
    yield _escaped(_sum(plan))
    for what, changed in (("Names", plan.names), ("Sources", plan.sources)):
        if changed:
            yield ""
            yield f"**{what}**"
            yield ""
            yield from (f"- {_escaped(_difference(each))}" for each in changed)
    if not plan.promises:
        return
    yield ""
    yield "| promise | | today | differs since | alerts |"
    yield "| --- | --- | --- | --- | --- |"
    for promise in plan.promises:
        since = "" if promise.diverges is None else day(promise.diverges, promise.tz)
        alerts = "; ".join(line.removeprefix("alert ") for line in _alerts(promise))
        cells = (promise.id, _WORDS[promise.fate], _today(promise), since, alerts)
        yield "| " + " | ".join(_escaped(clean(cell)) for cell in cells) + " |"
    for promise in plan.promises:
        if promise.differences:
            yield ""
            yield f"<details><summary>{_escaped(clean(promise.id))}</summary>"
            yield ""
            yield from (f"- {_escaped(_difference(each))}" for each in promise.differences)
            yield ""
            yield "</details>"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: no link, no mention, no mark-up and no end of a table cell."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    return "".join(f"\\{sign}" if sign in "\\`*_[]|#~!" else sign for sign in text).replace("://", ":&#47;/")


def plan_data(plan: Plan) -> dict[str, object]:
    """Return a plan as data."""
    return {
        "made": iso(plan.made),
        "files": dict(plan.files),
        "in_force": plan.in_force,
        "names": [_difference_data(each) for each in plan.names],
        "sources": [_difference_data(each) for each in plan.sources],
        "promises": [_promise_data(each) for each in plan.promises],
    }


def _difference_data(each: Difference) -> dict[str, str]:
    return {"path": each.path, "old": each.old, "new": each.new}


def _promise_data(promise: PlannedPromise) -> dict[str, object]:
    alerts = promise.alerts
    return {
        "promise": promise.id,
        "title": promise.title,
        "fate": promise.fate.value,
        "differences": [_difference_data(each) for each in promise.differences],
        "old": None if promise.old is None else promise.old.value,
        "new": None if promise.new is None else promise.new.value,
        "diverges": None if promise.diverges is None else iso(promise.diverges),
        "alerts": {
            "gained": [
                {"at": iso(each.at), "status": each.status.value, "part": each.part} for each in alerts.gained
            ],
            "lost": [{"at": iso(each.at), "status": each.status.value, "part": each.part} for each in alerts.lost],
            "moved": [
                {"from": iso(each.old), "to": iso(each.new), "status": each.status.value, "part": each.part}
                for each in alerts.moved
            ],
        },
    }
