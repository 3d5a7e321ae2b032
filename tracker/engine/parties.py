"""Parties: who gains by what they tell, and which promisors are bound by the same promise."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.domain.folding import canonical, fold
from tracker.domain.promises import Interest, Names, Promise
from tracker.domain.verdicts import Account
from tracker.engine.asking import MadeOnce


class _Interests(dict[str, Interest]):
    """The interests of a promise by folded and by canonical name: a party is the same under each of its names."""

    def __init__(self, stated: Mapping[str, Interest], names: Names) -> None:
        super().__init__({canonical(names, "actor", name): interest for name, interest in stated.items()})
        self.update({fold(name): interest for name, interest in stated.items()})


_interests = MadeOnce(_Interests)


class Parties:
    """The interests of a promise, and its promisors where there are several; each party is looked up once."""

    def __init__(self, promise: Promise, names: Names) -> None:
        self.names = names
        self._named = _interests(promise.interest, names)
        promisors = (*promise.by, *promise.beside)
        several = {self._actor(name) for name in promisors} if len(promisors) > 1 else set()
        self._bound = several if len(several) > 1 else set()
        self._interests: dict[tuple[str, str], Interest] = {}
        self._origins: dict[str, str] = {}

    def interest_of(self, account: Account) -> Interest:
        """Look the interest up by the fact's origin, then its source; the unlisted are neutral."""
        if not self._named:
            return Interest.NEUTRAL
        told_by = (account.origin, account.report.source)
        known = self._interests.get(told_by)
        if known is None:
            known = self._interests[told_by] = self._look_up(told_by)
        return known

    def _look_up(self, told_by: tuple[str, str]) -> Interest:
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
