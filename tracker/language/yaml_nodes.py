"""YAML text to nodes: positions kept, YAML 1.2 scalars left as text, everything that surprises refused."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language.decoding import decoded, note_slip
from tracker.language.nodes import DEEPEST, Entry, Items, Node, Scalar, Style, Table
from tracker.language.pages import Page, shown
from tracker.language.parted_numbers import joined
from tracker.language.yaml_errors import syntax_problem
from tracker.language.yaml_slips import (
    NO_BREAK_HINT,
    NO_BREAK_MESSAGE,
    cut_short,
    may_be_cut,
    may_hold_no_break,
    no_break_in_key,
    no_break_in_number,
)

MOST_BYTES = 256 * 1024
"""The largest rule file that is read."""


def read_yaml(page: Page, data: bytes, most_bytes: int = MOST_BYTES) -> Node | None:
    """Return the file's only document as a node, None if it is empty or unreadable; problems go to the page."""
    text = decoded(page, data, most_bytes)
    if text is None:
        return None
    builder = _Builder(page)
    try:
        return builder.document(text)
    except yaml.MarkedYAMLError as error:
        problem = syntax_problem(page.file, text, error, builder.last)
        if all(problem.position != each.position for each in page.problems):
            page.note(problem)
    except yaml.YAMLError as error:
        page.note(Problem(Position(page.file), f"this is not YAML: {shown(str(error))}", code="yaml-syntax"))
    except _GaveUp:
        pass
    return None


class _GaveUp(Exception):
    """The rest of the file is not looked at; the reason is on the page."""


class _Open:
    """A list or table that is still being filled; `key` is the key that waits for its value."""

    __slots__ = ("column", "entries", "is_table", "items", "key", "line", "parted", "skip")

    def __init__(self, is_table: bool, line: int, column: int) -> None:
        self.is_table = is_table
        self.line = line
        self.column = column
        self.items: list[Node] = []
        self.entries: dict[str, Entry] = {}
        self.key: Scalar | None = None
        self.skip = False
        self.parted: set[str] = set()
        """Keys whose number a comma in brackets parted: `{a: 1,000}`."""

    @property
    def last(self) -> Entry | None:
        return next(reversed(self.entries.values()), None)


class _Builder:
    """Builds nodes from parser events, so that no depth or alias can blow up before it is refused."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.last: yaml.ScalarEvent | None = None
        self.spaced = False

    def document(self, text: str) -> Node | None:
        asks, cuts, self.spaced = "?" in text, may_be_cut(text), may_hold_no_break(text)
        # Without its last line end, a line of mere spaces would be read as part of a block of text.
        for event in yaml.parse(text if text.endswith("\n") else f"{text}\n", Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.ScalarEvent):
                if asks:
                    self._check_question(text, event)
                if event.anchor is not None or event.tag is not None:
                    self._check(event, event.tag)
                self.last = event
                is_cut = cuts and not event.style and self._is_cut(text, event)
                self._put(_at(event) if is_cut else _scalar(event))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._check(event, event.tag)
                self._enter(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._leave()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_alias(event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self._start(event)
        return self.root

    def _check_question(self, text: str, event: yaml.ScalarEvent) -> None:
        """Refuse `{?a: b}`: the parser drops the question mark of a text, as if it began a key."""
        mark = event.start_mark
        if mark is not None and mark.index and text[mark.index - 1 : mark.index] == "?":
            message = "a question mark in front of a text in brackets means something else in YAML"
            self.page.add(_at(event), message, "put quotes around the text", "question-mark")

    def _is_cut(self, text: str, event: yaml.ScalarEvent) -> bool:
        """Refuse a text that a `#` cuts short, and say whether it is one."""
        slip = None if event.end_mark is None else cut_short(text, event.value, event.end_mark.index)
        if slip is not None:
            note_slip(self.page, text, slip)
        return slip is not None

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        node = _at(event)
        message = f"the alias `*{shown(event.anchor or '')}` is not allowed"
        self.page.add(node, message, "write the value out, or make a rule with parameters", "alias")
        self._put(node)

    def _start(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            hint = "put it into a file of its own, or delete the `---`"
            self.page.add(_at(event), "a second document starts here", hint, "documents")
            raise _GaveUp

    def _check(self, event: yaml.NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            hint = "write the value out, or make a rule with parameters"
            message = f"the anchor `&{shown(event.anchor)}` is not allowed"
            self.page.add(_at(event), message, hint, "anchor")
        if tag is not None:
            hint = "delete it; put quotes around the value if it is meant as text"
            self.page.add(
                _at(event),
                f"the tag `{shown(tag.replace('tag:yaml.org,2002:', '!!'))}` is not allowed",
                hint,
                "tag",
            )

    def _enter(self, event: yaml.NodeEvent) -> None:
        if len(self.open) >= DEEPEST:
            message = f"more than {DEEPEST} levels lie inside each other"
            self.page.add(_at(event), message, "use fewer levels", "depth")
            raise _GaveUp
        self.open.append(_Open(isinstance(event, yaml.MappingStartEvent), *_place_of(event)))

    def _leave(self) -> None:
        done = self.open.pop()
        for key in done.parted:
            done.entries[key] = self._refuse_parted(done.entries[key])
        if done.is_table:
            self._put(Table(done.entries, done.line, done.column))
        else:
            self._put(Items(tuple(done.items), done.line, done.column))

    def _refuse_parted(self, entry: Entry) -> Entry:
        """Refuse a number that its commas parted, once for all of them."""
        number = shown(entry.value.text) if isinstance(entry.value, Scalar) else ""
        message = f"in brackets the commas of `{number}` part it: a number cannot hold separators"
        self.page.add(entry.value, message, f"write {number.replace(',', '')}", "parted-number")
        return entry._replace(value=Scalar("", entry.value.line, entry.value.column, Style.BROKEN))

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        into = self.open[-1]
        if not into.is_table:
            into.items.append(node)
        elif into.skip:
            into.skip = False
        elif into.key is None:
            self._put_key(into, node)
        elif self.spaced and (place := _spoilt(node, no_break_in_number)) is not None:
            self._refuse_space(place)
            into.entries[into.key.text] = Entry(into.key, place)
            into.key = None
        else:
            into.entries[into.key.text] = Entry(into.key, node)
            into.key = None

    def _refuse_space(self, place: Scalar) -> None:
        self.page.add(place, NO_BREAK_MESSAGE, NO_BREAK_HINT, "no-break-space")

    def _put_key(self, into: _Open, node: Node) -> None:
        if not isinstance(node, Scalar) or node.style is Style.BROKEN:
            if isinstance(node, Items | Table):
                hint = "a key is one word or text; put quotes around a value that starts with a bracket"
                self.page.add(node, "a list or mapping cannot be a key", hint, "bad-key")
            into.skip = True
        elif self.spaced and (place := _spoilt(node, no_break_in_key)) is not None:
            self._refuse_space(place)
            into.skip = True
        elif node.text == "<<" and node.style is Style.PLAIN:
            hint = "write the keys out, or make a rule with parameters"
            self.page.add(node, "the merge key `<<` is not allowed", hint, "merge-key")
            into.skip = True
        elif into.last is not None and (whole := joined(into.last, node)) is not None:
            into.entries[whole.key.text] = whole
            into.parted.add(whole.key.text)
            into.skip = True
        elif (first := into.entries.get(node.text)) is not None:
            message = f"the key `{shown(node.text)}` stands twice, first at line {first.key.line}"
            self.page.add(node, message, "keep one of the two", "duplicate-key")
            into.skip = True
        else:
            into.key = node


def _spoilt(node: Node, where: Callable[[str], int | None]) -> Scalar | None:
    """Return the place of a no-break space that spoils a text without quotes, None if none does."""
    if not isinstance(node, Scalar) or node.style is not Style.PLAIN:
        return None
    offset = where(node.text)
    return None if offset is None else Scalar("", node.line, node.column + offset, Style.BROKEN)


def _place_of(event: yaml.Event) -> tuple[int, int]:
    """Return line and column, counted from 1."""
    mark = event.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _at(event: yaml.Event) -> Scalar:
    """Return a node that stands for something refused at this place."""
    return Scalar("", *_place_of(event), Style.BROKEN)


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    return Scalar(event.value, *_place_of(event), Style.QUOTED if event.style else Style.PLAIN)
