"""What names and sources mean, under the keys of a rule file and in its words, so that two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields

from tracker.domain.promises import Names
from tracker.domain.sources import FieldRule, HeaderValue, Pages, Since, Source
from tracker.engine.told_parts import Named, length_words, plain_parts, usual

_KINDS = ("place", "actor", "indicator", "event", "unit")
"""In the order in which a list of names has them."""
_APART = frozenset(
    {"id", "facts", "report", "headers", "sign_in", "pages", "since", "options", "every", "position"}
)
"""Fields of a source that are not told just as they are."""


def meaning_of_names(names: Names) -> dict[str, object]:
    """Return the names by kind: under the name that is shown, its other words."""
    kinds: dict[str, object] = {f"{kind}s": Named() for kind in _KINDS}
    for kind, aliases in names.aliases.items():
        known: dict[str, list[str]] = {}
        for alias, canonical in aliases.items():
            known.setdefault(canonical, []).extend([alias] if alias != canonical else [])
        kinds[f"{kind}s"] = Named({name: ", ".join(words) or "(no other words)" for name, words in known.items()})
    return {**kinds, "within": Named(names.within)}


def meaning_of_sources(sources: Mapping[str, Source]) -> Named:
    """Return sources by id."""
    return Named({name: _source(each) for name, each in sources.items()})


def _source(source: Source) -> dict[str, object]:
    values = {each.name: getattr(source, each.name) for each in fields(source) if each.name not in _APART}
    without = {each.name: _default(each) for each in fields(source)}
    signing = source.sign_in
    maps = [Named({name: _rule(each) for name, each in fact.fields.items()}) for fact in source.facts]
    return {
        **plain_parts(values, without),
        "every": usual(length_words(source.every) or "", "15 minutes"),
        "map": maps[0] if len(maps) == 1 else Named({str(n): each for n, each in enumerate(maps, 1)}) or None,
        "report": Named({name: _rule(each) for name, each in source.report.items()}) or None,
        "headers": Named({name: _header(each) for name, each in source.headers.items()}) or None,
        "sign_in": None if signing is None else {"name": signing.name, "password": signing.password},
        "pages": _parts(source.pages),
        "since": _parts(source.since),
        **source.options,
    }


def _default(each: Field[object]) -> object:
    return None if each.default is MISSING else each.default


def _rule(rule: FieldRule) -> object:
    """Return how a field is filled; a path alone as itself."""
    codes = Named(rule.codes) or None
    if rule.path and rule.constant is None and rule.pattern is None and codes is None:
        return rule.path
    return {"path": rule.path or None, "constant": rule.constant, "pattern": rule.pattern, "codes": codes}


def _header(value: HeaderValue) -> str:
    secret = f"the secret {value.secret}" if value.secret else ""
    return ", then ".join(each for each in (value.text.strip(), secret) if each)


def _parts(value: Pages | Since | None) -> dict[str, object] | None:
    if value is None:
        return None
    values = {each.name: getattr(value, each.name) for each in fields(value)}
    return plain_parts(values, {each.name: _default(each) for each in fields(value)})
