"""Accounts: all reports that go back to one observation, speaking through one of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from tracker.domain.promises import Names
from tracker.domain.reports import Fact, Link, Report
from tracker.domain.values import Qualifier, Value
from tracker.domain.verdicts import Account, SetAside
from tracker.engine.asking import MadeOnce
from tracker.engine.natural import natural
from tracker.engine.near.agreeing import disagreement
from tracker.engine.told import Subject, Telling, Told


def accounts_of(
    reports: Sequence[Told], tz: str, names: Names
) -> tuple[tuple[Telling, ...], tuple[SetAside, ...]]:
    """Group reports into accounts, dated in a zone; copies that do not speak are set aside with who does."""
    accounts: list[Telling] = []
    silent: dict[SetAside, None] = {}
    for members in _groups(reports, names):
        if len(members) == 1:
            accounts += members[0].alone_in(tz)
        else:
            together = _told_together(tz, *members)
            accounts += together.accounts
            silent.update(together.silent)
    return tuple(accounts), tuple(silent)


class _Together(NamedTuple):
    """The accounts of reports of which each is a copy of some other, and the members that do not speak."""

    accounts: tuple[Telling, ...]
    silent: dict[SetAside, None]


def _together(tz: str, *members: Told) -> _Together:
    accounts: list[Telling] = []
    silent: dict[SetAside, None] = {}
    teller_of_all = _speaker(members, members)
    by_subject: dict[Subject, list[Told]] = {}
    for told in members:
        for subject in dict.fromkeys(told.subjects):
            by_subject.setdefault(subject, []).append(told)
    for subject, tellers in by_subject.items():
        speaker = _speaker(tellers, members)
        accounts.extend(_accounts_on(subject, speaker, tellers, teller_of_all, tz))
        for teller in tellers:
            if teller is not speaker:
                alike = _found_alike(teller.report, speaker.report)
                why = f"copy of the account told by {speaker.report.id}{alike}"
                silent[SetAside(teller.report.id, why)] = None
    return _Together(tuple(accounts), silent)


_told_together = MadeOnce(_together)
"""What the same reports tell together never changes; which of them are known is another matter."""


def _groups(reports: Sequence[Told], names: Names) -> Iterable[Sequence[Told]]:
    """Join copies into connected components, so that the order of arrival cannot matter."""
    if not any(told.may_be_a_copy for told in reports):
        return [(told,) for told in reports]
    leader: dict[str, str] = {}

    def lead(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for told in reports:
        for original in told.report.copy_of:
            leader[lead(original)] = lead(told.report.id)
    for one, other in _agreeing([told.report for told in reports], frozenset(leader), lead, names):
        leader[lead(one)] = lead(other)
    groups: dict[str, list[Told]] = {}
    for told in reports:  # in order of their ids, and so are the members of each group
        own = told.report.id
        groups.setdefault(lead(own) if own in leader else own, []).append(told)
    return groups.values()


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


def _found_alike(teller: Report, speaker: Report) -> str:
    """Say why a copy that does not call itself one was taken for it; nothing of one that does."""
    joins = sorted(
        (join for join in teller.joined if join.link is Link.COPY),
        key=lambda join: (join.report != speaker.id, natural(join.report)),
    )
    if not joins or speaker.id in teller.copy_of:
        return ""
    return f", joined with {joins[0].report}: {joins[0].why}"


def _speaker(tellers: Sequence[Told], members: Sequence[Told]) -> Told:
    """Choose who speaks: the original if it is known, else the best-graded, the earliest, the lowest id."""
    originals = [told for told in members if not told.report.copy_of]
    if len(originals) == 1 and originals[0] in tellers:
        return originals[0]
    return min(tellers, key=lambda told: (told.report.grade.rank, told.report.published, told.place))


def _accounts_on(
    subject: Subject, speaker: Told, tellers: Sequence[Told], teller_of_all: Told, tz: str
) -> Iterable[Telling]:
    reports = [teller.report for teller in tellers]
    grade = min([report.grade for report in reports], key=lambda grade: grade.rank)
    published = min([report.published for report in reports])
    members = tuple([report.id for report in reports])
    same_event = tuple(dict.fromkeys([event for report in reports for event in report.same_event]))
    facts = speaker.facts_in(tz)
    numbers = [number for number, told_of in enumerate(speaker.subjects) if told_of == subject]
    for number in numbers:
        fact = facts[number]
        spoken = _exact(fact, speaker, tellers, subject) if len(numbers) == 1 else fact
        origin = _origin(fact, speaker.report, teller_of_all.report)
        account = Account(speaker.report, spoken, origin, grade, published, members, same_event)
        yield Telling(account, speaker, number)


def _origin(fact: Fact, speaker: Report, teller_of_all: Report) -> str:
    """Return who observed it: what a copy adds to the account has the origin of the account.

    Not what one adds that was only found to be like it: whoever copies a story must not speak in its name.
    """
    own = speaker.origin_of(fact)
    if not speaker.copy_of and any(join.link is Link.COPY and not join.carries for join in speaker.joined):
        return own
    origins = [teller_of_all.origin_of(each) for each in teller_of_all.facts]
    return own if speaker is teller_of_all or own in origins or not origins else origins[0]


def _exact(fact: Fact, speaker: Told, tellers: Sequence[Told], subject: Subject) -> Fact:
    """Take the exact figure of a member graded at least as well, where the speaker's is a rounding of it."""
    if fact.value is None:
        return fact
    spoken = fact.value
    for teller in tellers:
        if teller is speaker or teller.report.grade.rank > speaker.report.grade.rank:
            continue
        facts = zip(teller.report.facts, teller.subjects, strict=True)
        told = [other.value for other, about in facts if about == subject and other.unit == fact.unit]
        # A rounding may be of a figure that is a rounding itself.
        if len(told) == 1 and told[0] is not None and is_rounding(spoken, told[0]):
            spoken = told[0]
    return fact if spoken is fact.value else replace(fact, value=spoken)


def is_rounding(rough: Value, exact: Value | None) -> bool:
    """Say whether `rough` is the figure `exact` with fewer digits (40 or "about 38" for 38)."""
    if exact is None or exact.qualifier is not Qualifier.EQ:
        return False
    if rough.qualifier not in (Qualifier.EQ, Qualifier.ABOUT) or not math.isfinite(exact.number + rough.number):
        return False
    if rough.number == exact.number:
        return rough.qualifier is Qualifier.ABOUT
    return any(_differ_by_rounding(rough.number, exact.number, digits) for digits in range(6, -16, -1))


def _differ_by_rounding(rough: float, exact: float, digits: int) -> bool:
    """Say whether `rough` has so many digits after the point and lies no further off than half of the last.

    As people write them and not as binary fractions: 2.675 is rounded to 2.68, and a half either way.
    """
    step, written = Fraction(10) ** -digits, Fraction(str(rough))
    return (written / step).denominator == 1 and abs(written - Fraction(str(exact))) * 2 <= step
