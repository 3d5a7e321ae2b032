"""A folder of rule files while it is read: every declaration by name, each file with its page of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from tracker.domain.criteria import Position
from tracker.domain.promises import Names
from tracker.domain.sources import Source
from tracker.language import promise_keys as keys
from tracker.language import shapes
from tracker.language.examples import EXAMPLE, ExampleDraft
from tracker.language.forms import ID, NODE, Form
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.name_files import NAMES_RECORD, NameBook
from tracker.language.nodes import Entry, Items, Node, Scalar, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.rules import RULE, Rule, read_rule
from tracker.language.shapes import Shape
from tracker.language.source_kinds import MoreKinds
from tracker.language.sources import SOURCE, read_source
from tracker.language.statements import STATEMENT, read_statement
from tracker.language.surroundings import Declared, Defaults

T = TypeVar("T")


def _section(shape: Shape, words: str) -> Form[Node]:
    return Form(words, NODE.read, shapes.or_nothing(shape))


STATEMENTS: Key[Node] = Key(
    "statements",
    _section(shapes.mapping_of(shapes.record(STATEMENT.name)), "mapping of ids to statements"),
    "What was said.",
)
PROMISES: Key[Node] = Key(
    "promises", _section(shapes.many(shapes.record(keys.PROMISE.name)), "list of promises"), "What was promised."
)
RULES: Key[Node] = Key(
    "rules",
    _section(shapes.mapping_of(shapes.record(RULE.name)), "mapping of names to rules"),
    "Reusable criteria and conditions.",
)
SOURCES: Key[Node] = Key(
    "sources", _section(shapes.many(shapes.record(SOURCE.name)), "list of sources"), "Where reports come from."
)
NAMES: Key[Node] = Key(
    "names",
    _section(shapes.record(NAMES_RECORD.name), "mapping of kinds of names"),
    "Other names of the same things.",
)
EXAMPLES: Key[Node] = Key(
    "examples",
    _section(shapes.many(shapes.record(EXAMPLE.name)), "list of examples"),
    "Promises tried with a few reports.",
)
FILE = Record("a rule file", (STATEMENTS, PROMISES, RULES, SOURCES, NAMES, EXAMPLES), later=("routes",))


@dataclass(frozen=True, slots=True)
class File:
    """One parsed file."""

    name: str
    page: Page
    root: Node | None

    @property
    def is_defaults(self) -> bool:
        """Say whether it sets what the promises of its folder share."""
        return PurePosixPath(self.name).stem == "_defaults"

    @property
    def holds_names(self) -> bool:
        """Say whether the whole file is a list of names."""
        is_list = not (isinstance(self.root, Table) and NAMES.name in self.root.entries)
        return PurePosixPath(self.name).stem == "names" and is_list

    @property
    def gives_names(self) -> bool:
        """Say whether names in force may come from it."""
        return self.holds_names or (isinstance(self.root, Table) and NAMES.name in self.root.entries)


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A promise whose own keys are read, but not yet what it refers to."""

    fields: Fields
    page: Page


@dataclass(slots=True)
class Folder:
    """Everything declared in the files read so far."""

    more_kinds: MoreKinds = dict
    statements: dict[str, Declared] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    defaults: dict[str, Defaults] = field(default_factory=dict)
    promises: list[PromiseDraft] = field(default_factory=list)
    examples: list[ExampleDraft] = field(default_factory=list)
    broken_rules: dict[str, str] = field(default_factory=dict)
    """Name to file of what could not be read."""
    broken_statements: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], Position] = field(default_factory=dict)
    _declared: dict[tuple[str, str], tuple[Node, Page]] = field(default_factory=dict)

    def read(self, file: File, names: Names) -> None:
        """Take in one file; problems go to its page."""
        file.page.names = names
        if file.is_defaults:
            self.defaults[folder_of(file.name)] = Defaults(file.name)
        if file.root is None or (isinstance(file.root, Scalar) and file.root.is_null):
            return
        try:
            if file.is_defaults:
                self.defaults[folder_of(file.name)] = _defaults(file)
            elif not file.holds_names:
                self._read_sections(read_record(FILE, file.root, file.page), file.page)
        except Wrong as wrong:
            file.page.add_wrong(wrong)
        except Failed:
            pass

    def _read_sections(self, fields: Fields, page: Page) -> None:
        for entry in _mapping(fields, STATEMENTS, page):
            self._read_statement(entry, page)
        for entry in _mapping(fields, RULES, page):
            self._read_rule(entry, page)
        for table in _list(fields, SOURCES, page):
            source = _attempt(partial(read_source, table, page, self.more_kinds), page)
            if source is not None and self._is_new("source", source.id, table, page):
                self.sources[source.id] = source
        for table in _list(fields, PROMISES, page):
            draft = _attempt(partial(read_record, keys.PROMISE, table, page), page)
            if draft is not None:
                name = draft.given(keys.PROMISE_ID)
                if name is None or self._is_new("promise", name, draft.node(keys.PROMISE_ID), page):
                    self.promises.append(PromiseDraft(draft, page))
        for table in _list(fields, EXAMPLES, page):
            example = _attempt(partial(read_record, EXAMPLE, table, page), page)
            if example is not None:
                self.examples.append(ExampleDraft(example, page))

    def _read_statement(self, entry: Entry, page: Page) -> None:
        name = entry.key.text
        if not self._is_new("statement", name, entry.key, page):
            return

        def read() -> Declared:
            return Declared(read_statement(ID.read(entry.key, page), entry.value, page), page.at(entry.key))

        declared = _attempt(read, page)
        if declared is None:
            self.broken_statements[name] = page.file
        else:
            self.statements[name] = declared

    def _read_rule(self, entry: Entry, page: Page) -> None:
        name = entry.key.text
        if not self._is_new("rule", name, entry.key, page):
            return
        rule = read_rule(name, entry, page)
        if rule is None:
            self.broken_rules[name] = page.file
        else:
            self.rules[name] = rule

    def _is_new(self, kind: str, name: str, node: Node, page: Page) -> bool:
        """Say whether the id is used for the first time; if not, the problem names both places."""
        here = page.at(node)
        first = self.places.setdefault((kind, name), here)
        if first == here:
            self._declared[kind, name] = (node, page)
            return True
        message = f"the {kind} id `{shown(name)}` is used twice, first at {first}"
        page.add(node, message, "give one of them another id", "duplicate-id")
        # neither file may change what is in force: nobody knows which of the two was meant
        before, other = self._declared[kind, name]
        if other is not page:
            message = f"the {kind} id `{shown(name)}` is used twice, again at {here}"
            other.add(before, message, "give one of them another id", "duplicate-id")
        return False


def folder_of(name: str) -> str:
    """Return the folder that a file lies in, as text."""
    return str(PurePosixPath(name).parent)


def read_names(files: Iterable[File]) -> Names:
    """Return the names in force in all files; problems go to their pages."""
    book = NameBook()
    for file in files:
        if file.gives_names and isinstance(file.root, Table):
            node = file.root if file.holds_names else file.root.value(NAMES.name)
            if node is not None and not (isinstance(node, Scalar) and node.is_null):
                book.read(node, file.page)
    return book.names()


def _defaults(file: File) -> Defaults:
    if file.root is None:
        return Defaults()
    fields = read_record(keys.DEFAULTS, file.root, file.page)
    return Defaults(
        file=file.name,
        tags=fields.given(keys.TAGS),
        tz=fields.given(keys.TZ),
        needs=fields.given(keys.NEEDS),
        owner=fields.given(keys.OWNER),
        wait_for_reports=fields.given(keys.WAIT),
    )


def _attempt(read: Callable[[], T], page: Page) -> T | None:
    try:
        return read()
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def _mapping(fields: Fields, key: Key[Node], page: Page) -> list[Entry]:
    node = fields.given(key)
    if isinstance(node, Table):
        return list(node.entries.values())
    if node is not None and not (isinstance(node, Scalar) and node.is_null):
        page.add(node, f"`{key.name}`: expected a {key.form.words}", "write `name:` and its keys below it")
    return []


def _list(fields: Fields, key: Key[Node], page: Page) -> list[Table]:
    node = fields.given(key)
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return []
    if not isinstance(node, Items):
        page.add(node, f"`{key.name}`: expected a {key.form.words}", "start each entry with `- `")
        return []
    tables: list[Table] = []
    for item in node.items:
        if isinstance(item, Table):
            tables.append(item)
        else:
            page.add(item, f"`{key.name}`: expected a mapping of keys", "write `- id: ...` and its keys below it")
    return tables
