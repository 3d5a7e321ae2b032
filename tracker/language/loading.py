"""Loading: the contents of rule files become a rule set, with every problem of every file at once."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tracker.domain.criteria import Position
from tracker.domain.errors import Problem
from tracker.domain.promises import Names
from tracker.language import promise_keys as keys
from tracker.language.doubts import Doubt, doubts_in, may_hold_doubts
from tracker.language.examples import Tried, read_examples
from tracker.language.folder import File, Folder, PromiseDraft, folder_of, read_names
from tracker.language.keys import read_record
from tracker.language.nodes import NotANode, node_of
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.promises import Built, build_promise
from tracker.language.remarks import remarks_on
from tracker.language.replacements import check_replacements
from tracker.language.ruleset import Loaded, RuleSet
from tracker.language.source_kinds import MoreKinds
from tracker.language.surroundings import Defaults, Surroundings, Use
from tracker.language.yaml_nodes import read_yaml

ENDINGS = (".yaml", ".yml")


def load_rules(files: Mapping[str, bytes], *, tz: str = "UTC", more_kinds: MoreKinds = dict) -> Loaded:
    """Load rule files, given as name (with `/` between folders) to bytes; other endings are passed over.

    Days are days in the zone `tz` unless a promise or its folder says otherwise. A file with an error gives
    nothing to the rule set, nor does a file that rests on one; all others do. Never raises for what files hold.
    `more_kinds` gives the kinds of source that installed packages add, and is asked only for a kind not ours.
    """
    with _collector_paused():
        return _load(files, tz, more_kinds)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking nodes again and again: all of them live to the end of loading.

    Measured on 2,000 promises in 200 files, this takes away half of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(files: Mapping[str, bytes], tz: str, more_kinds: MoreKinds) -> Loaded:
    read = _read(files, tz, frozenset(), more_kinds)
    problems = tuple(problem for file in read.files for problem in file.page.all_problems())
    broken = read.broken
    if any(file.gives_names for file in read.files if file.name in broken):
        # names of a file with errors must not colour what the others mean: once more, without them
        read = _read(files, tz, frozenset(broken), more_kinds)
    rules = _clean_rules(read, files, broken | read.broken)
    return Loaded(rules, (*problems, *remarks_on(rules)))


@dataclass(frozen=True, slots=True)
class _Read:
    files: tuple[File, ...]
    folder: Folder
    names: Names
    built: tuple[tuple[PromiseDraft, Built], ...]
    tried: tuple[Tried, ...]

    @property
    def broken(self) -> set[str]:
        return {file.name for file in self.files if file.page.count}


def _read(files: Mapping[str, bytes], tz: str, nameless: frozenset[str], more_kinds: MoreKinds) -> _Read:
    """Read all files, taking no names from those in `nameless`."""
    parsed = tuple(_parsed(name, files[name]) for name in sorted(files) if name.lower().endswith(ENDINGS))
    names = read_names(file for file in parsed if file.name not in nameless)
    folder = Folder(more_kinds)
    for file in parsed:
        folder.read(file, names)
    built = _build(folder, tz, [file.name for file in parsed if file.root is None and file.page.count])
    check_replacements(built)
    tried = tuple(_examples(folder, built))
    uses = [(draft.page, each.uses) for draft, each in built] + [(each.page, each.uses) for each in tried]
    _spread(uses, parsed)
    return _Read(parsed, folder, names, tuple(built), tried)


def _examples(folder: Folder, built: Sequence[tuple[PromiseDraft, Built]]) -> Iterator[Tried]:
    promises = {each.promise.id: each.promise for _, each in built}
    places = {name: place for (kind, name), place in folder.places.items() if kind == "promise"}
    yield from read_examples(
        folder.examples, promises, places, [source.for_judging for source in folder.sources.values()]
    )


def _clean_rules(read: _Read, files: Mapping[str, bytes], broken: set[str]) -> RuleSet:
    clean = {file.name for file in read.files} - broken
    folder = read.folder
    return RuleSet(
        promises=tuple(each.promise for draft, each in read.built if draft.page.file in clean),
        sources=tuple(source for source in folder.sources.values() if _file(source.position) in clean),
        names=read.names,
        files={name: hashlib.sha256(files[name]).hexdigest() for name in sorted(clean)},
        statements={key: each for key, each in folder.statements.items() if each.position.file in clean},
        rules={key: each for key, each in folder.rules.items() if each.position.file in clean},
        examples=tuple(each.example for each in read.tried if each.page.file in clean),
        doubts=tuple(_doubts(read, {name for name in clean if may_hold_doubts(files[name])})),
        allowed={
            each.promise.id: allowed
            for draft, each in read.built
            if draft.page.file in clean and (allowed := draft.fields.get(keys.ALLOW))
        },
    )


def _doubts(read: _Read, files: set[str]) -> Iterator[Doubt]:
    for draft, each in read.built if files else ():
        if draft.page.file in files:
            yield from doubts_in(draft.fields.table, draft.page.file, each.promise.id)
    for rule in read.folder.rules.values() if files else ():
        if rule.position.file in files:
            yield from doubts_in(rule.body, rule.position.file, "")


def load_promise(
    mapping: Mapping[str, object], *, rules: RuleSet | None = None, tz: str = "UTC", file: str = "logged"
) -> Loaded:
    """Load one promise given as plain values in the shape of a rule file.

    It may use statements and rules of `rules`. The rule set returned holds that promise alone, or nothing if there
    are problems (located in `file`).
    """
    around = RuleSet() if rules is None else rules
    page = Page(file, around.names)
    surroundings = Surroundings(tz, around.statements, around.rules)
    try:
        fields = read_record(keys.PROMISE, node_of(mapping), page)
        promise = build_promise(fields, page, surroundings).promise
        return Loaded(RuleSet(promises=(promise,), names=around.names))
    except NotANode as error:
        page.note(Problem(Position(file), f"this promise cannot be read: {error}"))
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return Loaded(RuleSet(names=around.names), page.all_problems())


def _parsed(name: str, data: bytes) -> File:
    page = Page(name)
    return File(name, page, read_yaml(page, data))


def _file(position: Position | None) -> str:
    return "" if position is None else position.file


def _build(folder: Folder, tz: str, unread: Sequence[str]) -> list[tuple[PromiseDraft, Built]]:
    around: dict[str, Surroundings] = {}
    built: list[tuple[PromiseDraft, Built]] = []
    filled = Surroundings().filled
    for draft in folder.promises:
        where = folder_of(draft.page.file)
        if where not in around:
            around[where] = Surroundings(
                tz=tz,
                statements=folder.statements,
                rules=folder.rules,
                defaults=folder.defaults.get(where, Defaults()),
                broken_rules=folder.broken_rules,
                broken_statements=folder.broken_statements,
                unread=tuple(unread),
                filled=filled,
            )
        try:
            built.append((draft, build_promise(draft.fields, draft.page, around[where])))
        except Failed:
            continue
    return built


def _spread(resting: Sequence[tuple[Page, Sequence[Use]]], files: Sequence[File]) -> None:
    """Note where a promise or an example rests on a file with errors, until nothing more falls with it."""
    broken = {file.name for file in files if file.page.count}
    fallen = True
    while fallen:
        fallen = False
        for page, uses in resting:
            if page.file in broken:
                continue
            for use in uses:
                if use.file in broken and use.file != page.file:
                    message = f"{use.what} stands in {use.file}, which has errors"
                    page.add(use.node, message, "mend that file first", "depends")
                    broken.add(page.file)
                    fallen = True
