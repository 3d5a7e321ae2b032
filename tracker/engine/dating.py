"""Dating: accounts as they lie in the zone in which a promise counts its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from tracker.domain.instants import Precision, day_span, in_zone
from tracker.domain.promises import Names
from tracker.domain.verdicts import Account
from tracker.engine.matching import Matched

_TIMES = frozenset({Precision.INSTANT, Precision.RANGE})
"""What is dated so is a stretch of time wherever one stands."""


class Dated:
    """The accounts of one judging by zone: nearly always there is only one zone, and they are dated once."""

    def __init__(self, accounts: Sequence[Account], names: Names, places: Mapping[str, int]) -> None:
        self._accounts = accounts
        self._names = names
        self._places = places
        self._by_zone: dict[str, Matched[Account]] = {}

    def in_zone(self, tz: str) -> Matched[Account]:
        """Return the accounts as they are dated in a zone, ready to be matched."""
        matched = self._by_zone.get(tz)
        if matched is None:
            accounts = [_dated_in(account, tz) for account in self._accounts]
            matched = self._by_zone[tz] = Matched(accounts, self._names, self._places)
        return matched


def _dated_in(account: Account, tz: str) -> Account:
    """A date without a time is that whole day (or month, quarter, year) in the promise's zone."""
    fact = account.fact
    if fact.occurred.precision in _TIMES and not fact.date_assumed:
        return account
    occurred, published = in_zone(fact.occurred, tz), account.report.published
    if fact.date_assumed and published != fact.occurred.end:  # published at an instant, not on a day
        occurred = day_span(published.astimezone(ZoneInfo(tz)).date(), tz)
    return account if occurred == fact.occurred else replace(account, fact=replace(fact, occurred=occurred))
