"""Gathering: the accounts of one judging by zone, and which of them each criterion asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.domain.criteria import Criterion
from tracker.domain.promises import Names
from tracker.engine.accounts import accounts_of
from tracker.engine.parties import Parties
from tracker.engine.told import Telling, Told
from tracker.engine.weighing import Weighed, weighed

Matched = Mapping[str, Sequence[Telling]]
"""The accounts that match a criterion, by its name; what nothing matches is left out."""


class Gathered:
    """The accounts of reports as they are dated in one zone."""

    def __init__(self, reports: Sequence[Told], names: Names, tz: str) -> None:
        self.names = names
        self._tellings, self.copies = accounts_of(reports, tz, names) if reports else ((), ())
        self._weighed: dict[tuple[int, int], tuple[Sequence[Weighed], Criterion, Parties]] = {}
        self._matched: dict[int, tuple[Mapping[str, Criterion], Matched]] = {}

    def matched(self, criteria: Mapping[str, Criterion]) -> Matched:
        """Return the accounts that match each criterion, in order."""
        known = self._matched.get(id(criteria))
        if known is None:  # kept with the criteria, so that no others can have their id
            found: dict[str, list[Telling]] = {}
            speaking, matching = None, None
            for telling in self._tellings:  # those of one report come together
                if telling.told is not speaking:
                    speaking = telling.told
                    matching = speaking.matching(criteria)
                if matching:
                    for name in matching[telling.number]:
                        found.setdefault(name, []).append(telling)
            known = self._matched[id(criteria)] = (criteria, found)
        return known[1]

    def weighed(self, criterion: Criterion, matched: Sequence[Telling], parties: Parties) -> Sequence[Weighed]:
        """Return what the accounts that match a criterion mean to it: for every window that it is asked about."""
        asked = id(criterion), id(parties)
        known = self._weighed.get(asked)
        if known is None:  # kept with both, so that no others can have their ids
            found = [weighed(criterion, telling, parties) for telling in matched]
            known = self._weighed[asked] = (found, criterion, parties)
        return known[0]


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
