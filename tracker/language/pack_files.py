"""`pack.yaml`: what a replay shows of a folder of rules and reports, and over which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.domain.instants import Precision, Span, first_instant
from tracker.language.dates import BadDate, When, between, checked_span
from tracker.language.forms import PROSE, TEXT, WHEN, ZONE, Form, text_form
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.nodes import Items, Node, Table
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.yaml_nodes import read_yaml

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BoardStop:
    """An instant at which the board is shown, and what there is to see."""

    at: datetime
    look: str = ""


@dataclass(frozen=True, slots=True)
class PackPlan:
    """What is replayed (first to last instant, aware UTC) and where the replay stops to show something."""

    title: str
    story: str
    tz: str
    replay: Span
    boards: tuple[BoardStop, ...]
    digest_from: date
    """The Monday, or other first day, of the week whose digest is shown."""

    @property
    def digest_week(self) -> Span:
        """Return the week of the digest; its end is excluded."""
        first = first_instant(self.digest_from, self.tz)
        return Span(first, first_instant(self.digest_from + WEEK, self.tz))


def read_pack_plan(name: str, data: bytes) -> tuple[PackPlan | None, tuple[Problem, ...]]:
    """Read a pack's `pack.yaml`; None where it cannot be used. Never raises for what the file holds."""
    page = Page(name)
    node = read_yaml(page, data)
    plan = None
    if node is None:
        if not page.problems:
            page.note(Problem(Position(name), "the file is empty", "give it a `title` and a `replay`", "empty"))
    else:
        try:
            plan = _plan(read_record(PACK, node, page), page)
        except Wrong as wrong:
            page.add_wrong(wrong)
        except Failed:
            pass
    return (None if page.problems else plan), page.all_problems()


def _plan(fields: Fields, page: Page) -> PackPlan:
    tz = fields.need(TZ)
    replay = _span(fields, fields.need(REPLAY), tz)
    boards = tuple(_stop(each, tz, replay, page) for each in fields.get(BOARDS) or ())
    last = BoardStop(replay.end)
    week = fields.get(DIGEST)
    return PackPlan(
        title=fields.need(TITLE),
        story=" ".join((fields.get(STORY) or "").split()),
        tz=tz,
        replay=replay,
        boards=tuple(sorted(boards, key=lambda stop: stop.at)) or (last,),
        digest_from=_first_day(fields, week, tz, replay, page),
    )


def _span(fields: Fields, when: When, tz: str) -> Span:
    try:
        return checked_span(when, tz)
    except BadDate as bad:
        raise Wrong(fields.node(REPLAY), bad.message, bad.hint) from None


def _stop(fields: Fields, tz: str, replay: Span, page: Page) -> BoardStop:
    at = fields.need(AT).end(tz)
    if not replay.holds(at):
        page.add(fields.node(AT), "this board lies outside the replay", "move it, or widen `replay`")
    return BoardStop(at, fields.get(LOOK) or "")


def _first_day(fields: Fields, week: When | None, tz: str, replay: Span, page: Page) -> date:
    """Return the first day of the digest's week: left out, the replay's first week, or the last of a short one."""
    start, end = (instant.astimezone(ZoneInfo(tz)).date() for instant in (replay.start, replay.end))
    latest = end - WEEK + ONE_DAY
    if week is None:
        return min(start - timedelta(days=start.weekday()), latest)
    first = week.start(tz).astimezone(ZoneInfo(tz)).date()
    if first > latest:
        page.add(
            fields.node(DIGEST), "this week ends after the replay", "choose an earlier one, or widen `replay`"
        )
    if first + WEEK <= start:
        page.add(fields.node(DIGEST), "this week lies before the replay", "choose one inside `replay`")
    return first


def _replay(node: Node, page: Page) -> When:
    fields = read_record(SPAN, node, page)
    if not fields.complete:
        raise Failed
    try:
        return between(fields.need(FROM), fields.need(TO))
    except BadDate as bad:
        raise Wrong(node, bad.message, bad.hint) from None


def _week(node: Node, page: Page) -> When:
    fields = read_record(WEEK_OF_DIGEST, node, page)
    when = fields.need(WEEK_FROM)
    if when.precision is not Precision.DAY:
        raise Wrong(fields.node(WEEK_FROM), "a week is named by its first day", "write 2016-03-14")
    return when


def _stops(node: Node, page: Page) -> tuple[Fields, ...]:
    items = node.items if isinstance(node, Items) else ()
    if not items or not all(isinstance(item, Table) for item in items):
        raise Wrong(node, "expected a list of boards", "start each with `- {at: 2016-03-14, look: ...}`")
    stops = tuple(read_record(STOP, item, page) for item in items)
    if not all(stop.complete for stop in stops):
        raise Failed
    return stops


LINE = text_form("text", 300)

FROM = Key("from", WHEN, "The first day or instant.", required=True)
TO = Key("to", WHEN, "The last day or instant; a day counts to its end.", required=True)
SPAN = Record("a replay", (FROM, TO))

AT = Key("at", WHEN, "The day at whose end, or the instant at which, the board is shown.", required=True)
LOOK = Key("look", LINE, "What there is to see.", "")
STOP = Record("a board", (AT, LOOK))

WEEK_FROM = Key("week_from", WHEN, "The first day of the week whose digest is shown.", required=True)
WEEK_OF_DIGEST = Record("a digest", (WEEK_FROM,))

TITLE = Key("title", TEXT, "What the pack is called.", required=True)
STORY = Key("story", PROSE, "What happened, in a few sentences.", "")
TZ = Key("tz", ZONE, "The zone in which a date is a day.", "UTC")
REPLAY = Key("replay", Form("`{from, to}`", _replay), "The days that are replayed.", required=True)
BOARDS = Key("boards", Form("a list of `{at, look}`", _stops), "Where it stops to show the board.", ())
DIGEST = Key("digest", Form("`{week_from}`", _week), "The week whose digest is shown.", otherwise="the first week")

PACK = Record("a pack", (TITLE, STORY, TZ, REPLAY, BOARDS, DIGEST))
