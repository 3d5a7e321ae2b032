"""Actor records as lines for people, 80 columns wide, and as data for programs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tracker.actions.actor_records import ActorPage, Counted
from tracker.cli.plain import clean
from tracker.cli.promise_lines import status_words
from tracker.domain.actors import LEAST_TO_RANK, ActorRecord, LeftOut
from tracker.domain.instants import iso
from tracker.domain.statuses import GROUPS, Group, Status
from tracker.engine.actor_records import counts_as, interval_words

WIDTH = 80
NAME = 38
ABOUT = (
    "kept, in time or late, of all decided: kept, kept late, partly kept, broken,\n"
    f"reversed; ranked by the interval's lower end, from {LEAST_TO_RANK} decided promises on"
)
LEFT_OUT_WORDS: Mapping[LeftOut, tuple[str, str]] = {
    **{reason: (reason.value, reason.value) for reason in LeftOut},
    LeftOut.CLAIM: ("claim", "claims"),
    LeftOut.NOT_JUDGED: ("not judged yet", "not judged yet"),
}
"""For one promise and for several."""


def table_lines(records: Sequence[ActorRecord]) -> Iterator[str]:
    """Yield the table of all actors: a line of figures and below it every count that is not nothing."""
    if records:
        yield f"rank  {'actor':{NAME}}  {'kept':>12}  share  90% interval"
    for record in records:
        rank = "-" if record.rank is None else str(record.rank)
        yield f"{rank:>4}  {_fitted(record.actor, NAME)}  {_figures(record)}".rstrip()
        yield from _wrapped(_counts(record), 6)


def page_lines(page: ActorPage) -> Iterator[str]:
    """Yield one actor's record, then every promise behind it; a charge never stands without what it rests on."""
    record = page.record
    yield from _wrapped(clean(record.actor), 0)
    if page.other_names:
        yield from _wrapped(f"also written {', '.join(map(clean, page.other_names))}", 2)
    yield from _wrapped(_summary(page), 2)
    yield from _wrapped(_counts(record), 2)
    yield ""
    for counted in sorted(page.promises, key=_order):
        yield from _promise(counted)


def record_data(record: ActorRecord, at: datetime | None) -> dict[str, object]:
    """Return a record as data; shares are 0..1, `at` is null for the present."""
    return {
        "actor": record.actor,
        "at": None if at is None else iso(at),
        "rank": record.rank,
        "n": record.decided,
        "share": record.share,
        "interval": None if record.interval is None else list(record.interval),
        "kept": record.kept,
        "kept_late": record.kept_late,
        "partly_kept": record.partly_kept,
        "broken": record.broken,
        "reversed": record.reversed,
        "overdue": record.overdue,
        "unverifiable": record.unverifiable,
        "open": record.open,
        "left_out": {reason.value: number for reason, number in record.left_out.items()},
        "total": record.total,
    }


def page_data(page: ActorPage, at: datetime | None) -> dict[str, object]:
    """Return one actor's record with its promises as data."""
    return {
        **record_data(page.record, at),
        "ranked": page.ranked,
        "other_names": list(page.other_names),
        "promises": [
            {
                "promise": counted.entry.promise,
                "instance": counted.entry.instance,
                "title": counted.promise.title,
                "status": counted.entry.status.value if counted.entry.status else None,
                "counts_as": _counted_as(counted),
                "reason": counted.grounds.text if counted.grounds else "",
                "reports": list(counted.grounds.reports) if counted.grounds else [],
            }
            for counted in sorted(page.promises, key=_order)
        ],
    }


def _figures(record: ActorRecord) -> str:
    if record.interval is None or record.share is None:
        return "none decided"
    kept = f"{record.fulfilled} of {record.decided}"
    return f"{kept:>12}  {_percent(record.share):>5}  {interval_words(record.interval)}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _counts(record: ActorRecord) -> str:
    """Return every count of a record in words; the three kinds of count are kept apart."""
    decided = _listed(
        (record.kept, "kept"),
        (record.kept_late, "kept late"),
        (record.partly_kept, "partly kept"),
        (record.broken, "broken"),
        (record.reversed, "reversed"),
    )
    undecided = _listed((record.overdue, "overdue"), (record.unverifiable, "unverifiable"), (record.open, "open"))
    left_out = _listed(
        *((number, LEFT_OUT_WORDS[reason][number != 1]) for reason, number in record.left_out.items())
    )
    few = f"n={record.decided}, too few to rank: " if 0 < record.decided < LEAST_TO_RANK else ""
    parts = (
        f"{few}{decided}",
        f"undecided: {undecided}" if undecided else "",
        left_out and f"left out: {left_out}",
    )
    return " · ".join(part for part in parts if part)


def _listed(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def _summary(page: ActorPage) -> str:
    record = page.record
    if record.interval is None or record.share is None:
        return "none decided: no share, no rank"
    rank = f", rank {record.rank} of {page.ranked}" if record.rank else ""
    interval = interval_words(record.interval)
    return f"{record.fulfilled} of {record.decided} kept: {_percent(record.share)} (90% interval {interval}){rank}"


def _promise(counted: Counted) -> Iterator[str]:
    entry, grounds = counted.entry, counted.grounds
    instance = f" [{clean(entry.instance)}]" if entry.instance else ""
    count = counts_as(entry)
    aside = f" (left out: {count.value})" if count in (LeftOut.CLAIM, LeftOut.WITHDRAWN) else ""
    told = f"{status_words(entry.status)}{aside}: {clean(entry.promise)}{instance}: {clean(counted.promise.title)}"
    yield from _wrapped(told, 2)
    if grounds is None or entry.status is None or GROUPS[entry.status] is Group.WATCH:
        return
    yield from _wrapped(clean(grounds.text), 6)
    if grounds.reports:
        yield from _wrapped(f"reports: {', '.join(map(clean, grounds.reports))}", 6)


def _counted_as(counted: Counted) -> str:
    count = counts_as(counted.entry)
    return "open" if count is Status.PENDING else count.value


def _order(counted: Counted) -> tuple[int, str, str]:
    order = [*ORDER, *(each for each in LeftOut)]
    return order.index(counts_as(counted.entry)), counted.entry.promise, counted.entry.instance


ORDER: tuple[Status | LeftOut, ...] = (
    Status.KEPT,
    Status.KEPT_LATE,
    Status.PARTLY_KEPT,
    Status.BROKEN,
    Status.REVERSED,
    Status.OVERDUE,
    Status.UNVERIFIABLE,
    Status.PENDING,
)


def _wrapped(text: str, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=blank, subsequent_indent=blank, break_on_hyphens=False)


def _fitted(name: str, width: int) -> str:
    """Return a name cleaned, cut with an ellipsis and filled up to a width in columns."""
    text = clean(name[: 4 * width])
    if _columns(text) > width:
        while _columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    """Return how many columns a terminal gives a text: wide signs take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
