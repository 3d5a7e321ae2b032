"""Made-up histories for the laws: promises of every kind, and reports that differ, copy, correct and retract."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from tests.engine.asking import all_of, any_of, at_least, at_most, baseline, counted, happened, latest, none_of
from tests.engine.given import heard, leaving, listening, promise, reading, refraining
from tests.engine.telling import DUE, OPENS, deed, evening, figure, grade_of, month, morning, report
from tracker.domain.coverage import ASSUMED, Coverage, Listening
from tracker.domain.instants import TICK
from tracker.domain.promises import Interest, Kind, Promise
from tracker.domain.reports import Fact, Nature, ReportVersion
from tracker.domain.statuses import Flag, Status
from tracker.domain.values import Qualifier
from tracker.domain.verdicts import Judgement, Verdict

LAST = date(2016, 7, 10)
DAYS = [LAST - timedelta(days=back) for back in range(136)]
"""From 26 February on: the last days first, as those tell most of the story."""
PARTIES = {"mod-ru": Interest.SELF, "damascus": Interest.ALLY, "pentagon": Interest.ADVERSARY}
GONE = latest("gone", at_least(20), baseline=baseline(0))

PROMISES: tuple[Promise, ...] = (
    leaving(interest=PARTIES, needs=["wire"]),
    leaving(interest=PARTIES, needs=["wire"], undone_within=20),
    promise(
        reading(
            GONE,
            latest("half", at_least(10)),
            happened("halted"),
            happened("cancelled", sources=2),
            kept="gone",
            partly="half",
            broken="cancelled",
            at_risk="halted",
            due="2016-05-20",
        ),
        interest=PARTIES,
        needs=["wire"],
        undone_within=30,
    ),
    promise(
        reading(GONE, happened("halted"), kept="gone", at_risk="halted"), review_by="2016-06-01", interest=PARTIES
    ),
    promise(
        reading(
            counted("twice", at_least(2), "departure"),
            happened("cancelled"),
            latest("gone", at_least(20), sources=2),
            kept=all_of("twice", none_of("cancelled")),
            partly=any_of("twice", "gone"),
            cannot_verify="cancelled",
            due="2016-05-20",
        ),
        needs=["wire", "paper"],
    ),
    refraining(Kind.REFRAIN, until="2016-05-31", interest=PARTIES, needs=["wire"]),
    refraining(Kind.MAINTAIN, until=None, interest=PARTIES, needs=["wire"]),
    refraining(Kind.CLAIM, until=None, interest=PARTIES, needs=["wire"]),
    promise(
        reading(
            latest("many", at_least(15)), happened("halted"), kept="many", at_risk="halted", until="2016-05-31"
        ),
        kind=Kind.MAINTAIN,
        interest=PARTIES,
    ),
    promise(
        reading(counted("few", at_most(1), "strike"), kept="few", until="2016-05-31"),
        kind=Kind.REFRAIN,
        needs=["wire"],
    ),
    promise(
        reading(latest("gone", at_least(18)), name="against-36", kept="gone", due="2016-05-20"),
        reading(
            latest("gone", at_least(20)), name="against-40", kept="gone", due="2016-06-10", opens="2016-03-15"
        ),
        interest=PARTIES,
    ),
    promise(
        reading(
            latest("gone", at_least(20), also_accept=frozenset({Nature.ESTIMATE}), least_grade=grade_of("C")),
            kept="gone",
            due="2016-05-20",
        )
    ),
)

promises = st.sampled_from(PROMISES)
days_of_story = st.sampled_from(DAYS)
_EDGES = (morning(OPENS), evening(DUE), evening("2016-05-23"), evening("2016-05-31"), evening("2016-06-01"))
instants = st.one_of(
    st.builds(
        lambda day, hours: morning(day.isoformat()) + timedelta(hours=hours),
        days_of_story,
        st.sampled_from((0, 9, 23.5)),
    ),
    st.builds(lambda edge, ticks: edge + ticks * TICK, st.sampled_from(_EDGES), st.sampled_from((-1, 0, 1))),
)
"""Instants of judging: midnights, mornings, late evenings, and the edges of windows to the tick."""


def _facts() -> st.SearchStrategy[Fact]:
    on = st.one_of(
        days_of_story.map(lambda day: day.isoformat()), st.sampled_from([month(f"2016-0{n}") for n in (4, 5)])
    )
    nature = st.sampled_from(
        [Nature.OBSERVATION] * 5 + [Nature.ACT, Nature.ESTIMATE, Nature.ACCUSATION, Nature.CONCESSION]
    )
    origin = st.sampled_from([None] * 4 + ["mod-ru", "damascus", "pentagon", "reuters"])
    events = st.sampled_from(("departure", "cancelled", "halted", "strike", "calm"))
    occurrences = st.builds(
        lambda on, event, nature, origin: deed(on, event, nature, origin=origin), on, events, nature, origin
    )
    figures = st.builds(
        lambda number, on, nature, qualifier, origin: figure(
            number, on, nature=nature, qualifier=qualifier, origin=origin
        ),
        st.sampled_from((5, 12, 18, 19, 20, 25)),
        on,
        nature,
        st.sampled_from((Qualifier.EQ, Qualifier.EQ, Qualifier.ABOUT, Qualifier.AT_LEAST)),
        origin,
    )
    return st.one_of(occurrences, figures)


@dataclass(frozen=True)
class _Draft:
    facts: tuple[Fact, ...]
    source: str
    grade: str | None
    delay: int
    copy_of: int | None
    same_event: int | None
    corrects: int | None
    retracts: int | None
    by_hand: bool
    edited: bool


def _link(often: int) -> st.SearchStrategy[int | None]:
    """Return an earlier report's number, or mostly none."""
    return st.one_of(*[st.none()] * often, st.integers(0, 4))


drafts = st.builds(
    _Draft,
    st.lists(_facts(), min_size=1, max_size=2).map(tuple),
    st.sampled_from(("wire", "paper", "blog")),
    st.sampled_from((None, "A", "B2", "D")),
    st.integers(0, 40),
    _link(3),
    _link(6),
    _link(6),
    _link(6),
    st.booleans(),
    st.booleans(),
)


def _earlier(target: int | None, number: int) -> list[str]:
    return [f"r{target}"] if target is not None and target < number else []


def _versions(chosen: list[_Draft]) -> list[ReportVersion]:
    versions: list[ReportVersion] = []
    for number, draft in enumerate(chosen):
        published = max(fact.occurred.start for fact in draft.facts) + timedelta(days=draft.delay, hours=10)
        told = report(
            f"r{number}",
            *draft.facts,
            source=draft.source,
            published=published,
            grade=draft.grade,
            by_hand=draft.by_hand,
            copy_of=_earlier(draft.copy_of, number),
            same_event=_earlier(draft.same_event, number),
            corrects=_earlier(draft.corrects, number),
            retracts=_earlier(draft.retracts, number),
        )
        versions.append(told)
        if draft.edited:
            later = published + timedelta(days=2)
            facts = (*told.report.facts[:1], deed(LAST.isoformat(), "calm"))
            versions.append(
                ReportVersion(replace(told.report, facts=facts, published=later), later, number=2, seq=2)
            )
    return versions


histories = st.lists(drafts, min_size=1, max_size=6).map(_versions)
"""Report versions: up to six reports, some edited later, some linked to earlier ones."""

plain_histories = st.lists(
    drafts.map(lambda draft: replace(draft, corrects=None, retracts=None, same_event=None, edited=False)),
    min_size=1,
    max_size=6,
).map(_versions)
"""Reports that copy but neither correct nor retract."""


def _stretches() -> st.SearchStrategy[Coverage]:
    spans = st.builds(
        lambda source, first, length, kind: heard(
            source, first.isoformat(), (first + timedelta(days=length)).isoformat(), kind
        ),
        st.sampled_from(("wire", "paper")),
        days_of_story,
        st.integers(0, 140),
        st.sampled_from((Listening.SEEN, Listening.ATTESTED, Listening.DENIED)),
    )
    return st.lists(spans, max_size=4).map(lambda some: listening(*some))


coverages = st.one_of(st.just(ASSUMED), _stretches())


def heard_until(coverage: Coverage, at: datetime) -> Coverage:
    """Return the coverage as it is when nobody has listened after `at`."""
    past = tuple(
        replace(entry, span=replace(entry.span, end=min(entry.span.end, at)))
        for entry in coverage.spans
        if entry.span.start <= at
    )
    return replace(coverage, spans=past)


Core = tuple[
    Status, object, object, object, object, object, frozenset[Flag], tuple[str, ...], str, datetime | None
]


def core_of(verdict: Verdict) -> Core:
    """Return what a verdict says, without the words and the instants of asking."""
    return (
        verdict.status,
        verdict.phase,
        verdict.fulfilment,
        verdict.progress,
        (verdict.timeliness, verdict.late_since),
        verdict.evidence,
        verdict.flags,
        verdict.deciding,
        verdict.reason.code,
        verdict.next_boundary,
    )


def cores(judgement: Judgement) -> list[Core]:
    return [core_of(verdict) for verdict in judgement.all]


END = evening("2016-12-31")
