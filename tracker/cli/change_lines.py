"""What changed in a replay, as lines for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.actions.looking_back import Change
from tracker.cli.dates import day
from tracker.cli.plain import clean
from tracker.cli.promise_lines import status_words
from tracker.domain.counting import counted
from tracker.domain.instants import iso


def change_data(change: Change) -> dict[str, object]:
    """Return a change as data; `alert` is the cause of the alert there would have been, or null."""
    verdict = change.verdict
    return {
        "at": iso(verdict.at),
        "known_at": None if verdict.known is None else iso(verdict.known),
        "promise": verdict.promise,
        "instance": verdict.instance,
        "reading": verdict.reading,
        "old": None if change.old is None else change.old.value,
        "new": verdict.status.value,
        "reason": {"code": verdict.reason.code, "text": verdict.reason.text},
        "flags": sorted(flag.value for flag in verdict.flags),
        "deciding": list(verdict.deciding),
        "alert": None if change.alert is None else change.alert.value,
        "alert_beside": change.is_beside,
    }


def change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the changes day by day, each with its reason; alerts are marked."""
    today = ""
    for change in changes:
        verdict = change.verdict
        when = day(verdict.at, change.promise.tz)
        if when != today:
            if today:
                yield ""
            yield when
            today = when
        inner = "".join(f" [{clean(part)}]" for part in (verdict.instance, verdict.reading) if part)
        yield f"  {clean(verdict.promise)}{inner}: {_move(change)}"
        yield f"    {clean(verdict.reason.text)}"
        if change.alert is not None:
            yield f"    alert: {change.alert.value}"
        elif change.is_beside:
            yield "    alert: named in the same message"


def in_short(changes: Sequence[Change]) -> str:
    """Return how much changed, in a sentence."""
    moved = sum(change.old not in (None, change.verdict.status) for change in changes)
    alerts = sum(change.alert is not None for change in changes)
    promises = len({change.promise.id for change in changes})
    return (
        f"{counted(promises, 'promise')}: {counted(moved, 'change')} of status, {counted(alerts, 'alert')}"
        if changes
        else "no promise to replay"
    )


def _move(change: Change) -> str:
    new = status_words(change.verdict.status)
    if change.old is None:
        return f"stands at {new}"
    if change.old is change.verdict.status:
        flags = ", ".join(sorted(flag.value.replace("_", " ") for flag in change.verdict.flags))
        return f"still {new}, now {flags or 'without flags'}"
    return f"{status_words(change.old)} → {new}"
