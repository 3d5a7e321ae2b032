"""How the whole fares: rule files, sources, promises that cannot be judged, the outbox, and who runs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from tracker.actions.source_health import Liveness, load_liveness
from tracker.domain.liveness import Ailment
from tracker.domain.sources import Source
from tracker.store.coverage_rows import grace, load_sources
from tracker.store.leases import Holder, who_holds
from tracker.store.opening import HEAD
from tracker.store.outbox_health import OutboxState, load_outbox_state
from tracker.store.passed_over_rows import load_passed_over
from tracker.store.rule_file_rows import RuleFileState, load_rule_files
from tracker.store.showing_rows import load_listed
from tracker.store.source_rows import SourceState, load_states
from tracker.store.store import Store
from tracker.store.tables.sources import collection

LOOKING_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as people ask about it: how it stands, whether it is silent now, what its last answer lacked."""

    source: Source
    state: SourceState
    silent: bool
    problems: tuple[str, ...] = ()
    kept_aside: int = 0
    """How many items broke a rule within LOOKING_BACK and could not be used since."""
    liveness: Liveness = field(default_factory=Liveness)

    @property
    def unlike_itself(self) -> tuple[str, ...]:
        """Return in what it is unlike itself though it answers, in sentences that begin after its name."""
        ailing = (each.symptom for each in self.liveness.ailing)
        return tuple(each.says for each in ailing if each.ailment is not Ailment.FAILING)

    @property
    def last_success(self) -> datetime | None:
        """Return when it last answered."""
        return self.state.state.last_success


@dataclass(frozen=True, slots=True)
class SetAside:
    """A promise that could not be judged, why, and when it is tried again."""

    promise: str
    error: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """What `doctor` reports on the store; empty parts are well."""

    version: str
    last_commit: datetime | None
    promises: int
    holder: Holder | None = None
    rule_files: tuple[RuleFileState, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict)
    """How many promises stand at each status; those not judged yet are left out."""
    outbox: OutboxState = field(default_factory=OutboxState)

    @property
    def broken_files(self) -> tuple[RuleFileState, ...]:
        """Return the rule files whose present content has errors."""
        return tuple(each for each in self.rule_files if each.problems)


def health(store: Store, now: datetime) -> Health:
    """Return how the store fares at `now`."""
    last = store.last_commit()[1]
    with store.read() as connection:
        logged = {name: each for name, each in store.shelf.fresh(connection)[1].items() if not each.retired}
        listed = load_listed(connection, logged)
        return Health(
            version=HEAD,
            last_commit=last,
            promises=len(logged),
            holder=who_holds(connection, now),
            rule_files=tuple(load_rule_files(connection).values()),
            set_aside=tuple(
                SetAside(name, each.error, each.next_check_at) for name, each in listed.items() if each.error
            ),
            sources=_source_lines(connection, now),
            statuses=Counter(each.status.value for each in listed.values() if each.status),
            outbox=load_outbox_state(connection),
        )


def source_lines(store: Store, now: datetime) -> tuple[SourceLine, ...]:
    """Return the sources in force and how each fares, in order of id."""
    with store.read() as connection:
        return _source_lines(connection, now)


def outbox_state(store: Store) -> OutboxState:
    """Return how the outbox fares."""
    with store.read() as connection:
        return load_outbox_state(connection)


def _source_lines(connection: Connection, now: datetime) -> tuple[SourceLine, ...]:
    states, liveness = load_states(connection), load_liveness(connection, now)
    lines = []
    for source in load_sources(connection):
        state = states[source.id]
        heard = state.state.last_success
        silent = heard is None or now - heard > grace(source)
        problems = _problems(connection, source.id)
        aside = len(load_passed_over(connection, source.id, now - LOOKING_BACK))
        lines.append(SourceLine(source, state, silent, problems, aside, liveness[source.id]))
    return tuple(lines)


def _problems(connection: Connection, source_id: str) -> tuple[str, ...]:
    last = connection.execute(
        select(collection.c.problems)
        .where(collection.c.source_id == source_id)
        .order_by(collection.c.at.desc(), collection.c.id.desc())
        .limit(1)
    ).scalar()
    return () if last is None else tuple(json.loads(last))
