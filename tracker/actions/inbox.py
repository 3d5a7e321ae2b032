"""Take in what a script posts: by its token as one source, each request once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.actions.collect import Collection, record_collection
from tracker.domain.collecting import Collected, CollectState, PassedOver
from tracker.domain.errors import BadInput, Problem, SourceFailed
from tracker.domain.sources import Source, SourceKind
from tracker.language.report_files import read_reports
from tracker.sources.own_reports import of_source
from tracker.sources.plain_text import start_of_line
from tracker.sources.problem_lists import shortened
from tracker.store.canonical import hash_of
from tracker.store.commits import Commit
from tracker.store.coverage_rows import load_sources
from tracker.store.inbox_rows import KeptAnswer, find_answer, find_token, keep_answer
from tracker.store.passed_over_rows import write_passed_over
from tracker.store.store import Store

ENDINGS: Mapping[str, str] = {
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "application/yaml": ".yaml",
}
"""Media types that are read, and the kind of file each of them is."""

LONGEST_KEY = 200


class UnreadMedia(BadInput):
    """What was posted is of a type that is not read."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever shows a token that holds: the source it speaks for."""

    token: int
    source: Source


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a request: the HTTP status and a JSON object."""

    status: int
    data: Mapping[str, object]


def caller_of(store: Store, secret: str) -> Caller | None:
    """Return who shows this token; None if it is none, was revoked, or its source takes nothing in."""
    with store.read() as connection:
        found = find_token(connection, secret)
        if found is None:
            return None
        source = next((each for each in load_sources(connection) if each.id == found[1]), None)
    return None if source is None or source.kind != SourceKind.INBOX else Caller(found[0], source)


def take_post(store: Store, caller: Caller, body: bytes, media: str, now: datetime, *, key: str = "") -> Answer:
    """Store the reports of a request and answer how many were new; raises BadInput for a request that is none.

    What can be read goes in, what cannot is named in the answer and in the source's history. An empty list says
    that the source looked and there was nothing: it was listened to. With a `key` the same request gets the same
    answer for a week; another body under that key is refused. A type that is not read raises UnreadMedia.
    """
    ending = ENDINGS.get(media.partition(";")[0].strip().lower())
    if ending is None:
        raise UnreadMedia(
            f"reports of type {media[:100] or 'nothing'} are not read", "one of " + ", ".join(ENDINGS)
        )
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise BadInput("the idempotency key cannot be used", f"at most {LONGEST_KEY} printable characters")
    body_hash = hash_of(f"{ending}|{body.hex()}")
    held = _held(store, caller, key)
    if held is None:
        held = _taken_in(store, caller, body, ending, now, key, body_hash)
    if held.body_hash != body_hash:
        raise BadInput("this idempotency key was used for another request", "take a new key for each request")
    return Answer(held.status, json.loads(held.answer))


def _held(store: Store, caller: Caller, key: str) -> KeptAnswer | None:
    if not key:
        return None
    with store.read() as connection:
        return find_answer(connection, caller.token, key)


def _taken_in(
    store: Store, caller: Caller, body: bytes, ending: str, now: datetime, key: str, body_hash: str
) -> KeptAnswer:
    source = caller.source
    read = read_reports(f"post{ending}", body, source=source.id)
    reports = tuple(of_source(each, source) for each in read.reports)
    problems = shortened([str(problem) for problem in read.problems])
    passed = _passed_over(read.problems, body, body_hash)
    outcome: Collected | SourceFailed
    if problems and not reports:
        outcome = SourceFailed(f"nothing in what was posted could be read: {problems[0]}")
    else:
        outcome = Collected(reports, CollectState(last_success=now), problems, passed)
    answers: list[KeptAnswer] = []

    def keep(commit: Commit, done: Collection) -> None:
        answers.append(_answer(source, done, read.problems, body_hash))
        if done.failed:
            write_passed_over(commit, source.id, passed, ())
        if key:
            keep_answer(commit, caller.token, key, answers[0])

    record_collection(store, source, outcome, now, also=keep)
    return _held(store, caller, key) or answers[0]


def _passed_over(problems: Sequence[Problem], body: bytes, body_hash: str) -> tuple[PassedOver, ...]:
    """Return what was refused of a post, with its line; another post is told apart by its hash."""
    lines = body.splitlines() if problems else []
    return tuple(
        PassedOver(
            f"post {body_hash[:8]}:{each.position.line}",
            f"{each.message}{f' ({each.hint})' if each.hint else ''}",
            start_of_line(lines, each.position.line),
            str(each.position),
        )
        for each in problems
    )


def _answer(source: Source, done: Collection, problems: tuple[Problem, ...], body_hash: str) -> KeptAnswer:
    brought = done.ingested
    data = {
        "source": source.id,
        "new": brought.new,
        "changed": brought.changed,
        "same": brought.same,
        "refused": [
            {
                "line": each.position.line,
                "column": each.position.column,
                "problem": each.message,
                "cure": each.hint,
            }
            for each in problems[:50]
        ],
        "refused_in_all": len(problems),
    }
    return KeptAnswer(body_hash, 422 if done.failed else 200, json.dumps(data))
