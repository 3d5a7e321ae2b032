"""One report from its node: the facts, the dates that were left out, the grade and an id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.instants import Span, day_span
from tracker.domain.reports import Fact, Grade, Report
from tracker.domain.values import Qualifier, Value
from tracker.language import report_keys as keys
from tracker.language.dates import BadDate, When, checked_span
from tracker.language.keys import Fields, read_record
from tracker.language.nodes import Items, Node, NumberText, Scalar, Style, Table
from tracker.language.pages import Failed, Page, Wrong

_LONGEST_REMEMBERED = 300
_BARE = frozenset({keys.WHEN_OCCURRED.name, keys.DATE_ASSUMED.name})


def report_of(node: Node, page: Page, tz: str, by_hand: bool) -> Report:
    """Read one report; raises Wrong or Failed if it cannot be used."""
    fields = read_record(keys.REPORT, node, page, nulls=True)
    fact_fields = _fact_fields(fields, page)
    if not fields.complete or not all(each.complete for each in fact_fields):
        raise Failed
    own = _span(fields, tz)
    dated = [_span(each, tz) or own for each in fact_fields]
    stated = fields.get(keys.PUBLISHED)
    published = _published(fields, stated, [span for span in (own, *dated) if span is not None], tz)
    assumed = day_span(published.astimezone(ZoneInfo(tz)).date(), tz)
    facts = tuple(
        _fact(each, span or assumed, span is None, inline=each is fields)
        for each, span in zip(fact_fields, dated, strict=True)
    )
    return replace(_report(fields, facts, published, by_hand), published_assumed=stated is None)


def fact_of(values: Mapping[str, object], published: datetime, tz: str) -> Fact | None:
    """Return one fact of plain texts by field, as `report_of` reads it from a report published then; else None.

    For what comes in great numbers: each text is read once and remembered. None says that something is wrong or
    not plain, which `report_of` tells in words.
    """
    try:
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        if len(texts) < len(values):
            return None
        read = {name: _remembered(name, text, type(text) is NumberText) for name, text in texts.items()}
        if "indicator" not in read and "event" not in read:
            return None
        fields = Fields(_NOTHING, read)
        when = fields.get(keys.WHEN_OCCURRED)
        span = (
            day_span(published.astimezone(ZoneInfo(tz)).date(), tz) if when is None else _remembered_span(when, tz)
        )
        return _fact(fields, span, when is None, inline=False)
    except (Wrong, Failed, BadDate, KeyError):
        return None


_NOTHING = Table()
_NO_PAGE = Page("")


@lru_cache(maxsize=65_536)
def _remembered(name: str, value: str, is_number: bool) -> object:
    """Read the text of a field; raises Wrong or Failed, or KeyError for a field that facts have not."""
    if len(value) > _LONGEST_REMEMBERED or name == keys.DATE_ASSUMED.name:
        raise Failed
    scalar = Scalar(str(value), style=Style.PLAIN if is_number else Style.QUOTED)
    return keys.FACT.by_name[name].form.read(scalar, _NO_PAGE)


@lru_cache(maxsize=16_384)
def _remembered_span(when: When, tz: str) -> Span:
    return checked_span(when, tz)


def _report(fields: Fields, facts: tuple[Fact, ...], published: datetime, by_hand: bool) -> Report:
    report_id = fields.get(keys.ID) or _content_id(fields.table)
    related = {
        name: fields.get(key) or ()
        for name, key in (
            ("copy_of", keys.COPY_OF),
            ("same_event", keys.SAME_EVENT),
            ("corrects", keys.CORRECTS),
            ("retracts", keys.RETRACTS),
        )
    }
    for name, ids in related.items():
        if report_id in ids:
            raise Wrong(fields.table, f"`{name}` names the report itself", "name the other report")
    return Report(
        id=report_id,
        source=fields.need(keys.SOURCE),
        published=published,
        facts=facts,
        origin=fields.get(keys.ORIGIN),
        title=fields.get(keys.TITLE) or "",
        text=fields.get(keys.TEXT) or "",
        url=fields.get(keys.REPORT_URL) or "",
        grade=Grade(fields.get(keys.RELIABILITY), fields.get(keys.CREDIBILITY)),
        language=fields.get(keys.LANGUAGE),
        tags=fields.get(keys.TAGS) or (),
        by_hand=by_hand,
        copy_of=related["copy_of"],
        same_event=related["same_event"],
        corrects=related["corrects"],
        retracts=related["retracts"],
    )


def _fact_fields(fields: Fields, page: Page) -> list[Fields]:
    """Return the fields of each fact: those under `facts`, or the report's own if it carries one inline."""
    inline = sorted(keys.INLINE_NAMES - _BARE & fields.values.keys())

    listed = fields.get(keys.FACTS) or ()
    if listed:
        if inline:
            place = fields.table.entries[inline[0]].key
            page.add(place, f"`{inline[0]}` stands beside `facts`", "move it into each fact", "misplaced-key")
            fields.complete = False
        facts = [_one_fact(node, page) for node in listed]
        fields.complete = fields.complete and None not in facts
        return [fact for fact in facts if fact is not None]
    if not inline:
        return []
    _check_subject(fields, page)
    return [fields]


def _one_fact(node: Node, page: Page) -> Fields | None:
    try:
        fields = read_record(keys.FACT, node, page, nulls=True)
    except Wrong as wrong:
        page.add_wrong(wrong)
        return None
    _check_subject(fields, page)
    return fields


def _check_subject(fields: Fields, page: Page) -> None:
    if fields.complete and fields.get(keys.INDICATOR) is None and fields.get(keys.EVENT) is None:
        hint = "say what was measured or what happened"
        page.add(fields.table, "a fact needs an `indicator` or an `event`", hint, "missing-key")
        fields.complete = False


def _span(fields: Fields, tz: str) -> Span | None:
    when: When | None = fields.get(keys.WHEN_OCCURRED)
    if when is None:
        return None
    try:
        return checked_span(when, tz)
    except BadDate as bad:
        raise Wrong(fields.node(keys.WHEN_OCCURRED), bad.message, bad.hint) from None


def _published(fields: Fields, stated: When | None, spans: list[Span], tz: str) -> datetime:
    if stated is not None:
        return stated.end(tz)
    if not spans:
        hint = "say when it was published"
        raise Wrong(fields.table, "a report needs `published` or `occurred`", hint, "missing-key")
    return max(span.end for span in spans)


def _fact(fields: Fields, occurred: Span, assumed: bool, *, inline: bool) -> Fact:
    return Fact(
        occurred=occurred,
        indicator=fields.get(keys.INDICATOR),
        event=fields.get(keys.EVENT),
        value=_value(fields),
        unit=fields.get(keys.UNIT),
        actor=fields.get(keys.ACTOR),
        target=fields.get(keys.TARGET),
        place=fields.get(keys.PLACE),
        nature=fields.need(keys.NATURE),
        origin=None if inline else fields.get(keys.FACT_ORIGIN),
        code=fields.get(keys.CODE),
        note=fields.get(keys.NOTE) or "",
        date_assumed=assumed or fields.need(keys.DATE_ASSUMED),
    )


def _value(fields: Fields) -> Value | None:
    number, upper = fields.get(keys.VALUE), fields.get(keys.VALUE_TO)
    qualifier = fields.given(keys.QUALIFIER)
    if number is None:
        if upper is not None or qualifier is not None:
            raise Wrong(fields.table, "`value_to` or `qualifier` stands without `value`", "give the `value`")
        return None
    if upper is None:
        if qualifier is Qualifier.RANGE:
            raise Wrong(fields.node(keys.QUALIFIER), "a range needs `value_to`", "give its upper end")
        return Value(number, qualifier or Qualifier.EQ)
    if qualifier not in (None, Qualifier.RANGE):
        raise Wrong(fields.node(keys.VALUE_TO), "`value_to` goes with `qualifier: range`", "leave one of them out")
    if upper < number:
        raise Wrong(fields.node(keys.VALUE_TO), "`value_to` is less than `value`", "swap the two")
    return Value(number, Qualifier.RANGE, upper)


def _content_id(table: Table) -> str:
    """Return a short id that stays the same as long as the content does, whatever its order or layout."""
    plain = json.dumps(_plain(table), sort_keys=True)
    return "r-" + hashlib.sha256(plain.encode()).hexdigest()[:16]


def _plain(node: Node) -> object:
    if isinstance(node, Table):
        return {name: _plain(entry.value) for name, entry in node.entries.items()}
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return node.text
