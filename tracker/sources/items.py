"""Items to reports, for every kind of source whose answers are lists of items: what each is known by and says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from tracker.domain.collecting import PassedOver
from tracker.domain.reports import Grade, Report
from tracker.domain.sources import FieldRule, Source
from tracker.language.dates import BadDate, read_when
from tracker.sources.foreign_dates import plain_date
from tracker.sources.identity import hash_of, identity_of, web_address
from tracker.sources.mapping import Fields, Filler, Mapper
from tracker.sources.plain_text import LONGEST_EXCERPT, cut, from_markup, on_one_line

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
_MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class RawItem:
    """One item of an answer: what it holds by path, all of it as one text, and where it stood.

    `wrong` says why it cannot be used at all.
    """

    fields: Fields
    said: str
    place: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ItemReports:
    """What the items of an answer gave: reports, each id once, and the items that broke a rule."""

    reports: tuple[Report, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    notes: tuple[str, ...] = ()
    """What else people may want to know."""

    @property
    def problems(self) -> list[str]:
        """Return everything that was found, for people to read."""
        return [*map(str, self.passed_over), *self.notes]


def reports_of(
    source: Source, items: Iterable[RawItem], now: datetime, usual: Mapping[str, FieldRule] | None = None
) -> ItemReports:
    """Make reports of items; what is wrong with one costs no other. Raises SourceFailed for an impossible pattern.

    `usual` says how items of this kind become reports where the source's `report` does not. An item without a
    date is published when it is first read; one that says nothing is passed over.
    """
    maker = _Maker(source, {**(usual or {}), **source.report}, now)
    found: dict[str, Report] = {}
    for item in items:
        report = maker.report(item)
        if report is None:
            continue
        held = found.get(report.id)
        if held is not None and held != report:
            maker.pass_over(item, report.id, "another item has the same id; the later dated one is taken")
        if held is None or held.published <= report.published:
            found[report.id] = report
    return ItemReports(tuple(found.values()), tuple(maker.passed_over), tuple(maker.notes))


class _Maker:
    """Makes reports of the items of one source, and gathers what was wrong with them."""

    def __init__(self, source: Source, rules: Mapping[str, FieldRule], now: datetime) -> None:
        self._source = source
        self._now = now
        self._mapper = Mapper(source, path_of=str.strip)
        self._fields = {name: Filler.of(name, rule, str.strip) for name, rule in rules.items()}
        self.passed_over: list[PassedOver] = []
        self.notes: list[str] = []

    def report(self, item: RawItem) -> Report | None:
        """Return the item as a report; None if it cannot be one, which is noted."""
        if item.wrong:
            self.pass_over(item, hash_of(item.said), item.wrong)
            return None
        wrong: list[str] = []
        title = self._text(item, "title", LONGEST_TITLE, one_line=True)
        text = self._text(item, "text", LONGEST_TEXT)
        link = self._link(item, wrong)
        own = self._first(item, "id")
        if not own and "id" in self._fields:
            wrong.append("it has no id where `report` says it stands")
        identity = f"{self._source.id}:{identity_of(own, link, (item.said,))}"
        published = self._published(item, wrong)
        mapped = self._mapper.read(item.fields, published or self._now)
        wrong += mapped.problems
        if not (mapped.facts or mapped.suspected or title or text or link):
            self.pass_over(item, identity, "; ".join([*wrong, "nothing is left of it that could be a report"]))
            return None
        for each in wrong:
            self.pass_over(item, identity, each)
        return Report(
            id=identity,
            source=self._source.id,
            published=published or self._now,
            facts=mapped.facts,
            origin=cut(self._first(item, "origin"), 200) or self._source.origin,
            title=title,
            text=text,
            url=link,
            grade=Grade(self._source.reliability),
            language=self._first(item, "language")[:35] or self._source.language,
            tags=self._tags(item),
            suspected=mapped.suspected,
        )

    def pass_over(self, item: RawItem, identity: str, wrong: str) -> None:
        """Note that an item broke a rule."""
        excerpt = cut(on_one_line(item.said[: LONGEST_EXCERPT * 2]), LONGEST_EXCERPT)
        self.passed_over.append(
            PassedOver(identity.removeprefix(f"{self._source.id}:"), wrong, excerpt, item.place)
        )

    def _first(self, item: RawItem, name: str) -> str:
        filler = self._fields.get(name)
        return filler.found(item.fields) if filler else ""

    def _text(self, item: RawItem, name: str, longest: int, *, one_line: bool = False) -> str:
        """Return a text as a reader would read it, its lines kept; one that is cut breaks no rule."""
        filler = self._fields.get(name)
        markup = "" if filler is None else filler.found(item.fields) if one_line else filler.whole(item.fields)
        plain = from_markup(markup)
        plain = on_one_line(plain) if one_line else plain
        if len(plain) > longest:
            self.notes.append(f"{item.place}: its {name} of {len(plain)} characters is cut to {longest}")
        return cut(plain, longest)

    def _link(self, item: RawItem, wrong: list[str]) -> str:
        written = self._first(item, "link")
        link = web_address(written, self._source.url)
        if link is None:
            wrong.append(f"its link {cut(written, 60)!r} is not a web address and is left out")
        return link or ""

    def _published(self, item: RawItem, wrong: list[str]) -> datetime | None:
        """Return when it was published; a day, month or year by its last instant."""
        if "published" not in self._fields:
            return None
        written = self._first(item, "published")
        try:
            return _end_of(plain_date(written))
        except BadDate:
            said = f"its date {cut(written, 60)!r} cannot be read" if written else "it has no date"
            wrong.append(f"{said}: it counts from when it was first read")
            return None

    def _tags(self, item: RawItem) -> tuple[str, ...]:
        filler = self._fields.get("tags")
        found = [] if filler is None else [cut(tag, 100) for tag in filler.all(item.fields)]
        return tuple(dict.fromkeys(found))[:_MOST_TAGS]


@lru_cache(maxsize=4096)
def _end_of(date: str) -> datetime:
    """Return the last instant of a date; raises BadDate. Items of one answer share a few."""
    return read_when(date).end("UTC")
