"""Accounts: all reports that go back to one observation, speaking through one of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.domain.folding import canonical
from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Link, Report
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import Account, SetAside
from tracker.engine.natural import natural
from tracker.engine.near.agreeing import disagreement

Subject = tuple[str, str]


def accounts_of(reports: Sequence[Report], names: Names) -> tuple[tuple[Account, ...], tuple[SetAside, ...]]:
    """Group reports into accounts; copies that do not speak are set aside with the speaker's id."""
    if not reports:
        return (), ()
    subjects = _Subjects(names)
    accounts: list[Account] = []
    silent: list[SetAside] = []
    for members in _groups(reports, names):
        if len(members) == 1:
            accounts.extend(_told_alone(members[0], subjects))
            continue
        teller_of_all = _speaker(members, members)
        by_subject: dict[Subject, list[Report]] = {}
        for report in members:
            for subject in dict.fromkeys(subjects[fact.indicator, fact.event] for fact in report.facts):
                by_subject.setdefault(subject, []).append(report)
        for subject, tellers in by_subject.items():
            speaker = _speaker(tellers, members)
            accounts.extend(_accounts_on(subject, speaker, tellers, teller_of_all, subjects))
            silent.extend(
                SetAside(teller.id, f"copy of the account told by {speaker.id}{_found_alike(teller, speaker)}")
                for teller in tellers
                if teller is not speaker
            )
    return tuple(accounts), tuple(dict.fromkeys(silent))


def _told_alone(report: Report, subjects: _Subjects) -> Iterable[Account]:
    """Return the accounts of a report that has no copies, those on one subject together: most are like that."""
    facts = report.facts
    if len(facts) > 1:
        by_subject: dict[Subject, list[Fact]] = {}
        for fact in facts:
            by_subject.setdefault(subjects[fact.indicator, fact.event], []).append(fact)
        facts = tuple(fact for told in by_subject.values() for fact in told)
    members, same_event = (report.id,), tuple(dict.fromkeys(report.same_event)) if report.same_event else ()
    spoken = report.origin or report.source
    return [
        Account(report, fact, fact.origin or spoken, report.grade, report.published, members, same_event)
        for fact in facts
    ]


def _groups(reports: Sequence[Report], names: Names) -> Iterable[tuple[Report, ...]]:
    """Join copies into connected components, so that the order of arrival cannot matter."""
    if not any(report.copy_of or report.joined for report in reports):
        return ((report,) for report in reports)
    leader: dict[str, str] = {}

    def lead(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for report in reports:
        for original in report.copy_of:
            first, second = sorted((lead(report.id), lead(original)), key=natural)
            leader[second] = first
    for one, other in _agreeing(reports, frozenset(leader), lead, names):
        first, second = sorted((lead(one), lead(other)), key=natural)
        leader[second] = first
    groups: dict[str, list[Report]] = {}
    for report in reports:
        if report.id in leader:
            groups.setdefault(lead(report.id), []).append(report)
        else:  # nobody's copy, and copied by nobody
            groups[report.id] = [report]
    return [
        tuple(sorted(members, key=lambda report: natural(report.id)) if len(members) > 1 else members)
        for members in groups.values()
    ]


def _agreeing(
    reports: Sequence[Report], declared: frozenset[str], lead: Callable[[str], str], names: Names
) -> Iterator[tuple[str, str]]:
    """Yield the joined pairs whose accounts agree so far, in order of id, each to be joined before the next.

    What was only found to be alike must not silence a fact that the other does not state as well, neither then nor
    after one of them was corrected or reviewed.
    """
    by_id = {report.id: report for report in reports}
    pairs = {
        tuple(sorted((report.id, join.report), key=natural)): join.carries
        for report in reports
        for join in report.joined
        if join.link is Link.COPY and join.report in by_id
    }
    named = declared.union(*pairs)
    linked = [each for each in by_id if each in named]
    for (one, other), carries in sorted(pairs.items(), key=lambda each: tuple(map(natural, each[0]))):
        first, second = lead(one), lead(other)
        if first == second:
            continue
        ours, theirs = ([by_id[each] for each in linked if lead(each) == side] for side in (first, second))
        if carries or all(disagreement(mine, yours, names) is None for mine in ours for yours in theirs):
            yield one, other


def joined_copies(report: Report) -> tuple[str, ...]:
    """Return the reports it is one account with because it was joined with them."""
    return tuple(join.report for join in report.joined if join.link is Link.COPY) if report.joined else ()


def _found_alike(teller: Report, speaker: Report) -> str:
    """Say why a copy that does not call itself one was taken for it; nothing of one that does."""
    joins = sorted(
        (join for join in teller.joined if join.link is Link.COPY),
        key=lambda join: (join.report != speaker.id, natural(join.report)),
    )
    if not joins or speaker.id in teller.copy_of:
        return ""
    return f", joined with {joins[0].report}: {joins[0].why}"


class _Subjects(dict[tuple[str | None, str | None], Subject]):
    """What facts are about, by their indicator and event: names are looked up once for all that share them."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, named: tuple[str | None, str | None]) -> Subject:
        kind, name = ("indicator", named[0]) if named[0] else ("event", named[1])
        subject = self[named] = (kind, canonical(self._names, kind, name or ""))
        return subject


def _speaker(tellers: Sequence[Report], members: Sequence[Report]) -> Report:
    """Choose who speaks: the original if it is known, else the best-graded, the earliest, the lowest id."""
    originals = [report for report in members if not report.copy_of]
    if len(originals) == 1 and originals[0] in tellers:
        return originals[0]
    return min(tellers, key=lambda report: (report.grade.rank, report.published, natural(report.id)))


def _accounts_on(
    subject: Subject, speaker: Report, tellers: Sequence[Report], teller_of_all: Report, subjects: _Subjects
) -> Iterable[Account]:
    grade = min((teller.grade for teller in tellers), key=lambda grade: grade.rank)
    published = min(teller.published for teller in tellers)
    members = tuple(teller.id for teller in tellers)
    same_event = tuple(dict.fromkeys(event for teller in tellers for event in teller.same_event))
    facts = [fact for fact in speaker.facts if subjects[fact.indicator, fact.event] == subject]
    for fact in facts:
        spoken = _exact(fact, speaker, tellers, subject, subjects) if len(facts) == 1 else fact
        origin = _origin(fact, speaker, teller_of_all)
        yield Account(speaker, spoken, origin, grade, published, members, same_event)


def _origin(fact: Fact, speaker: Report, teller_of_all: Report) -> str:
    """Return who observed it: what a copy adds to the account has the origin of the account.

    Not what one adds that was only found to be like it: whoever copies a story must not speak in its name.
    """
    own = speaker.origin_of(fact)
    if not speaker.copy_of and any(join.link is Link.COPY and not join.carries for join in speaker.joined):
        return own
    origins = [teller_of_all.origin_of(each) for each in teller_of_all.facts]
    return own if speaker is teller_of_all or own in origins or not origins else origins[0]


def _exact(fact: Fact, speaker: Report, tellers: Sequence[Report], subject: Subject, subjects: _Subjects) -> Fact:
    """Take the exact figure of a member graded at least as well, where the speaker's is a rounding of it."""
    if fact.value is None:
        return fact
    for teller in tellers:
        if teller is speaker or teller.grade.rank > speaker.grade.rank:
            continue
        told = [other for other in teller.facts if subjects[other.indicator, other.event] == subject]
        if len(told) == 1 and told[0].unit == fact.unit and is_rounding(fact.value, told[0].value):
            return replace(fact, value=told[0].value)
    return fact


def is_rounding(rough: Value, exact: Value | None) -> bool:
    """Say whether `rough` is the figure `exact` with fewer digits (40 or "about 38" for 38)."""
    if exact is None or exact.qualifier is not Qualifier.EQ:
        return False
    if rough.qualifier not in (Qualifier.EQ, Qualifier.ABOUT) or not math.isfinite(exact.number):
        return False
    if rough.number == exact.number:
        return rough.qualifier is Qualifier.ABOUT
    return any(round(exact.number, digits) == rough.number for digits in range(6, -16, -1))
