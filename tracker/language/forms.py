"""Forms: how the value of a key is read from its node, and how that is told to people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from tracker.domain.instants import Duration
from tracker.language import shapes
from tracker.language.dates import BadDate, When, read_duration, read_when
from tracker.language.figures import PARAM, BadNumber, check_formula, evaluate, finite, read_number
from tracker.language.nodes import CONTROL, Items, Node, Scalar, Style, Table
from tracker.language.pages import Failed, Page, Wrong, nearest, shown
from tracker.language.shapes import Shape
from tracker.language.zones import is_zone, likely_zones

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """One shape of value: `read` raises Wrong (located) or Failed (already reported); `words` describe it.

    `shape` says the same to editors, as a fragment of a JSON Schema.
    """

    words: str
    read: Callable[[Node, Page], T]
    shape: Shape = field(default_factory=dict, compare=False)


SHORT = 300
LONG = 20_000
_BREAKS = re.compile(r"[\n\r\x85\u2028\u2029\t]")
_ID = re.compile(r"\w[\w.:-]*")


def scalar_of(node: Node, words: str, *, may_be_open: bool = False) -> Scalar:
    """Return the node if it is a scalar with a value, one that can be known now unless it `may_be_open`."""
    if not isinstance(node, Scalar):
        kind = "a list" if isinstance(node, Items) else "a mapping"
        raise Wrong(node, f"expected {words}, found {kind}", _braces(node) or _one_of_them(node))
    if node.style is Style.BROKEN or (_is_open(node) and not may_be_open):
        raise Failed
    if node.is_null:
        raise Wrong(node, f"expected {words}, found nothing", "give a value or delete the key", "no-value")
    return node


def _is_open(scalar: Scalar) -> bool:
    return scalar.formula is not None and scalar.formula.is_open


def _one_of_them(node: Node) -> str:
    """Say what a list of texts needs where one belongs."""
    if isinstance(node, Items) and node.items and all(isinstance(each, Scalar) for each in node.items):
        return "write one of them, without brackets or dashes"
    return ""


def _braces(node: Node) -> str:
    """Say what `{force}` without quotes needs: YAML reads it as a mapping."""
    if isinstance(node, Table) and len(node.entries) == 1:
        name, entry = next(iter(node.entries.items()))
        if isinstance(entry.value, Scalar) and entry.value.is_null:
            return f'put quotes around it: "{{{shown(name)}}}"'
    return ""


def text_of(node: Node, words: str, most: int = SHORT, *, empty: bool = False, lines: bool = False) -> str:
    """Return a scalar's text: numbers as they were written, never true or false."""
    scalar = scalar_of(node, words)
    if scalar.is_boolean:
        raise Wrong(node, f"expected {words}, found {scalar.text}", "put quotes around it if it is meant as text")
    text = scalar.text.strip() if scalar.style is not Style.QUOTED else scalar.text
    if not lines:
        text = text.removesuffix("\n")  # a block of one line ends with one
    if not empty and not text.strip():
        raise Wrong(node, f"expected {words}, found an empty text", "give a value or delete the key", "no-value")
    if len(text) > most:
        raise Wrong(node, f"this text has {len(text)} characters, more than {most}", "shorten it", "too-long")
    if not text.isprintable() and (CONTROL.search(text) or (not lines and _BREAKS.search(text))):
        raise Wrong(node, f"expected {words}, found a line break or control character", "delete it")
    return text


def text_form(words: str, most: int = SHORT, *, empty: bool = False, lines: bool = False) -> Form[str]:
    """Return the form of a text of at most `most` characters."""
    shape = shapes.or_nothing(shapes.TEXT) if empty else shapes.TEXT
    return Form(words, lambda node, page: text_of(node, words, most, empty=empty, lines=lines), shape)


def _id(node: Node, page: Page) -> str:
    text = text_of(node, ID_WORDS, 100)
    if not _ID.fullmatch(text):
        raise Wrong(node, f"`{shown(text)}` cannot be an id", "use letters, digits, `-`, `_`, `.` and `:` only")
    return text


def choice(kind: type[E], words: str, later: tuple[str, ...] = ()) -> Form[E]:
    """Return the form of one word out of an enumeration; words in `later` are specified but not built yet."""
    allowed = [member.value for member in kind if member.value not in later]

    def read(node: Node, page: Page) -> E:
        text = text_of(node, words)
        if text in later:
            raise Wrong(node, f"`{text}` is not supported yet", "one of " + ", ".join(allowed), NOT_YET)
        if text not in allowed:
            hint = nearest(text, allowed) or "one of " + ", ".join(allowed)
            raise Wrong(node, f"`{shown(text)}` is not {words}", hint)
        return kind(text)

    return Form(" | ".join(allowed), read, shapes.one_of(allowed))


NOT_YET = "not-supported-yet"


def list_of(form: Form[T], words: str) -> Form[tuple[T, ...]]:
    """Return the form of one value or a list of them; repeats are kept once."""

    def read(node: Node, page: Page) -> tuple[T, ...]:
        found: list[T] = []
        wrongs: list[Wrong] = []
        for part in _parts(node):
            try:
                found.append(form.read(part, page))
            except Wrong as wrong:
                wrongs.append(wrong)
        if wrongs:
            wrongs[0].others = tuple(wrongs[1:])
            raise wrongs[0]
        return tuple(dict.fromkeys(found))

    return Form(words, read, shapes.one_or_many(form.shape))


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Items):
        return node.items
    if isinstance(node, Scalar) and node.style is Style.CELL:
        texts = (text.strip() for text in node.text.split(";"))
        return tuple(node._replace(text=text) for text in texts if text)
    return (node,)


def exact_number(node: Node, words: str = "a number") -> Fraction:
    """Return a number exactly; inside a rule it may be a formula."""
    scalar = scalar_of(node, words, may_be_open=True)
    try:
        if scalar.formula is not None and scalar.formula.is_open:
            check_formula(scalar.formula.text)
            raise Failed
        if scalar.formula is not None and (scalar.formula.params or scalar.style is Style.PLAIN):
            return evaluate(scalar.formula.text, scalar.formula.args or {})
        if scalar.formula is None and PARAM.search(scalar.text):
            hint = "move the criterion into a rule, and give the number under `with`"
            raise Wrong(node, f"`{shown(scalar.text)}`: parameters stand only in `rules`", hint)
        if scalar.style is Style.QUOTED:
            raise Wrong(node, f"expected {words}, found text in quotes", _unquoted(scalar.text))
        return read_number(scalar.text)
    except BadNumber as bad:
        raise Wrong(node, f"expected {words}, found `{shown(scalar.text)}`: {bad.message}", bad.hint) from None


def _unquoted(text: str) -> str:
    """Say how a number that stands in quotes is written."""
    try:
        read_number(text.strip().removesuffix("%"))
    except BadNumber as bad:
        return f"{bad.hint}, without quotes"
    return "remove the quotes"


def _number(node: Node, page: Page) -> float:
    return finite(exact_number(node))


def counting(least: int, most: int) -> Form[int]:
    """Return the form of a whole number between two bounds."""
    words = f"a whole number from {least} to {most}"

    def read(node: Node, page: Page) -> int:
        number = exact_number(node, words)
        if number.denominator != 1 or not least <= number <= most:
            raise Wrong(node, f"expected {words}, found {shown(scalar_of(node, words).text)}")
        return int(number)

    return Form(words, read, shapes.NUMBER)


def percent_of(node: Node) -> tuple[Fraction, bool]:
    """Return a number and whether it was written as a percentage (then divided by 100)."""
    scalar = scalar_of(node, "a number or a percentage", may_be_open=True)
    bare = scalar.text.rstrip()
    if not bare.endswith("%"):
        return exact_number(node, "a number or a percentage"), False
    inner = scalar._replace(text=bare[:-1], style=Style.CELL)
    if scalar.formula is not None:
        formula = scalar.formula
        inner = inner._replace(
            formula=type(formula)(formula.text.rstrip().removesuffix("%"), formula.params, formula.args),
            style=Style.PLAIN,
        )
    return exact_number(inner, "a percentage") / 100, True


def _share(node: Node, page: Page) -> float:
    number, _ = percent_of(node)
    if not 0 <= number <= 1:
        raise Wrong(node, "a share lies between 0 and 1, or 0% and 100%", "write 0.9 or 90%")
    return float(number)


def _boolean(node: Node, page: Page) -> bool:
    scalar = scalar_of(node, "true or false")
    if not (scalar.is_boolean or (scalar.style is Style.CELL and scalar.text.lower() in ("true", "false"))):
        raise Wrong(
            node, f"expected true or false, found `{shown(scalar.text)}`", "write true or false without quotes"
        )
    return scalar.text.lower() == "true"


def _duration(node: Node, page: Page) -> Duration:
    try:
        return read_duration(scalar_of(node, DURATION.words).text)
    except BadDate as bad:
        raise Wrong(node, bad.message, bad.hint) from None


def _when(node: Node, page: Page) -> When:
    scalar = scalar_of(node, "a date")
    try:
        return read_when(scalar.text)
    except BadDate as bad:
        raise Wrong(node, f"`{shown(scalar.text)}`: {bad.message}", bad.hint) from None


def _zone(node: Node, page: Page) -> str:
    name = text_of(node, ZONE.words, 60)
    if not is_zone(name):
        hint = page.nearest(name, likely_zones(name)) or "write its IANA name, such as Europe/Moscow or UTC"
        raise Wrong(node, f"`{shown(name)}` is not a time zone", hint)
    return name


def _url(node: Node, page: Page) -> str:
    text = text_of(node, URL.words, 2048)
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\]", text)
    except ValueError:
        fine = False
    if not fine:
        raise Wrong(node, f"`{shown(text)}` is not a web address", "write it in full: https://...")
    if parts.username is not None or parts.password is not None:
        raise Wrong(node, "a web address here holds no name and no password", "delete the part before `@`")
    return text


ID_WORDS = "an id"
ID: Form[str] = Form(ID_WORDS, _id, shapes.TEXT)
TEXT = text_form("text")
PROSE = text_form("text", LONG, empty=True, lines=True)
NAME = text_form("a name", 200)
NAMES = list_of(NAME, "a name or a list of names")
NUMBER: Form[float] = Form("a number", _number, shapes.NUMBER)
SHARE: Form[float] = Form("a share (0.9) or a percentage (90%)", _share, shapes.PERCENT)
BOOLEAN: Form[bool] = Form("true or false", _boolean, shapes.BOOLEAN)
DURATION: Form[Duration] = Form("a length of time (`3 days`, `10 minutes`, 0)", _duration, shapes.TEXT)
WHEN: Form[When] = Form("a date, a period or an instant", _when, shapes.TEXT)
ZONE: Form[str] = Form("the IANA name of a time zone", _zone, shapes.TEXT)
URL: Form[str] = Form("a web address", _url, shapes.WEB)
NODE: Form[Node] = Form("", lambda node, page: node)
