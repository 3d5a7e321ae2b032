"""Stories for the laws: a dozen fixed promises beside the made-up ones, and what of a verdict is compared."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.engine.asking import all_of, any_of, at_least, at_most, baseline, counted, happened, latest, none_of
from tests.engine.given import leaving, promise, reading, refraining
from tests.engine.made_promises import made_promises
from tests.engine.telling import grade_of
from tracker.domain.instants import FIRST_INSTANT
from tracker.domain.promises import Interest, Kind, Promise
from tracker.domain.reports import Nature
from tracker.domain.verdicts import Judgement, Reason, Verdict

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

promises = st.one_of(*[made_promises] * 5, st.sampled_from(PROMISES))
"""Mostly made-up promises; the fixed ones are plain, so that depth comes from what is told."""


def said(verdict: Verdict, *, words: bool = True) -> Verdict:
    """Return a verdict without the instants of asking and the share listened to, perhaps without its words."""
    bare = verdict._replace(at=_NEVER, known=None, listened=None)
    return bare if words else bare._replace(reason=Reason(verdict.reason.code, ""), next_step="")


def all_said(judgement: Judgement, *, words: bool = True) -> list[Verdict]:
    """Return what the headline, every reading and every instance say."""
    return [said(verdict, words=words) for verdict in judgement.all]


def differing(one: Sequence[Verdict], other: Sequence[Verdict]) -> list[str]:
    """Return what two judgements say differently, part by part, in few words."""
    names = [(verdict.instance, verdict.reading) for verdict in one]
    if names != [(verdict.instance, verdict.reading) for verdict in other]:
        return [f"parts: {names} or {[(verdict.instance, verdict.reading) for verdict in other]}"]
    return [
        f"{first.instance} {first.reading or ''} {name}: {before} or {after}"
        for first, second in zip(one, other, strict=True)
        for name in Verdict._fields
        if (before := getattr(first, name)) != (after := getattr(second, name))
    ]


_NEVER = FIRST_INSTANT
