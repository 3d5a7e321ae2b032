"""Attention: whether somebody listened up to an instant, over a reading's window or a criterion's own."""

from __future__ import annotations

from datetime import datetime

from tracker.domain.instants import Duration, Span
from tracker.domain.promises import Promise, Reading
from tracker.engine.listening import Ears, suffices


class Listening:
    """Says of an instant whether a needed source was listened to for enough of the window up to then."""

    __slots__ = ("_ears", "_over", "_promise", "_reading")

    def __init__(self, promise: Promise, reading: Reading, ears: Ears, over: Duration | Span | None) -> None:
        self._promise = promise
        self._reading = reading
        self._ears = ears
        self._over = over

    def __call__(self, instant: datetime) -> bool:
        """Say whether enough was listened to up to an instant."""
        if self._ears.assumed:
            return self._promise.coverage_share <= 1
        return suffices(self._ears.share(self._window(instant)), self._promise.coverage_share)

    def _window(self, instant: datetime) -> Span:
        over = self._over
        if isinstance(over, Span):
            end = min(instant, over.end)
            return Span(min(over.start, end), end)
        end = instant if self._reading.until is None else min(instant, self._reading.until)
        start = self._reading.opens
        if over is not None:
            start = max(start, over.before(instant, self._promise.tz))
        return Span(min(start, end), end)
