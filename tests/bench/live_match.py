"""Matching one report live: the cost must not grow with the number of criteria."""

from __future__ import annotations

from tests.bench.measuring import Row, best_of
from tests.bench.worlds import reports, rules
from tracker.domain.reports import Report
from tracker.engine.keys import Keys
from tracker.engine.matching import matches


def matched(keys: Keys, told: list[Report]) -> int:
    """Match every report and return the number of hits."""
    return sum(len(keys.touched(each)) for each in told)


def row(*, many: int = 10_000, few: int = 100, number: int = 2_000, times: int = 7) -> Row:
    """Hold `many` criteria against `few`, each report touching one promise that both have."""
    told = list(reports(number, promises=few, touching=1))
    large, small = rules(many), rules(few)
    big, little = Keys.of(large.promises, large.names), Keys.of(small.promises, small.names)
    assert matched(big, told) == matched(little, told) == number
    ours = best_of(times, lambda: matched(big, told)) / number
    other = best_of(times, lambda: matched(little, told)) / number
    criteria = [each for promise in large.promises for each in promise.readings[0].criteria.values()]

    def every_pair() -> int:
        return sum(matches(each, told[0], told[0].facts[0], large.names) for each in criteria)

    naive = best_of(3, every_pair)
    note = f"a report against all {many:,} criteria one by one: {naive * 1e3:.1f} ms"
    return Row(f"live match of one report, {many:,} criteria", ours, other, f"{few} criteria", 1.5, note=note)
