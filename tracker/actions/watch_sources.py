"""Watch over the sources: tell whoever looks after one that it fails or is unlike itself, and when it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tracker.actions.hearing import promises_needing
from tracker.actions.source_messages import Told, source_messages
from tracker.domain.alerts import Target
from tracker.domain.liveness import Ailment, Episode, Symptom, Vitals
from tracker.domain.sources import Source
from tracker.engine.ailing import is_over, recovery_words, symptoms
from tracker.engine.rhythm import learn
from tracker.store.coverage_rows import grace, load_coverage, load_sources
from tracker.store.episode_rows import (
    close_episode,
    last_since,
    last_told,
    load_episodes,
    load_untold,
    mark_told,
    open_episode,
)
from tracker.store.micros import to_micros
from tracker.store.outbox_rows import enqueue
from tracker.store.rhythm_rows import Learnt, load_bursts, load_learnt, load_seen, load_vitals, write_learnt
from tracker.store.source_rows import load_states
from tracker.store.store import Store

LEARN_AGAIN = timedelta(days=1)
"""How old what was learnt of a source may be."""

PAUSE = timedelta(minutes=10)
"""After a message about sources the next one waits so long: what fails together is told together."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a look at the sources found: episodes that began and ended, and the messages that tell of them."""

    begun: int = 0
    ended: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class _Looked:
    """One source as it was found: what was learnt anew, what begins, what is over."""

    source: Source
    vitals: Vitals
    learnt: Learnt | None
    begins: tuple[Symptom, ...]
    over: tuple[Episode, ...]


def watch_sources(
    store: Store,
    now: datetime,
    *,
    targets_of: Callable[[str], Sequence[Target]],
    owner: str = "",
) -> Watched:
    """Look how every source fares; open and close episodes, and put what people are to be told into the outbox.

    `targets_of` says where the owner of a source is reached; `owner` looks after sources that name nobody. Each
    episode is told once when it begins and once when it is over, sources of one owner together. Coverage is not
    changed: an analyst may deny what a source that is unlike itself said.
    """
    with store.read() as connection:
        sources = load_sources(connection)
        looked = _look(connection, sources, now)
        gone = _of_gone_sources(connection, sources)
        talk = _may_talk(connection, now)
        waiting = talk and bool(load_untold(connection))
    changed = [each for each in looked if each.learnt or each.begins or each.over]
    if not (changed or gone or waiting):
        return Watched()
    with store.write(now, "watch sources") as commit:
        for each in changed:
            if each.learnt is not None:
                write_learnt(commit, each.source.id, each.learnt)
            for symptom in each.begins:
                open_episode(commit, each.source.id, symptom, to_micros(symptom.since))
            for episode in each.over:
                close_episode(commit, episode)
        for episode in gone:
            close_episode(commit, episode)
            mark_told(commit, (), [episode])  # nobody asks it any more: its end is no news
        begun, ended = sum(len(each.begins) for each in looked), sum(len(each.over) for each in looked)
        if not talk:
            return Watched(begun, ended)
        untold = load_untold(commit.connection)
        told = _told(store, commit.connection, untold, {each.source.id: each for each in looked}, owner)
        messages = source_messages(told, targets_of, commit.seq)
        enqueue(commit, messages)
        mark_told(
            commit,
            [each for each in untold if each.closed is None],
            [each for each in untold if each.closed is not None],
        )
        return Watched(begun, ended, len(messages))


def _look(connection: Connection, sources: Sequence[Source], now: datetime) -> list[_Looked]:
    states, known = load_states(connection), load_learnt(connection)
    lasting: dict[str, list[Episode]] = {}
    for each in load_episodes(connection, only_open=True):
        lasting.setdefault(each.source, []).append(each)
    looked = []
    for source in sources:
        if source.id not in states or states[source.id].last_attempt is None:
            continue
        learnt = known.get(source.id)
        fresh = None
        if learnt is None or not timedelta() <= now - learnt.at < LEARN_AGAIN:
            learnt = fresh = Learnt(
                now, learn(load_bursts(connection, source.id, now), load_seen(connection, source.id))
            )
        vitals = load_vitals(connection, source.id, states[source.id], now)
        found = symptoms(vitals, learnt.rhythm, source.for_judging.every or timedelta(), grace(source), now)
        held = lasting.get(source.id, [])
        over = tuple(each for each in held if is_over(each.symptom, vitals) and _may_end(each))
        ill = {each.symptom.ailment for each in held}
        begins = tuple(each for each in found if each.ailment not in ill and _is_news(connection, source.id, each))
        looked.append(_Looked(source, vitals, fresh, begins, over))
    return looked


def _may_end(episode: Episode) -> bool:
    """Say whether an episode may end: a change of ids is done at once and has to be told all the same."""
    return episode.symptom.ailment is not Ailment.RENAMED or episode.told is not None


def _is_news(connection: Connection, source: str, symptom: Symptom) -> bool:
    """Say whether a symptom is another than the one an earlier episode was about."""
    if symptom.ailment is not Ailment.RENAMED:
        return True
    before = last_since(connection, source, symptom.ailment)
    return before is None or symptom.since > before


def _of_gone_sources(connection: Connection, sources: Sequence[Source]) -> list[Episode]:
    present = {source.id for source in sources}
    return [each for each in load_episodes(connection, only_open=True) if each.source not in present]


def _may_talk(connection: Connection, now: datetime) -> bool:
    last = last_told(connection)
    return last is None or now - last >= PAUSE


def _told(
    store: Store, connection: Connection, untold: Sequence[Episode], looked: Mapping[str, _Looked], owner: str
) -> list[Told]:
    coverage = load_coverage(connection)
    logged = [each.promise for each in store.shelf.fresh(connection)[1].values() if not each.retired]
    told = []
    for each in untold:
        at = looked.get(each.source)
        if at is None:
            continue
        says = each.symptom.says if each.closed is None else recovery_words(each.symptom, at.vitals)
        needed = promises_needing(logged, coverage, each.source)
        told.append(Told(each, at.source.owner or owner, says, needed))
    return told
