"""Formatting of rule files: keys in the order of the reference, two columns a level, comments kept.

Sections, and the promises, rules and examples in them, stand apart by one blank line; between statements, sources
and names the author's blank lines stay; inside an entry there is one only above a comment that had one.

Lines are moved and indented, never rewritten: what a value says, and how it is quoted, stays with its author. The
result is held against the original (same values, same lines but for blanks), so that nothing can get lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.language import criteria, examples, folder, promise_keys, rules, sources, statements
from tracker.language.keys import Record
from tracker.language.layout_lines import Lines, above_remarks, deeper, joined, leading, shifted, spaced
from tracker.language.name_files import NAMES_RECORD
from tracker.language.nodes import Items, Node, Table
from tracker.language.pages import Page
from tracker.language.yaml_nodes import read_yaml

_PART: Mapping[str, Record] = {"criteria": criteria.CRITERION}
_BELOW: Mapping[str, Mapping[str, Record]] = {
    folder.FILE.name: {
        "statements": statements.STATEMENT,
        "promises": promise_keys.PROMISE,
        "rules": rules.RULE,
        "sources": sources.SOURCE,
        "names": NAMES_RECORD,
        "examples": examples.EXAMPLE,
    },
    promise_keys.PROMISE.name: {**_PART, "readings": promise_keys.READING, "steps": promise_keys.STEP},
    promise_keys.STEP.name: {**_PART, "readings": promise_keys.READING},
    promise_keys.READING.name: _PART,
    rules.RULE.name: _PART,
}
"""By record and key: what its values are, one by one (a list or a mapping of names)."""
_APART = frozenset({"promises", "rules", "examples"})
"""Sections whose entries stand apart by a blank line."""
_SECTIONED = (folder.FILE, NAMES_RECORD)
"""What is not an entry of a section itself."""
_EDITOR_LINE = "# yaml-language-server:"
_PLAIN = yaml.MappingNode | yaml.SequenceNode


def formatted(name: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return a rule file as it is laid out, with the problems that keep it as it is (then the text is empty).

    A file that is laid out so already comes back as it was. Nothing is raised for what a file holds.
    """
    page = Page(name)
    before = read_yaml(page, data)
    if page.count:
        return "", page.all_problems()
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if before is None or not isinstance(root, _PLAIN) or root.flow_style:
        return text, ()
    lines = text.split("\n")
    after = "\n".join(_File(lines).whole(root, _record_of(name, before))).strip("\n") + "\n"
    if _says(before) != _says(read_yaml(Page(name), after.encode())) or _words(text) != _words(after):
        message = "this file cannot be laid out without changing what it says"
        return "", (Problem(Position(name), message, "write it with one key a line", "layout"),)
    return after, ()


def _record_of(name: str, root: Node) -> Record:
    file = folder.File(name, Page(name), root)
    if file.is_defaults:
        return promise_keys.DEFAULTS
    return NAMES_RECORD if file.holds_names else folder.FILE


def _says(node: Node | None) -> object:
    """Return what a node says, without its places."""
    if isinstance(node, Table):
        return {key: _says(entry.value) for key, entry in node.entries.items()}
    if isinstance(node, Items):
        return [_says(item) for item in node.items]
    return None if node is None else (node.text, node.style)


def _words(text: str) -> Counter[str]:
    """Return how often each line stands in a text, whatever its spacing and the dash before it."""
    lines = ("".join(line.split()).lstrip("-") for line in text.split("\n"))
    return Counter(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """An entry with the lines from `first`, where what is said above it begins, to before `end`."""

    node: Any
    first: int
    start: int
    end: int
    key: Any = None
    inside: bool = False
    """It stands inside an entry of a section: blank lines mean nothing there."""
    apart: bool = False
    """A blank line stands between it and the next."""


class _File:
    """The lines of one file while they are laid out anew."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def whole(self, root: Any, record: Record) -> Lines:
        """Return all lines: what stands at the top and at the foot stays there, however keys move."""
        first = self._start(root)
        top = max((at + 1 for at in range(first) if self.lines[at].strip() in ("", "---")), default=0)
        if self.lines[0].startswith(_EDITOR_LINE):
            top = max(top, 1)  # editors look for it in the first line, whichever key comes next
        above = self._remarks(0, top)
        after = range(self._last(root) + 1, len(self.lines))
        foot = next((at for at in after if self.lines[at][:1] == "#"), len(self.lines))
        apart = record is not promise_keys.DEFAULTS
        inner = [*self._node(root, record, top, foot, apart=apart), *self._remarks(foot, len(self.lines))]
        end = len(inner)
        while not inner[end - 1] or inner[end - 1].startswith("#"):
            end -= 1
        return joined(above, inner[:end], [""], inner[end:])

    def _node(
        self,
        node: Any,
        record: Record | _NamesOf | None,
        first: int,
        end: int,
        *,
        apart: bool = False,
        inside: bool = False,
    ) -> Lines:
        """Return the lines of a block from its leading remarks on, as if it began at the left margin."""
        is_entry = isinstance(node, yaml.MappingNode) and isinstance(record, Record)
        inside = inside or (is_entry and record not in _SECTIONED)
        chunks = self._chunks(node, first, end, inside=inside, apart=apart)
        if isinstance(node, yaml.MappingNode) and isinstance(record, Record):
            places = {key: place for place, key in enumerate(record.by_name)}
            chunks.sort(key=lambda chunk: places.get(chunk.key.value, len(places)))
        out: Lines = []
        for number, chunk in enumerate(chunks):
            lines = self._entry(chunk, record) if chunk.key is not None else self._item(chunk, record)
            gap = apart and number and (len(lines) > 1 or len(self._plain(chunks[number - 1])) > 1)
            out = joined(out, [""] if gap else [], lines)
        return out[1:] if out and not out[0] else out

    def _plain(self, chunk: _Chunk) -> Lines:
        return [line for line in self.lines[chunk.first : chunk.end] if line.strip()]

    def _entry(self, chunk: _Chunk, record: Record | _NamesOf | None) -> Lines:
        """Return a key with its value, below the remarks on it."""
        key, value = chunk.key, chunk.node
        head = self._remarks(chunk.first, chunk.start, chunk)
        line, column = chunk.start, key.start_mark.column
        if not _is_block(value) or self._start(value) == line:
            last = self._last(value)
            text = self.lines[line]
            if value.start_mark.line == line and value.start_mark.column > key.end_mark.column:
                text = text[: key.end_mark.column] + ": " + text[value.start_mark.column :]
            body = [text[column:].rstrip() if last == line else text[column:]]
            body += [shifted(each, column) for each in self.lines[line + 1 : last + 1]]
            return [*head, *body, *self._remarks_below(last + 1, column, chunk)]
        below, end = _below(record, key.value, value), self._end(value, chunk.end)
        apart = _stands_apart(record, key.value)
        inner = self._node(value, below, line + 1, end, apart=apart, inside=chunk.inside)
        first = self.lines[line][column:].rstrip()
        return joined(head, [first], deeper(inner), self._remarks_behind(end, chunk))

    def _item(self, chunk: _Chunk, record: Record | _NamesOf | None) -> Lines:
        """Return an item of a list, with what is said of it above its dash."""
        line, node = chunk.start, chunk.node
        head = self._remarks(chunk.first, line, chunk)
        column = self.lines[line].index("-")
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            end = self._end(node, chunk.end)
            inner = self._node(node, record, self._start(node), end, inside=chunk.inside)
            remarks = [each for each in leading(inner) if each]
            inner = inner[len(leading(inner)) :]
            whole = [*head, *remarks, f"- {inner[0]}", *deeper(inner[1:])]
            return joined(whole, self._remarks_behind(end, chunk))
        last = self._last(node)
        text = re.sub(r"^-\s+", "- ", self.lines[line][column:])
        body = [text.rstrip() if last == line else text]
        body += [shifted(each, column) for each in self.lines[line + 1 : last + 1]]
        return [*head, *body, *self._remarks_below(last + 1, column, chunk)]

    def _chunks(self, node: Any, first: int, end: int, *, inside: bool, apart: bool) -> list[_Chunk]:
        pairs = node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]
        starts = [self._dash(item, first) if key is None else key.start_mark.line for key, item in pairs]
        column = self._column(node)
        tops = [first]
        for (_, before), start in zip(pairs, starts[1:], strict=False):
            tops.append(self._top(start, self._last(before), column))
        ends = [*tops[1:], end]
        return [
            _Chunk(item, top, start, last, key, inside, apart)
            for (key, item), top, start, last in zip(pairs, tops, starts, ends, strict=True)
        ]

    def _top(self, start: int, after: int, column: int) -> int:
        """Return the line where the remarks on what starts at `start` begin."""
        top = start
        while top - 1 > after:
            line = self.lines[top - 1]
            if line.strip() and len(line) - len(line.lstrip()) > column:
                break
            top -= 1
        return top

    def _column(self, node: Any) -> int:
        """Return the column at which the entries of a block begin: of a list, their dashes."""
        return int(node.start_mark.column)

    def _end(self, node: Any, end: int) -> int:
        """Return the line before which a block ends: remarks further left, below it, are not its own."""
        for at in range(self._last(node) + 1, end):
            line = self.lines[at]
            if line.strip() and len(line) - len(line.lstrip()) < self._column(node):
                while not self.lines[at - 1].strip():
                    at -= 1
                return at
        return end

    def _dash(self, item: Any, first: int) -> int:
        """Return the line of an item's dash, which may stand above it."""
        at = int(item.start_mark.line)
        while at > first and not self.lines[at].lstrip().startswith("-"):
            at -= 1
        return at

    def _remarks(self, first: int, end: int, chunk: _Chunk | None = None) -> Lines:
        """Return the lines that say nothing, in front of a chunk or behind it."""
        lines = spaced([line.strip() for line in self.lines[first:end]])
        return above_remarks(lines) if chunk is not None and chunk.inside else lines

    def _remarks_behind(self, first: int, chunk: _Chunk) -> Lines:
        """Return remarks behind a block, as they will be read the next time: as those on what comes next."""
        remarks = self._remarks(first, chunk.end, chunk)
        return ["", *remarks] if chunk.apart and any(remarks) and remarks[0] else remarks

    def _remarks_below(self, first: int, column: int, chunk: _Chunk) -> Lines:
        """Return remarks that follow a chunk's value, further right only where they stood so."""
        lines = self.lines[first : chunk.end]
        further = {line.strip() for line in lines if not line[: column + 1].strip()}
        remarks = self._remarks(first, chunk.end, chunk)
        return [f"  {line}" if line and line in further else line for line in remarks]

    def _start(self, node: Any) -> int:
        return int(node.start_mark.line)

    def _last(self, node: Any) -> int:
        """Return the last line that belongs to a value."""
        if _is_block(node) and node.value:
            last = node.value[-1]
            return self._last(last[1] if isinstance(last, tuple) else last)
        end = node.end_mark
        last_line = end.line if end.column or end.line == node.start_mark.line else end.line - 1
        while last_line > node.start_mark.line and not self.lines[last_line].strip():
            last_line -= 1
        return int(last_line)


@dataclass(frozen=True, slots=True)
class _NamesOf:
    """A mapping of names that the author chooses, each a record of one kind; their order stays."""

    record: Record


def _below(record: Record | _NamesOf | None, key: str, value: Any) -> Record | _NamesOf | None:
    """Return what the value of a key is: a record, names of records, or (for a list) what its items are."""
    if isinstance(record, _NamesOf):
        return record.record
    below = None if record is None else _BELOW.get(record.name, {}).get(key)
    if below is None or below is NAMES_RECORD or isinstance(value, yaml.SequenceNode):
        return below
    return _NamesOf(below)


def _stands_apart(record: Record | _NamesOf | None, key: str) -> bool:
    return record is folder.FILE and key in _APART


def _is_block(node: Any) -> bool:
    return isinstance(node, _PLAIN) and not node.flow_style
