"""Parties: who gains by what they tell, and which promisors are bound by the same promise."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.folding import canonical, fold
from tracker.domain.promises import Interest, Names, Promise
from tracker.domain.verdicts import Account
from tracker.engine.asking import MANY, MadeOnce


class Parties:
    """The interests of a promise, known by its id, and its promisors where there are several.

    Interests go by folded and by canonical names: a party is the same under each of its names.
    """

    def __init__(
        self,
        promise: str,
        stated: Mapping[str, Interest],
        by: tuple[str, ...],
        beside: tuple[str, ...],
        names: Names,
    ) -> None:
        self.promise = promise
        self.names = names
        self._interests = {self._actor(name): interest for name, interest in stated.items()}
        self._interests.update({fold(name): interest for name, interest in stated.items()})
        promisors = (*by, *beside)
        several = {self._actor(name) for name in promisors} if len(promisors) > 1 else set()
        self._bound = several if len(several) > 1 else set()

    def interest_of(self, account: Account) -> Interest:
        """Look the interest up by the fact's origin, then its source; the unlisted are neutral."""
        if not self._interests:
            return Interest.NEUTRAL
        for name in (account.origin, account.report.source):
            for key in (fold(name), self._actor(name)):
                if (found := self._interests.get(key)) is not None:
                    return found
        return Interest.NEUTRAL

    def origin_of(self, account: Account) -> str:
        """Return who observed or spoke, however it is spelled."""
        return self._actor(account.origin)

    def speaks_for_another(self, account: Account) -> bool:
        """Say whether one promisor tells of what another did."""
        actor = account.fact.actor
        if actor is None or not self._bound:
            return False
        told_by, told_of = self.origin_of(account), self._actor(actor)
        return told_by in self._bound and told_of in self._bound and told_by != told_of

    def _actor(self, name: str) -> str:
        return canonical(self.names, "actor", name)


def parties_of(promise: Promise, names: Names) -> Parties:
    """Return the parties of a promise under the names in force: of all its periods and instances the same."""
    return _parties(promise.id, promise.interest, promise.by, promise.beside, names)


_parties = MadeOnce(Parties, MANY)
