"""Statements: what was said, by whom, when and where."""

from __future__ import annotations

from datetime import date

from tracker.domain.instants import Precision
from tracker.domain.promises import Statement
from tracker.language import shapes
from tracker.language.forms import NAMES, PROSE, URL, WHEN, Form
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Node
from tracker.language.pages import Failed, Page, Wrong


def _day(node: Node, page: Page) -> date:
    when = WHEN.read(node, page)
    if when.precision is not Precision.DAY:
        raise Wrong(node, "a statement has a day", "write it as 2016-03-14")
    return when.first


BY = Key("by", NAMES, "Who said it: one actor or several.", required=True)
DATE: Key[date] = Key("date", Form("day", _day, shapes.TEXT), "When it was said.", required=True)
QUOTE = Key("quote", PROSE, "The exact words.", "")
LINK = Key("link", URL, "Where they were published.", otherwise="none")

STATEMENT = Record("a statement", (BY, DATE, QUOTE, LINK))


def read_statement(statement_id: str, node: Node, page: Page) -> Statement:
    """Read a statement; raises Wrong or Failed."""
    fields = read_record(STATEMENT, node, page)
    if not fields.complete:
        raise Failed
    return Statement(
        id=statement_id,
        by=fields.need(BY),
        said_on=fields.need(DATE),
        quote=fields.get(QUOTE) or "",
        link=fields.get(LINK) or "",
    )
