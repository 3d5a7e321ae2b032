"""Parties: who gains by what they tell, and which promisors are bound by the same promise."""

from __future__ import annotations

from tracker.domain.folding import canonical, fold
from tracker.domain.promises import Interest, Names, Promise
from tracker.domain.verdicts import Account


class Parties:
    """The interests of a promise, and its promisors where there are several; each party is looked up once.

    Interests go by folded and by canonical names: a party is the same under each of its names.
    """

    def __init__(self, promise: Promise, names: Names) -> None:
        self.names = names
        self._promise = promise
        self._named: dict[str, Interest] | None = None
        promisors = (*promise.by, *promise.beside)
        several = {self._actor(name) for name in promisors} if len(promisors) > 1 else set()
        self._bound = several if len(several) > 1 else set()
        self.promise = promise.id
        self._interests: dict[tuple[str, str], Interest] = {}
        self._origins: dict[str, str] = {}

    def interest_of(self, account: Account) -> Interest:
        """Look the interest up by the fact's origin, then its source; the unlisted are neutral."""
        if not self._promise.interest:
            return Interest.NEUTRAL
        told_by = (account.origin, account.report.source)
        known = self._interests.get(told_by)
        if known is None:
            known = self._interests[told_by] = self._look_up(told_by)
        return known

    def _look_up(self, told_by: tuple[str, str]) -> Interest:
        if self._named is None:
            stated = self._promise.interest
            self._named = {self._actor(name): interest for name, interest in stated.items()}
            self._named.update({fold(name): interest for name, interest in stated.items()})
        for name in told_by:
            for key in (fold(name), self._actor(name)):
                if (found := self._named.get(key)) is not None:
                    return found
        return Interest.NEUTRAL

    def origin_of(self, account: Account) -> str:
        """Return who observed or spoke, however it is spelled."""
        known = self._origins.get(account.origin)
        if known is None:
            known = self._origins[account.origin] = self._actor(account.origin)
        return known

    def speaks_for_another(self, account: Account) -> bool:
        """Say whether one promisor tells of what another did."""
        actor = account.fact.actor
        if actor is None or not self._bound:
            return False
        told_by, told_of = self.origin_of(account), self._actor(actor)
        return told_by in self._bound and told_of in self._bound and told_by != told_of

    def _actor(self, name: str) -> str:
        return canonical(self.names, "actor", name)
