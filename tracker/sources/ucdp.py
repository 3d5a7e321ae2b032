"""The API of the Uppsala Conflict Data Program: events of organised violence, a thousand to a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.sources.api_answers import answer_of, item_of, listed, place_of, placed, whole_number
from tracker.sources.asking import with_params
from tracker.sources.identity import hash_of
from tracker.sources.items import RawItem, reports_of
from tracker.sources.keeping import Kept
from tracker.sources.problem_lists import shortened
from tracker.sources.strict_json import written
from tracker.sources.ucdp_fields import made_of

USUAL: Final = {"id": FieldRule("id"), "title": FieldRule("title"), "tags": FieldRule("conflict_name")}
KINDS_OF_VIOLENCE: Final = {
    "1": "state-based violence",
    "2": "non-state violence",
    "3": "one-sided violence",
}
FACTS: Final = (
    FactRule(
        {
            "event": FieldRule("type_of_violence", codes=KINDS_OF_VIOLENCE),
            "indicator": FieldRule(constant="deaths"),
            "value": FieldRule("deaths"),
            "value_to": FieldRule("deaths_to"),
            "unit": FieldRule(constant="people"),
            "actor": FieldRule("side_a"),
            "target": FieldRule("side_b"),
            "place": FieldRule("country"),
            "occurred": FieldRule("occurred"),
            "code": FieldRule("type_of_violence"),
        }
    ),
)
"""What an event says where a source has no `map` of its own."""

PAGE_SIZE: Final = 1_000
MOST_PAGES: Final = 20
"""How many pages are read at one time; the others are read the next times."""
_UCDP: Final = "UCDP"


@dataclass(slots=True)
class _Walk:
    """One way through the pages: what they held, and the place where the next collection goes on."""

    items: list[RawItem] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    pages: int = 0
    place: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


def collect_ucdp(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Read the events page by page; once all were read, only the first page until it changes.

    Raises SourceFailed when the first page asked for cannot be had or is no answer of this API.
    """
    walk = _walked(source, place_of(state, source), ask)
    kept = CollectState(cursor=placed(source, walk.place), last_success=now)
    if walk.unchanged:
        return Collected(state=kept)
    mapped = source if source.facts else replace(source, facts=FACTS)
    found = reports_of(mapped, walk.items, now, USUAL)
    problems = shortened([*walk.problems, *found.problems])
    return Collected(found.reports, kept, problems, found.passed_over)


def _walked(source: Source, before: Mapping[str, str], ask: Ask) -> _Walk:
    walk, kept = _Walk(), Kept(source.only)
    number, total = whole_number(before.get("page", "0")) or 0, before.get("total", "")
    first_page = before.get("first", "")
    while True:
        try:
            answer = answer_of(ask(_address(source, number)), _UCDP)
            events, count, is_last = _read(answer)
        except SourceFailed as failed:
            if not walk.pages:
                raise
            walk.problems.append(f"page {number}: {failed.message}; it goes on there next time")
            walk.place = {"page": str(number), "total": total, "first": first_page}
            return walk
        if number == 0:
            seen = hash_of(written(events))
            if before.get("done") and (before.get("total"), first_page) == (count, seen):
                walk.unchanged, walk.place = True, before
                return walk
            total, first_page = count, seen
        walk.pages += 1
        for place, event in enumerate(events, start=1):
            item = item_of(event, f"page {number} event {place}", made_of)
            if item.wrong or kept(item.fields):
                walk.items.append(item)
        if count != total:
            walk.problems.append(f"there were {total} events and now are {count}: all are read again next time")
            return walk
        if is_last:
            walk.place = {"done": "yes", "total": total, "first": first_page}
            return walk
        number += 1
        if walk.pages == MOST_PAGES:
            walk.problems.append(f"{walk.pages} pages of {total} events were read: the others are read next time")
            walk.place = {"page": str(number), "total": total, "first": first_page}
            return walk


def _address(source: Source, number: int) -> str:
    """Return the address of a page, made by ourselves: the one that an answer names is not followed."""
    return with_params(source.url, {**source.params, "pagesize": str(PAGE_SIZE), "page": str(number)})


def _read(answer: Mapping[str, Any]) -> tuple[list[Any], str, bool]:
    """Return the events of an answer, how many there are in all, and whether no page follows."""
    events = listed(answer, "Result", _UCDP)
    count = whole_number(answer.get("TotalCount"))
    if count is None:
        raise SourceFailed("the answer is not one of the UCDP API: it has no `TotalCount`", "check the address")
    return events, str(count), not events or not answer.get("NextPageUrl")
