"""The fields of a report in a file: one entry per field, for reports and for the facts they carry."""

from __future__ import annotations

import re

from tracker.domain.instants import Precision
from tracker.domain.reports import Nature
from tracker.domain.values import Qualifier
from tracker.language import shapes
from tracker.language.dates import BadDate, When, between, dated_as
from tracker.language.forms import (
    BOOLEAN,
    NAME,
    NAMES,
    NUMBER,
    URL,
    WHEN,
    Form,
    choice,
    counting,
    list_of,
    text_form,
    text_of,
)
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Items, Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown

FROM = Key("from", WHEN, "The first day or instant; a period counts from its start.", required=True)
TO = Key("to", WHEN, "The last day or instant; a period counts to its end.", required=True)
PRECISION = Key(
    "precision", choice(Precision, "a precision"), "How exactly it is dated; exports write it.", Precision.RANGE
)
SPAN = Record("a span of time", (FROM, TO, PRECISION))


def _occurred(node: Node, page: Page) -> When:
    if not isinstance(node, Table):
        return WHEN.read(node, page)
    fields = read_record(SPAN, node, page)
    if not fields.complete:
        raise Failed
    try:
        return dated_as(between(fields.need(FROM), fields.need(TO)), fields.need(PRECISION))
    except BadDate as bad:
        raise Wrong(node, bad.message, bad.hint) from None


def _published(node: Node, page: Page) -> When:
    when = WHEN.read(node, page)
    if when.precision not in (Precision.DAY, Precision.INSTANT):
        hint = "write 2016-05-20 or 2016-05-20T14:30Z"
        raise Wrong(node, "a report is published on a day or at an instant", hint)
    return when


def _reliability(node: Node, page: Page) -> str:
    text = text_of(node, "a letter from A to F").upper()
    if not re.fullmatch("[A-F]", text):
        hint = "a letter from A (best) to E; F: cannot be judged"
        raise Wrong(node, f"`{shown(text)}` is not a reliability", hint)
    return text


OCCURRED: Form[When] = Form(
    "a date, a period, an instant, `first/last` or `{from, to}`",
    _occurred,
    shapes.either(shapes.TEXT, shapes.record(SPAN.name)),
)
PUBLISHED_FORM: Form[When] = Form("a day or an instant", _published, shapes.TEXT)
RELIABILITY_FORM: Form[str] = Form("a letter from A to F", _reliability, shapes.TEXT)
REPORT_ID = text_form("an id", 200)

WHEN_OCCURRED = Key(
    "occurred",
    OCCURRED,
    "When it occurred; the end counts.",
    otherwise="the report's, else the day of publication, flagged as assumed",
)
INDICATOR = Key(
    "indicator", NAME, "What was measured; a fact has this, an `event`, or both: what was counted at the event."
)
EVENT = Key("event", NAME, "What happened; a fact has this, an `indicator`, or both.")
VALUE = Key("value", NUMBER, "The figure.")
VALUE_TO = Key("value_to", NUMBER, "The upper end of a range of figures.")
QUALIFIER = Key("qualifier", choice(Qualifier, "a qualifier"), "How the figure is meant.", Qualifier.EQ)
UNIT = Key("unit", NAME, "The unit of the figure.")
ACTOR = Key("actor", NAME, "Who did it.")
TARGET = Key("target", NAME, "To whom it was done.")
PLACE = Key("place", NAME, "Where.")
NATURE = Key(
    "nature",
    choice(Nature, "a nature of a fact"),
    "What kind of word it is; the first five decide.",
    Nature.OBSERVATION,
)
CODE = Key("code", NAME, "The event's code in a published scheme (CAMEO, PLOVER, UCDP).")
NOTE = Key("note", text_form("text", 2_000, empty=True, lines=True), "A remark, for people.", "")
DATE_ASSUMED = Key("date_assumed", BOOLEAN, "The date is the day of publication; exports write it.", False)
FACT_ORIGIN = Key("origin", NAME, "Who observed or spoke.", otherwise="the report's `origin`")

INLINE = (
    WHEN_OCCURRED,
    INDICATOR,
    EVENT,
    VALUE,
    VALUE_TO,
    QUALIFIER,
    UNIT,
    ACTOR,
    TARGET,
    PLACE,
    NATURE,
    CODE,
    NOTE,
    DATE_ASSUMED,
)
FACT = Record("a fact", (*INLINE, FACT_ORIGIN))


def _nodes(node: Node, page: Page) -> tuple[Node, ...]:
    if not isinstance(node, Items):
        raise Wrong(node, "expected a list of facts", "start each fact with `- `")
    return node.items


_IDS = list_of(REPORT_ID, "an id or a list of ids")
ID = Key("id", REPORT_ID, "The report's id.", otherwise="made from its content")
SOURCE = Key("source", NAME, "Who published it: the id of a source.", required=True)
ORIGIN = Key("origin", NAME, "Who observed or spoke.", otherwise="the source")
TITLE = Key("title", text_form("text", 2_000, empty=True, lines=True), "Its headline.", "")
TEXT = Key("text", text_form("text", 200_000, empty=True, lines=True), "Its text, or the part that matters.", "")
REPORT_URL = Key("url", URL, "Where it can be read.", otherwise="none")
PUBLISHED = Key(
    "published",
    PUBLISHED_FORM,
    "When it was published; a day means its last instant.",
    otherwise="the end of the latest `occurred`",
)
RELIABILITY = Key("reliability", RELIABILITY_FORM, "How reliable the source is; F: cannot be judged.")
CREDIBILITY = Key("credibility", counting(1, 6), "How credible the item is, 1 best; 6: cannot be judged.")
LANGUAGE = Key("language", text_form("a language", 35), "Its language, such as `ru` or `en-GB`.")
TAGS = Key("tags", NAMES, "Words to find it by.", ())
COPY_OF = Key("copy_of", _IDS, "Reports that tell the same observation: together one account.", ())
SAME_EVENT = Key("same_event", _IDS, "Reports by other witnesses of the same occurrence.", ())
CORRECTS = Key("corrects", _IDS, "Reports that this one replaces.", ())
RETRACTS = Key("retracts", _IDS, "Reports that this one takes back.", ())
FACTS = Key(
    "facts",
    Form("a list of facts", _nodes, shapes.many(shapes.record(FACT.name))),
    "Several facts; one fact stands in the report itself.",
    (),
)

REPORT = Record(
    "a report",
    (
        ID,
        SOURCE,
        ORIGIN,
        TITLE,
        TEXT,
        REPORT_URL,
        PUBLISHED,
        RELIABILITY,
        CREDIBILITY,
        LANGUAGE,
        TAGS,
        COPY_OF,
        SAME_EVENT,
        CORRECTS,
        RETRACTS,
        FACTS,
        *INLINE,
    ),
)
INLINE_NAMES = frozenset(key.name for key in INLINE)
