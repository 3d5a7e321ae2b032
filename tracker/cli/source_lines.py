"""How a source listens, as lines and as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tracker.actions.listening_state import ListeningState
from tracker.cli.collecting import source_data, source_state
from tracker.cli.plain import clean, put
from tracker.cli.source_trial import unnamed_data, unnamed_words
from tracker.domain.instants import iso
from tracker.sources.asking import missing_secrets

MOST_SHOWN = 5


def put_state(state: ListeningState, secrets: Mapping[str, str]) -> None:
    """Print how one source listens."""
    line = state.line
    lacking = missing_secrets(line.source, secrets)
    mark = "✖" if state.is_failing or lacking else "✔"
    every = f", every {line.source.every}" if line.source.is_asked else ""
    put(f"{mark} {line.source.id} ({line.source.kind}{every}): {clean(source_state(line))}")
    for name in lacking:
        put(f"    the secret {name} is not set: give it under [secrets], or DEEDLINE_SECRETS__{name.upper()}")
    if line.source.is_asked:
        put(f"    last success {_instant(line.last_success)}, next attempt {_instant(line.state.next_poll_at)}")
    if state.failed is not None:
        row = f", {line.state.fails} in a row" if line.state.fails else ""
        put(f"    last failure {_instant(state.failed)}{row}: {clean(state.why)}")
    for hole in state.holes[-MOST_SHOWN:] if line.source.is_asked else ():
        put(f"    not listened to from {_instant(hole.start)} to {_instant(hole.end)}")
    for aside in state.kept_aside[:MOST_SHOWN]:
        what = "kept aside" if line.source.is_asked else "refused"
        put(f"    {what} {_instant(aside.last)}: {clean(aside.item)}: {clean(aside.wrong)}")
        if aside.excerpt:
            put(f"        {clean(aside.excerpt)[:160]}")
    if len(state.kept_aside) > MOST_SHOWN:
        put(f"    and {len(state.kept_aside) - MOST_SHOWN} more items that broke a rule (--json shows all)")
    for missing in state.unnamed:
        put(f"    {clean(unnamed_words(missing))}")


def state_data(state: ListeningState, secrets: Mapping[str, str]) -> dict[str, object]:
    """Return how one source listens as data."""
    return {
        **source_data(state.line),
        "failing": state.is_failing,
        "last_failure": _or_none(state.failed),
        "last_failure_reason": state.why,
        "missing_secrets": list(missing_secrets(state.line.source, secrets)),
        "holes": [{"from": iso(hole.start), "to": iso(hole.end)} for hole in state.holes],
        "kept_aside": [
            {
                "item": each.item,
                "wrong": each.wrong,
                "excerpt": each.excerpt,
                "first": iso(each.first),
                "last": iso(each.last),
            }
            for each in state.kept_aside
        ],
        "unnamed": [unnamed_data(each) for each in state.unnamed],
    }


def _or_none(instant: datetime | None) -> str | None:
    return None if instant is None else iso(instant)


def _instant(instant: datetime | None) -> str:
    return "never" if instant is None else iso(instant.replace(microsecond=0))
