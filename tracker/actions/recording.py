"""Writing judgements down: verdict log, episodes, alerts and the present verdict, all in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tracker.actions.announcing import Announcement
from tracker.actions.judging_plan import could_listening_change
from tracker.actions.replaying import Cause, Moment
from tracker.actions.transitions import Told, why_told
from tracker.domain.alerts import Transition, Why
from tracker.domain.statuses import ALARMS, Status
from tracker.domain.verdicts import Verdict
from tracker.engine.notices import notice
from tracker.store.commits import Commit
from tracker.store.judged_rows import Due
from tracker.store.micros import to_micros
from tracker.store.promise_rows import Logged
from tracker.store.verdict_batch import Stood, VerdictBatch, flags_json, flags_of, judged_rows, open_episodes

OLD = timedelta(days=1)
"""News that was published so long before it was stored fills the past in."""


class Judging(NamedTuple):
    """A due promise with the judgements made of it, oldest first."""

    due: Due
    logged: Logged
    moments: tuple[Moment, ...]


@dataclass(slots=True)
class _Present:
    """A row of the present verdicts while it is brought up to date."""

    row_id: int
    told: Told
    since: int | None
    episode: int | None = None


_SETTLED = {"dirty_at": None, "dirty_to": None, "hold_until": None, "fails": 0, "error": ""}
"""What a judgement leaves nothing of."""


class Recorder:
    """Records judgements in one commit; those whose promise was touched meanwhile are left for the next pass."""

    def __init__(self, commit: Commit, judged: Sequence[Judging], public_url: str) -> None:
        self._public_url = public_url
        self._batch = VerdictBatch(commit)
        ids = [each.due.promise_id for each in judged]
        self._rows = judged_rows(commit.connection, ids)
        self._episodes = open_episodes(commit.connection, (rows[""].id for rows in self._rows.values()))
        self.transitions: list[Transition] = []
        self.recorded = 0

    def record(self, judging: Judging, now: datetime) -> Announcement | None:
        """Record one promise's judgements and return what people are to be told, if anything."""
        due = judging.due
        rows = self._rows[due.promise_id]
        row = rows[""]
        if row.touched != due.touched:
            return None
        self.recorded += 1
        headline = _present(row)
        headline.episode = self._episodes.get(row.id)
        before, had_episode = headline.told.status, headline.episode is not None
        alerts: list[tuple[int, Why, Moment, int | None]] = []
        readings = {name: _present(each) for name, each in rows.items() if name}
        for moment in judging.moments:
            alert = self._headline(judging.logged, headline, moment)
            if alert is not None:
                alerts.append(alert)
            for verdict in moment.judgement.readings:
                self._reading(judging.logged, readings, verdict, moment.cause)
        self._settle(judging, headline, readings, now)
        if not alerts:
            return None
        _, why, moment, episode = alerts[-1]
        told_at = moment.judgement.headline
        newest = judging.moments[-1].judgement
        if len(alerts) > 1 and not had_episode:
            if newest.headline.status is before:
                return None  # it came and went unseen: nothing has changed for those who would read of it
            why = Why.FIRST  # all of it happened unseen: this is the first that people hear of it
        told = notice(
            judging.logged.promise,
            newest if newest.headline.status is told_at.status else moment.judgement,
            old=before,
            why=why,
            public_url=self._public_url,
            rule_version=judging.logged.ver,
        )
        if told.at != told_at.at:
            told = replace(told, at=told_at.at)
        statuses = (before, *(alert[2].judgement.headline.status for alert in alerts))
        return Announcement(
            told,
            tuple(alert[0] for alert in alerts),
            episode,
            judging.logged.promise,
            tuple(status for status in statuses if status in ALARMS and status is not told.status),
            _is_old_news(moment),
        )

    def write(self) -> None:
        """Put everything recorded into the commit."""
        self._batch.write()

    def _headline(
        self, logged: Logged, present: _Present, moment: Moment
    ) -> tuple[int, Why, Moment, int | None] | None:
        verdict = moment.judgement.headline
        old = present.told.status
        verdict_id = self._change(logged, present, verdict, moment.cause)
        if verdict_id is None:
            return None
        if verdict.status in ALARMS and present.episode is None:
            present.episode = self._batch.open_episode(present.row_id, verdict_id)
        episode = present.episode
        if verdict.status not in ALARMS and present.episode is not None:
            self._batch.close_episode(present.episode, verdict_id)
            present.episode = None
        why = why_told(old, verdict.status, moment.cause)
        if why is None:
            return None
        return self._batch.add_alert(verdict_id, episode, why), why, moment, episode

    def _reading(self, logged: Logged, readings: dict[str, _Present], verdict: Verdict, cause: Cause) -> None:
        name = verdict.reading or ""
        if name not in readings:
            readings[name] = _Present(self._batch.add_reading(logged.promise.id, name), Told(), None)
        self._change(logged, readings[name], verdict, cause)

    def _change(self, logged: Logged, present: _Present, verdict: Verdict, cause: Cause) -> int | None:
        """Log a verdict that differs from the present one and return its id."""
        new, old = Told.of(verdict), present.told
        if new == old:
            return None
        verdict_id = self._batch.add_verdict(
            present.row_id, verdict, old.status, new.flags, logged.ver, cause.value
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

    def _settle(self, judging: Judging, headline: _Present, readings: dict[str, _Present], now: datetime) -> None:
        due, logged = judging.due, judging.logged
        if not judging.moments:
            done = {"promise_ver": logged.ver, "judged_at": to_micros(now)}
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
                "promise_ver": logged.ver,
                "judged_at": to_micros(now),
                **_SETTLED,
                "boundary_at": boundary,
                "next_check_at": boundary,
                "hears": could_listening_change(logged.promise, last),
                **self._shown(headline, last.headline),
            },
        )
        for verdict in last.readings:
            present = readings[verdict.reading or ""]
            self._batch.settle(
                present.row_id,
                0,
                {"promise_ver": logged.ver, "judged_at": to_micros(now), **self._shown(present, verdict)},
            )

    def _shown(self, present: _Present, verdict: Verdict) -> dict[str, Any]:
        return {
            "status": verdict.status.value,
            "flags": flags_json(present.told.flags),
            "since": present.since,
            "body": self._batch.body(verdict),
        }


def _present(row: Stood) -> _Present:
    status = None if row.status is None else Status(row.status)
    return _Present(row.id, Told(status, flags_of(row.flags)), row.since)


def _is_old_news(moment: Moment) -> bool:
    """Say whether what decides was published a day or more before it was stored."""
    told = moment.judgement.headline
    published = [
        witness.account.report.published for witness in told.witnesses if witness.account.id in told.deciding
    ]
    return moment.cause is Cause.EVIDENCE and bool(published) and moment.at - max(published) >= OLD
