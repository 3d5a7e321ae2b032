"""Time zones by their IANA names: which there are, and which was meant."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_LIKELY = 3
"""So many first letters of its region or of its town a slip leaves as they are: comparing all names is dear."""


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Say whether a time zone of that name is known."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def likely_zones(name: str) -> list[str]:
    """Return the zones that a name which is none may have been meant for."""
    begun, town = name[:_LIKELY].lower(), name.rpartition("/")[2][:_LIKELY].lower()
    return [
        each
        for each in _zones()
        if each.lower().startswith(begun) or (town and each.rpartition("/")[2].lower().startswith(town))
    ]


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))
