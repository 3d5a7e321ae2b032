"""How a source is asked on the web: parameters, headers with secrets, pages, and only what is newer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.domain.instants import Duration
from tracker.domain.sources import HeaderValue, Pages, Paging, SignIn, Since
from tracker.language import shapes
from tracker.language.forms import DURATION, Form, choice, counting, list_of, text_form, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_SECRET = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_CREDENTIAL = re.compile(r"authorization|token|secret|password|api-?key", re.IGNORECASE)
_OURS = frozenset(
    {
        *("accept-encoding", "connection", "content-length", "content-type", "cookie", "expect", "host"),
        *("if-modified-since", "if-none-match", "keep-alive", "proxy-authorization", "range", "te", "trailer"),
        *("transfer-encoding", "upgrade", "user-agent"),
    }
)
"""Headers that the fetcher alone sets, or that would change what an answer is."""
_MOST = 50
_VALUES = list_of(text_form("a value", 200), "a value or a list of values")


def _secret(node: Node, page: Page) -> str:
    name = text_of(node, "the name of a secret", 60)
    if not _SECRET.fullmatch(name):
        hint = "give its name, such as `acled_key`; its value stands in the settings or the environment"
        raise Wrong(node, "this cannot be the name of a secret", hint)
    return name.lower()


SECRET = Key("secret", Form("the name of a secret", _secret, shapes.TEXT), "Which secret is sent.", required=True)
PREFIX = Key("prefix", text_form("text", 100), "What stands before it, such as `Bearer`; a space follows.", "")
HEADER = Record("a header", (SECRET, PREFIX))
HEADERS_SHAPE = shapes.mapping_of(shapes.either(shapes.TEXT, shapes.record(HEADER.name)))


SIGN_IN_NAME = Key("name", SECRET.form, "Which secret holds the user name.", required=True)
SIGN_IN_PASSWORD = Key("password", SECRET.form, "Which secret holds the password.", required=True)
SIGN_IN = Record("sign_in", (SIGN_IN_NAME, SIGN_IN_PASSWORD))


def read_sign_in(node: Node, page: Page) -> SignIn:
    """Read which secrets sign in; raises Wrong or Failed."""
    fields = read_record(SIGN_IN, node, page)
    if not fields.complete:
        raise Failed
    return SignIn(fields.need(SIGN_IN_NAME), fields.need(SIGN_IN_PASSWORD))


def read_headers(node: Node, page: Page) -> Mapping[str, HeaderValue]:
    """Read headers by name: a text, or a secret by its name; raises Wrong."""
    return {name: _header(name, value, page) for name, value in _entries(node, "headers", page)}


def _header(name: str, node: Node, page: Page) -> HeaderValue:
    if not _TOKEN.fullmatch(name):
        raise Wrong(node, f"`{shown(name)}` cannot be the name of a header")
    if name.lower() in _OURS:
        raise Wrong(node, f"the header `{name}` is set by Deedline itself", "leave it out")
    if isinstance(node, Table):
        fields = read_record(HEADER, node, page)
        if not fields.complete:
            raise Failed
        prefix = fields.need(PREFIX)
        return HeaderValue(f"{_sendable(node, prefix)} " if prefix else "", fields.need(SECRET))
    if _CREDENTIAL.search(name):
        raise Wrong(node, "a secret does not stand in a rule file", f"write `{name}: {{secret: NAME}}`", "secret")
    return HeaderValue(_sendable(node, text_of(node, "a text or `{secret: NAME}`", 1_000)))


def _sendable(node: Node, text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise Wrong(node, "a header holds ASCII characters only")
    return text


def read_params(node: Node, page: Page) -> Mapping[str, str]:
    """Read parameters of an address by name; raises Wrong."""
    return {name: text_of(value, "a text", 1_000, empty=True) for name, value in _entries(node, "params", page)}


def read_only(node: Node, page: Page) -> Mapping[str, tuple[str, ...]]:
    """Read which values an item must hold at a path to be kept; raises Wrong."""
    return {path: _VALUES.read(value, page) for path, value in _entries(node, "only", page)}


def _entries(node: Node, key: str, page: Page) -> list[tuple[str, Node]]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of names to values", f"write `{key}: {{name: value}}`")
    if len(node.entries) > _MOST:
        raise Wrong(node, f"these are {len(node.entries)}, more than {_MOST}")
    return [(name, entry.value) for name, entry in node.entries.items()]


BY = Key("by", choice(Paging, "a way to page"), "How the next page is asked for.", required=True)
AT = Key("at", text_form("a path", 300), "Where an answer holds the cursor or the link to the next page.", "")
PARAM = Key("param", text_form("a parameter", 100), "The parameter for the cursor, page number or offset.", "")
FIRST = Key("first", counting(0, 1_000_000), "The number of the first page.", 1)
SIZE = Key("size", counting(1, 100_000), "How many items a page has; the offset grows by it.", otherwise="unknown")
SIZE_PARAM = Key("size_param", text_form("a parameter", 100), "The parameter that asks for so many.", "")
MOST = Key("most", counting(1, 1_000), "The most pages that are read at one time.", 20)
PAGES = Record("pages", (BY, AT, PARAM, FIRST, SIZE, SIZE_PARAM, MOST))


def read_pages(node: Node, page: Page) -> Pages:
    """Read how pages follow each other; raises Wrong or Failed."""
    fields = read_record(PAGES, node, page)
    if not fields.complete:
        raise Failed
    by, at, param, size = fields.need(BY), fields.need(AT), fields.need(PARAM), fields.get(SIZE)
    needed: tuple[Key[str] | Key[int], ...] = {
        Paging.CURSOR: (AT, PARAM),
        Paging.LINK: (AT,),
        Paging.PAGE: (PARAM,),
        Paging.OFFSET: (PARAM, SIZE),
    }[by]
    for key in needed:
        if not fields.values.get(key.name):
            raise Wrong(node, f"pages by {by} need `{key.name}`", key.meaning, "missing-key")
    if fields.need(SIZE_PARAM) and size is None:
        raise Wrong(node, "`size_param` needs `size`", SIZE.meaning, "missing-key")
    return Pages(by, at, param, fields.need(FIRST), size or 0, fields.need(SIZE_PARAM), fields.need(MOST))


SINCE_PARAM = Key("param", text_form("a parameter", 100), "The parameter that takes it.", required=True)
SINCE_PATH = Key("path", text_form("a path", 300), "Where an item says it.", required=True)
START = Key("start", text_form("a text", 100), "What is sent the first time.", "", otherwise="nothing is sent")
OVERLAP = Key(
    "overlap", DURATION, "How much of the time before is asked for again.", Duration(seconds=3600), "1 hour"
)
SINCE = Record("since", (SINCE_PARAM, SINCE_PATH, START, OVERLAP))


def read_since(node: Node, page: Page) -> Since:
    """Read how only what is newer is asked for; raises Wrong or Failed."""
    fields = read_record(SINCE, node, page)
    if not fields.complete:
        raise Failed
    return Since(fields.need(SINCE_PARAM), fields.need(SINCE_PATH), fields.need(START), fields.need(OVERLAP))
