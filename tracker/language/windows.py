"""Windows of a criterion's own, rolling (`over: 30 days`) or fixed (`{from, to}`), and how long it must last."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.instants import Duration, Span
from tracker.language import shapes
from tracker.language.dates import When
from tracker.language.forms import DURATION, WHEN, Form
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong

FROM = Key("from", WHEN, "Its first day or instant.", required=True)
TO = Key("to", WHEN, "Its last day or instant.", required=True)
OVER = Record("`over`", (FROM, TO))


@dataclass(frozen=True, slots=True)
class FixedWindow:
    """A stretch of time whose dates are not yet bound to a zone."""

    first: When
    last: When

    def bound(self, tz: str) -> Span:
        """Return it in the zone `tz`."""
        return Span(self.first.start(tz), self.last.end(tz))


Over = Duration | FixedWindow


def _over(node: Node, page: Page) -> Over:
    if not isinstance(node, Table):
        return lasting(node, page)
    fields = read_record(OVER, node, page)
    if not fields.complete:
        raise Failed
    window = FixedWindow(fields.need(FROM), fields.need(TO))
    span = window.bound("UTC")
    if span.end <= span.start:
        raise Wrong(node, "`to` lies before `from`", "swap the two")
    return window


def lasting(node: Node, page: Page) -> Duration:
    """Read a length of time that is longer than nothing."""
    length = DURATION.read(node, page)
    if not length:
        raise Wrong(node, "a length of nothing holds nothing", "write a length such as `30 days`, or leave it out")
    return length


OVER_FORM: Form[Over] = Form(
    "length of time, or `{from, to}`", _over, shapes.either(shapes.TEXT, shapes.record(OVER.name))
)
LASTING_FORM: Form[Duration] = Form("length of time", lasting, shapes.TEXT)
