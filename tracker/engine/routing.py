"""Which promises a matcher means."""

from __future__ import annotations

from tracker.domain.folding import fold
from tracker.domain.promises import Promise
from tracker.domain.routing import Matcher
from tracker.domain.statuses import Status


def fits(matcher: Matcher, promise: Promise, status: Status | None) -> bool:
    """Say whether a matcher means a promise at a status; one without a status fits no matcher that names some."""
    return (
        (not matcher.promises or promise.id in matcher.promises)
        and (not matcher.tags or not set(matcher.tags).isdisjoint(promise.tags))
        and (not matcher.actors or _is_by(matcher.actors, promise))
        and (not matcher.owners or promise.owner in matcher.owners)
        and (not matcher.priorities or promise.priority in matcher.priorities)
        and (not matcher.statuses or status in matcher.statuses)
    )


def _is_by(actors: tuple[str, ...], promise: Promise) -> bool:
    return not {fold(name) for name in actors}.isdisjoint(fold(name) for name in promise.by)
