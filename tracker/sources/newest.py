"""The newest value among items, for asking only for what came after it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from tracker.domain.sources import Since
from tracker.language.dates import BadDate, read_when
from tracker.language.figures import BadNumber, read_number
from tracker.sources.foreign_dates import plain_date
from tracker.sources.strict_json import JsonFields

_LONGEST = 100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EPOCH = {10: 1, 13: 1_000}


class Newest:
    """Keeps the greatest value at one path: the latest instant, else the greatest number.

    An instant after `now` does not count: it would leave us deaf until then.
    """

    def __init__(self, since: Since | None, value: str, now: datetime) -> None:
        self._since = since
        self._now = now
        self.value = value
        self._order = _order(value)

    def see(self, item: object) -> None:
        """Take one item into account."""
        if self._since is None:
            return
        for text in JsonFields(item).get(self._since.path):
            order = _order(text)
            if order is None or (isinstance(order, datetime) and order > self._now):
                continue
            if self._order is None or (type(order) is type(self._order) and order > self._order):  # type: ignore[operator]
                self.value, self._order = text.strip(), order

    @staticmethod
    def asked(since: Since, value: str) -> str:
        """Return what is asked for: the value less the overlap, written as the value is, else the start."""
        if not value:
            return since.start
        overlap = timedelta(days=since.overlap.days + 31 * since.overlap.months, seconds=since.overlap.seconds)
        return _earlier(value, overlap) if overlap else value


def _order(text: str) -> datetime | Fraction | None:
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        return read_when(plain_date(text)).start("UTC")
    except (BadDate, ValueError, OverflowError):
        pass
    try:
        return read_number(text)
    except BadNumber:
        return None


def _earlier(value: str, by: timedelta) -> str:
    """Return a day, an epoch or an instant so much earlier in its own way of writing; anything else as it is."""
    if value.isascii() and value.isdigit() and len(value) in _EPOCH:
        return str(int(value) - int(by.total_seconds()) * _EPOCH[len(value)])
    try:
        if _DAY.fullmatch(value):
            return (datetime.fromisoformat(value).replace(tzinfo=UTC) - by).date().isoformat()
        earlier = (datetime.fromisoformat(value) - by).isoformat()
    except (ValueError, OverflowError):
        return value
    return f"{earlier.removesuffix('+00:00')}Z" if value.endswith("Z") else earlier
