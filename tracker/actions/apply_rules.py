"""Put the clean rule files into force; a file with errors keeps its last good version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.actions.questions import lapse_unasked
from tracker.actions.rule_messages import news_of, rule_messages
from tracker.actions.scanning import scan_stored_reports
from tracker.domain.alerts import Target
from tracker.domain.criteria import Position
from tracker.domain.errors import Problem, Severity
from tracker.domain.promises import Names, Promise
from tracker.language.ruleset import Loaded
from tracker.store.canonical import meaning_hash, to_json
from tracker.store.commits import Commit
from tracker.store.judged_rows import make_due, put_off
from tracker.store.outbox_rows import enqueue
from tracker.store.promise_rows import (
    FILE,
    STORE,
    Logged,
    load_names,
    load_promises,
    match_all_again,
    move,
    retire,
    write_names,
    write_version,
)
from tracker.store.rule_file_rows import load_rule_files, write_rule_files
from tracker.store.source_rows import write_sources
from tracker.store.store import Store

TargetsOf = Callable[[str], Sequence[Target]]
"""Where an owner is told; an empty name means whoever gets everything."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of applying rules: ids of promises added, changed and retired, and what is wrong, everything.

    `names` and `sources` say whether those in force changed; `failing` names examples that fail, where they were
    run; `places` has the file of each of these ids.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    names: bool = False
    sources: bool = False
    failing: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing in force changed."""
        return not (self.added or self.changed or self.retired or self.names or self.sources)


def apply_rules(
    store: Store,
    loaded: Loaded,
    now: datetime,
    *,
    actor: str = "deedline",
    targets_of: TargetsOf | None = None,
    owner: str = "",
) -> Applied:
    """Put rules into force as known from `now` (aware UTC) on.

    With `targets_of` whoever looks after a file that turned wrong or right is told, once; `owner` looks after
    files whose promises name nobody.

    Versions are told apart by meaning: an edit of layout, comments or order is nothing. A promise that is gone
    from the files is retired by a version of its own. What a file with errors held before stays in force. Applying
    the same rules again is nothing.
    """
    errors = [each for each in loaded.problems if each.severity is Severity.ERROR]
    broken = frozenset(each.position.file for each in errors)
    with store.write(now, "apply rules", actor) as commit:
        held = load_promises(commit.connection)
        wanted, conflicts = _wanted(loaded.rules.promises, held)
        names = _write_names(commit, loaded.rules.names, bool(broken))
        applied = _write_promises(commit, wanted, held, broken, (*loaded.problems, *conflicts))
        sources = write_sources(commit, loaded.rules.sources, broken)
        seen = load_rule_files(commit.connection)
        write_rule_files(commit, loaded.rules.files, _by_file([*errors, *conflicts]))
        if targets_of is not None:
            emptied = _emptied(applied.retired, held, wanted)
            news = news_of(seen, load_rule_files(commit.connection), _owners(held), owner, emptied)
            enqueue(commit, rule_messages(news, targets_of, commit.seq))
    scan_stored_reports(store, now)
    return replace(applied, names=names, sources=sources)


def _owners(held: Mapping[str, Logged]) -> dict[str, list[str]]:
    """Return the owner of every promise of a file in force, by file."""
    found: dict[str, list[str]] = {}
    for each in held.values():
        if each.owner == FILE and not each.retired and each.file:
            found.setdefault(each.file, []).append(each.promise.owner)
    return found


def _emptied(retired: Sequence[str], held: Mapping[str, Logged], wanted: Mapping[str, Promise]) -> set[str]:
    """Return the files of retired promises that hold none any more."""
    filled = {each.position.file for each in wanted.values() if each.position is not None}
    return {file for name in retired if (file := held[name].file)} - filled


def _wanted(promises: tuple[Promise, ...], held: Mapping[str, Logged]) -> tuple[dict[str, Promise], list[Problem]]:
    """Return the promises that may be put into force, and a problem for each whose id the store owns."""
    wanted: dict[str, Promise] = {}
    conflicts = []
    for promise in promises:
        before = held.get(promise.id)
        if before is not None and before.owner == STORE and not before.retired:
            place = promise.position or Position("rules")
            message = f"the promise {promise.id} was logged by hand and belongs to the store"
            conflicts.append(Problem(place, message, "take another id", code="owned_by_store"))
        else:
            wanted[promise.id] = promise
    return wanted, conflicts


def _write_promises(
    commit: Commit,
    wanted: Mapping[str, Promise],
    held: Mapping[str, Logged],
    broken: frozenset[str],
    problems: tuple[Problem, ...],
) -> Applied:
    added, changed = [], []
    for promise in wanted.values():
        before = held.get(promise.id)
        if before is None or before.retired:
            write_version(commit, promise, before, FILE)
            added.append(promise.id)
        elif before.hash != meaning_hash(promise):
            write_version(commit, promise, before, FILE)
            changed.append(promise.id)
        elif before.promise.position != promise.position:
            move(commit, promise)
    gone = [
        each
        for each in held.values()
        if each.owner == FILE and not each.retired and each.promise.id not in wanted and each.file not in broken
    ]
    for each in gone:
        retire(commit, each)
    lapse_unasked(commit, [each.promise for each in gone], in_force=False)
    retired = tuple(each.promise.id for each in gone)
    put_off(commit.connection, (*added, *changed))
    if retired:
        make_due(commit.connection, retired, commit.at)
    places = {name: wanted[name].position for name in (*added, *changed)}
    files = {name: place.file for name, place in places.items() if place} | {
        each.promise.id: each.file for each in gone
    }
    return Applied(tuple(added), tuple(changed), retired, problems, places=files)


def _write_names(commit: Commit, names: Names, some_broken: bool) -> bool:
    """Put names into force and say whether any changed.

    While a file has errors nobody knows which names it held: all known ones stay.
    """
    held = load_names(commit.connection)
    wanted = _joined(held, names) if some_broken else names
    if wanted == held or to_json(wanted) == to_json(held):
        return False
    write_names(commit, wanted)
    # What a report touches depends on the names: every promise is matched with the stored reports again.
    put_off(commit.connection, match_all_again(commit.connection))
    return True


def _joined(held: Names, new: Names) -> Names:
    kinds = held.aliases.keys() | new.aliases.keys()
    aliases = {kind: {**held.aliases.get(kind, {}), **new.aliases.get(kind, {})} for kind in sorted(kinds)}
    return Names(aliases, {**held.within, **new.within})


def _by_file(problems: list[Problem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.position.file, []).append(str(problem))
    return found
