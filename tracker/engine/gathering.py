"""Gathering: the accounts of one judging by zone, and which of them each criterion asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.domain.criteria import Criterion
from tracker.domain.promises import Names, Promise
from tracker.domain.verdicts import Account
from tracker.engine.accounts import accounts_of
from tracker.engine.parties import Parties
from tracker.engine.told import Told

Matched = Mapping[str, Sequence[Account]]
"""The accounts that match a criterion, by its name; what nothing matches is left out."""


class Gathered:
    """The accounts of reports as they are dated in one zone."""

    def __init__(self, reports: Sequence[Told], names: Names, tz: str) -> None:
        self.names = names
        self.tellings, self.copies = accounts_of(reports, tz) if reports else ((), ())
        self._matched: dict[int, tuple[Mapping[str, Criterion], Matched]] = {}
        self._parties: dict[int, tuple[Promise, Parties]] = {}

    def matched(self, criteria: Mapping[str, Criterion]) -> Matched:
        """Return the accounts that match each criterion, in order."""
        known = self._matched.get(id(criteria))
        if known is None:  # kept with the criteria, so that no others can have their id
            found: dict[str, list[Account]] = {}
            for account, told, number in self.tellings:
                if matching := told.matching(criteria):
                    for name in matching[number]:
                        found.setdefault(name, []).append(account)
            known = self._matched[id(criteria)] = (criteria, found)
        return known[1]

    def parties_of(self, promise: Promise) -> Parties:
        """Return the parties of a promise, named as the accounts are compared."""
        known = self._parties.get(id(promise))
        if known is None:
            known = self._parties[id(promise)] = (promise, Parties(promise, self.names))
        return known[1]


class ByZone:
    """Reports gathered in each zone that is asked for: nearly always there is only one."""

    def __init__(self, reports: Sequence[Told], names: Names) -> None:
        self._reports = reports
        self._names = names
        self._gathered: dict[str, Gathered] = {}

    def in_zone(self, tz: str) -> Gathered:
        """Return the accounts as they are dated in a zone."""
        gathered = self._gathered.get(tz)
        if gathered is None:
            gathered = self._gathered[tz] = Gathered(self._reports, self._names, tz)
        return gathered
