"""Who looks after a promise that names nobody: the owner of the whole log."""

from __future__ import annotations

from dataclasses import replace

from tracker.language.ruleset import Loaded


def with_owner(loaded: Loaded, owner: str) -> Loaded:
    """Return the same rules, every promise without an owner given to `owner` (empty: nobody)."""
    if not owner:
        return loaded
    promises = tuple(each if each.owner else replace(each, owner=owner) for each in loaded.rules.promises)
    return replace(loaded, rules=replace(loaded.rules, promises=promises))
