"""Answers of JSON APIs and tables as the tests need them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tests.sources.making import NOW
from tracker.domain.collecting import Collected, CollectState
from tracker.domain.ports import Page
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.sources.collect import collect_source

ADDRESS = "https://api.example/v1/items"


def rules(**fields: str) -> dict[str, FieldRule]:
    """Return field rules: a text is a path, one that starts with `=` a constant."""
    return {
        name: FieldRule(constant=rule[1:]) if rule.startswith("=") else FieldRule(path=rule)
        for name, rule in fields.items()
    }


def fact(**fields: str) -> tuple[FactRule, ...]:
    """Return the map of one fact."""
    return (FactRule(rules(**fields)),)


@dataclass
class Answers:
    """A fetcher that answers by the parameters of the address, and remembers the addresses."""

    by: Callable[[Mapping[str, str]], object]
    asked: list[str] = field(default_factory=list)
    sent: list[Mapping[str, str]] = field(default_factory=list)

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        modified: str = "",
        max_bytes: int = 5_000_000,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        self.asked.append(url)
        self.sent.append(headers or {})
        given = {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
        answer = self.by(given)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Page(url, 200, body)

    @property
    def params(self) -> list[dict[str, str]]:
        """Return what was asked for, page by page."""
        return [{name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()} for url in self.asked]


def collected(
    source: Source, answers: Answers, state: CollectState | None = None, now: datetime = NOW
) -> Collected:
    """Collect a source from these answers."""
    return collect_source(source, state or CollectState(), now, answers)
