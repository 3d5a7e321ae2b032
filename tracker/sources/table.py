"""Tables (CSV, TSV) on the web or in a file: each row an item, and rows that did not change cost nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from tracker.domain.collecting import Collected, CollectState
from tracker.domain.errors import SourceFailed
from tracker.domain.source_kinds import Ask
from tracker.domain.sources import Source
from tracker.language.pages import nearest
from tracker.sources.asking import with_params
from tracker.sources.charset import decoded
from tracker.sources.items import reports_of
from tracker.sources.mapping import Filler
from tracker.sources.problem_lists import shortened
from tracker.sources.seen_rows import SeenRows, digest_of
from tracker.sources.table_rows import Row, rows_of


class _Answer(NamedTuple):
    body: bytes
    content_type: str = ""
    etag: str = ""
    modified: str = ""


def collect_table(source: Source, state: CollectState, now: datetime, ask: Ask) -> Collected:
    """Read the rows that are new or changed; raises SourceFailed where the table cannot be had or is none."""
    seen = SeenRows.read(state.cursor, source)
    answer = _from_file(source) if source.path else _from_web(source, state if seen.fits else CollectState(), ask)
    if answer is None or digest_of(answer.body) == seen.whole:
        return Collected(state=replace(state, last_success=now))
    text, garbled = decoded(answer.body, answer.content_type)
    table = rows_of(text, source.columns, source.delimiter)
    _check_columns(source, table.columns)
    groups = _groups(source, table.rows)
    fresh = {name: rows for name, rows in groups.items() if _digest(rows) not in seen.rows}
    found = reports_of(source, (row.item for rows in fresh.values() for row in rows), now)
    problems = [*((garbled,) if garbled else ()), *table.problems, *found.problems]
    after = SeenRows(digest_of(answer.body), frozenset(_digest(rows) for rows in groups.values()))
    kept = CollectState(answer.etag, answer.modified, after.written(source), now)
    return Collected(found.reports, kept, shortened(problems), found.passed_over)


def _from_web(source: Source, state: CollectState, ask: Ask) -> _Answer | None:
    """Return the table; None if it did not change."""
    url = with_params(source.url, source.params) if source.params else source.url
    page = ask(url, etag=state.etag, modified=state.modified)
    if page.not_modified:
        return None
    headers = page.headers
    return _Answer(
        page.body, headers.get("content-type", ""), headers.get("etag", ""), headers.get("last-modified", "")
    )


def _from_file(source: Source) -> _Answer:
    try:
        # a pipe is not waited for, even if one stands in the file's place
        descriptor = os.open(source.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise SourceFailed(f"{source.path} is not a file", "give the table itself as `path`")
            body = file.read(source.max_bytes + 1)
    except OSError as error:
        raise SourceFailed(f"{source.path} cannot be read: {error.strerror}", "correct `path`") from None
    if len(body) > source.max_bytes:
        hint = "raise max_bytes of this source if that is as it should be"
        raise SourceFailed(f"{source.path} is larger than {source.max_bytes} bytes", hint)
    return _Answer(body)


def _check_columns(source: Source, columns: Iterable[str]) -> None:
    """Raise SourceFailed for a path that is no column: every fact would silently stay empty."""
    rules = [("report", name, rule) for name, rule in source.report.items()]
    rules += [("map", name, rule) for fact in source.facts for name, rule in fact.fields.items()]
    known = list(columns)
    for key, name, rule in rules:
        path = rule.path.strip()
        if path and path not in known:
            there = nearest(path, known) or "there are " + ", ".join(known)[:500]
            hint = f"change `{name}` under `{key}` of {source.id} to a column of the table: {there}"
            raise SourceFailed(f"the table has no column {path[:60]!r}", hint)


def _groups(source: Source, rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the rows that are one item: those of one id together, because one of them is taken for it."""
    rule = source.report.get("id")
    own = None if rule is None else Filler.of("id", rule, str.strip)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        name = own.found(row.item.fields) if own is not None and not row.item.wrong else ""
        groups.setdefault(f"id {name}" if name else f"row {row.digest.hex()}", []).append(row)
    return groups


def _digest(rows: list[Row]) -> bytes:
    return rows[0].digest if len(rows) == 1 else digest_of(b"".join(row.digest for row in rows))
