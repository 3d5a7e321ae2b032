"""Parties: who gains by what they tell, and which promisors are bound by the same promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from tracker.domain.folding import canonical, fold
from tracker.domain.promises import Interest, Names, Promise
from tracker.domain.verdicts import Account


@dataclass(frozen=True, slots=True)
class Parties:
    """The interests of a promise, and its promisors where there are several.

    `interests` go by folded and by canonical names: a party is the same under each of its names.
    """

    interests: Mapping[str, Interest]
    bound: frozenset[str]
    names: Names

    @classmethod
    def of(cls, promise: Promise, names: Names) -> Self:
        """Return the parties of a promise."""
        interests = {canonical(names, "actor", name): interest for name, interest in promise.interest.items()}
        interests.update({fold(name): interest for name, interest in promise.interest.items()})
        promisors = (*promise.by, *promise.beside)
        bound = frozenset(canonical(names, "actor", name) for name in promisors) if len(promisors) > 1 else None
        return cls(interests, bound if bound is not None and len(bound) > 1 else frozenset(), names)

    def interest_of(self, account: Account) -> Interest:
        """Look the interest up by the fact's origin, then its source; the unlisted are neutral."""
        if not self.interests:
            return Interest.NEUTRAL
        for name in (account.origin, account.report.source):
            for key in (fold(name), canonical(self.names, "actor", name)):
                if (found := self.interests.get(key)) is not None:
                    return found
        return Interest.NEUTRAL

    def origin_of(self, account: Account) -> str:
        """Return who observed or spoke, however it is spelled."""
        return canonical(self.names, "actor", account.origin)

    def speaks_for_another(self, account: Account) -> bool:
        """Say whether one promisor tells of what another did."""
        actor = account.fact.actor
        if actor is None or not self.bound:
            return False
        told_by, told_of = canonical(self.names, "actor", account.origin), canonical(self.names, "actor", actor)
        return told_by in self.bound and told_of in self.bound and told_by != told_of
