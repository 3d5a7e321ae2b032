"""Writing judgements down: verdict log, episodes, alerts and the present verdict, all in one commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from tracker.actions.announcing import Announcement
from tracker.actions.composing import Alerted, Course, announcements_of
from tracker.actions.judging_plan import could_listening_change
from tracker.actions.replaying import Cause, Moment
from tracker.actions.transitions import Told, why_part_told, why_told
from tracker.domain.alerts import Transition
from tracker.domain.statuses import ALARMS, Phase, Status
from tracker.domain.verdicts import Judgement, Verdict
from tracker.engine.standing_parts import EDITED, TAKEN_BACK, no_longer_part, parts_of, spoken_for
from tracker.store.commits import Commit
from tracker.store.judged_rows import Due
from tracker.store.micros import to_micros
from tracker.store.promise_rows import Logged
from tracker.store.verdict_batch import (
    WHOLE,
    Stood,
    VerdictBatch,
    Which,
    flags_json,
    flags_of,
    judged_rows,
    open_episodes,
)


class Judging(NamedTuple):
    """A due promise with the judgements made of it, oldest first.

    `stood` are its parts as they stood when it was last judged, where that was not written down then.
    """

    due: Due
    logged: Logged
    moments: tuple[Moment, ...]
    stood: tuple[Verdict, ...] = ()


@dataclass(slots=True)
class _Present:
    """A row of the present verdicts while it is brought up to date."""

    row_id: int
    told: Told
    since: int | None
    episode: int | None = None


@dataclass(frozen=True, slots=True)
class _Under:
    """A promise under way: its rows, what each went through so far, and the newest verdict of each part."""

    logged: Logged
    rows: dict[Which, _Present]
    courses: dict[str, Course]
    parts: dict[str, Verdict]

    @property
    def has_parts(self) -> bool:
        """Say whether some part of it was judged before."""
        return any(instance for instance, _ in self.rows)


_SETTLED = {"dirty_at": None, "dirty_to": None, "hold_until": None, "fails": 0, "error": ""}
"""What a judgement leaves nothing of."""


class Recorder:
    """Records judgements in one commit; those whose promise was touched meanwhile are left for the next pass."""

    def __init__(self, commit: Commit, judged: Sequence[Judging], public_url: str) -> None:
        self._public_url = public_url
        self._batch = VerdictBatch(commit)
        ids = [each.due.promise_id for each in judged]
        self._rows = judged_rows(commit.connection, ids)
        can_alert = (row.id for rows in self._rows.values() for (_, reading), row in rows.items() if not reading)
        self._episodes = open_episodes(commit.connection, can_alert)
        self.transitions: list[Transition] = []
        self.recorded = 0

    def record(self, judging: Judging, now: datetime) -> Sequence[Announcement]:
        """Record one promise's judgements and return what people are to be told, if anything."""
        rows = self._rows[judging.due.promise_id]
        if rows[WHOLE].touched != judging.due.touched:
            return ()
        self.recorded += 1
        under = _Under(judging.logged, {which: self._present(row) for which, row in rows.items()}, {}, {})
        for part in judging.stood:
            self._change(under, part, Cause.BASELINE)
            under.parts[part.instance] = part
        for moment in judging.moments:
            self._record_moment(under, moment)
        self._settle(judging, under, now)
        if not any(course.alerts for course in under.courses.values()):
            return ()
        newest = judging.moments[-1].judgement
        for name, course in under.courses.items():
            course.newest = Judgement(under.parts[name]) if name else newest
        standing = {name: each.status for name, each in under.parts.items()}
        spoken = spoken_for(newest.headline.status, standing) if standing else {}
        return announcements_of(under.logged, under.courses, spoken, self._public_url)

    def write(self) -> None:
        """Put everything recorded into the commit."""
        self._batch.write()

    def _record_moment(self, under: _Under, moment: Moment) -> None:
        judgement = moment.judgement
        self._hear(under, judgement, moment)
        for verdict in judgement.readings:
            self._change(under, verdict, moment.cause)
        if not judgement.instances and not under.has_parts:
            return
        parts = parts_of(judgement)
        for part in parts:
            self._hear(under, Judgement(part), moment)
            under.parts[part.instance] = part
        for part in _gone(under, parts, moment):
            self._hear(under, Judgement(part), moment, is_gone=True)
            under.parts[part.instance] = part

    def _hear(self, under: _Under, judgement: Judgement, moment: Moment, *, is_gone: bool = False) -> None:
        """Note how the whole or one part stands, the judgement's headline, with its episode and its alert."""
        verdict, cause = judgement.headline, moment.cause
        present = self._row(under, verdict)
        old, had_episode = present.told.status, present.episode is not None
        verdict_id = self._change(under, verdict, cause)
        if verdict_id is None:
            return
        course = under.courses.setdefault(verdict.instance, Course(old, had_episode, judgement))
        if verdict.instance:
            why = why_part_told(old, verdict.status, cause, is_gone=is_gone)
        else:
            why = why_told(old, verdict.status, cause)
        is_alarm = verdict.status in ALARMS
        # A part's alarm that nobody was told of has no episode: there is nothing to be reminded of.
        if is_alarm and not had_episode and (why is not None or not verdict.instance):
            present.episode = self._batch.open_episode(present.row_id, verdict_id)
        episode = present.episode
        if not is_alarm and episode is not None:
            self._batch.close_episode(episode, verdict_id)
            present.episode = None
        if why is not None:
            alert = self._batch.add_alert(verdict_id, episode, why)
            course.alerts.append(Alerted(alert, why, judgement, moment.at, cause, episode))

    def _change(self, under: _Under, verdict: Verdict, cause: Cause) -> int | None:
        """Log a verdict that differs from the present one and return its id."""
        present = self._row(under, verdict)
        new, old = Told.of(verdict), present.told
        if new == old:
            return None
        verdict_id = self._batch.add_verdict(
            present.row_id, verdict, old.status, new.flags, under.logged.ver, str(cause)
        )
        self.transitions.append(
            Transition(
                verdict.promise,
                verdict.instance,
                verdict.reading,
                old.status,
                verdict.status,
                verdict.at,
                verdict.reason.text,
            )
        )
        if old.status is not new.status:
            present.since = to_micros(verdict.at)
        present.told = new
        return verdict_id

    def _row(self, under: _Under, verdict: Verdict) -> _Present:
        which = verdict.instance, verdict.reading or ""
        present = under.rows.get(which)
        if present is None:
            row_id = self._batch.add_judged(under.logged.promise.id, which)
            present = under.rows[which] = _Present(row_id, Told(), None)
        return present

    def _present(self, row: Stood) -> _Present:
        status = None if row.status is None else Status(row.status)
        told = Told(status, flags_of(row.flags))
        return _Present(row.id, told, row.since, self._episodes.get(row.id))

    def _settle(self, judging: Judging, under: _Under, now: datetime) -> None:
        due, logged = judging.due, judging.logged
        done = {"promise_ver": logged.ver, "judged_at": to_micros(now)}
        if not judging.moments:
            self._batch.settle(
                due.id, due.touched, {**done, **_SETTLED, "boundary_at": None, "next_check_at": None}
            )
            return
        last = judging.moments[-1].judgement
        boundary = to_micros(last.headline.next_boundary)
        self._batch.settle(
            due.id,
            due.touched,
            {
                **done,
                **_SETTLED,
                "boundary_at": boundary,
                "next_check_at": boundary,
                "hears": could_listening_change(logged.promise, last),
                **self._shown(under, last.headline),
            },
        )
        for verdict in (*last.readings, *_to_show(judging, under)):
            row_id = self._row(under, verdict).row_id
            self._batch.settle(row_id, 0, {**done, **self._shown(under, verdict)})

    def _shown(self, under: _Under, verdict: Verdict) -> dict[str, Any]:
        present = self._row(under, verdict)
        return {
            "status": str(verdict.status),
            "flags": flags_json(present.told.flags),
            "since": present.since,
            "body": self._batch.body(verdict),
        }


def _gone(under: _Under, parts: Sequence[Verdict], moment: Moment) -> Iterator[Verdict]:
    """Yield what stands of parts that are in the store and not among those judged."""
    present = {part.instance for part in parts}
    headline = moment.judgement.headline
    why = {Cause.RETIRED: headline.reason, Cause.RULE: EDITED}.get(moment.cause, TAKEN_BACK)
    for (instance, reading), row in list(under.rows.items()):
        if instance and not reading and instance not in present and row.told.status not in (None, Status.VOID):
            yield no_longer_part(headline.promise, instance, headline.at, why)


def _to_show(judging: Judging, under: _Under) -> Iterator[Verdict]:
    """Yield the parts whose present verdict is to be written: what changed, and what may yet be worded anew."""
    new = {part.instance for part in judging.stood}
    for name, verdict in under.parts.items():
        if name in under.courses or name in new or verdict.phase is not Phase.CLOSED:
            yield verdict
