"""Logs a promise from options: what was typed becomes a promise in the shape of a rule file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.cli.rule_reading import number_or_text, refuse_typed
from tracker.domain.errors import BadInput

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.promises import Promise


def log_given(app: App, mapping: Mapping[str, object]) -> int:
    """Log a promise and return its version; raises BadInput naming every option that cannot be."""
    import getpass

    from tracker.actions.log_promise import log_promise

    return log_promise(app.store, _promise(app, mapping), app.clock.now(), actor=_user(getpass.getuser))


def _promise(app: App, mapping: Mapping[str, object]) -> Promise:
    from tracker.actions.owners import with_owner
    from tracker.actions.rule_files import read_rule_files
    from tracker.language.loading import load_promise, load_rules
    from tracker.sources.kinds import added_keys

    folder, zone = app.settings.rules.folder, app.settings.zone
    rules = None
    if folder.is_dir():
        rules = load_rules(read_rule_files(folder).contents, tz=zone, more_kinds=added_keys).rules
    whole = {**mapping, **_parameters(mapping.get("with"))}
    loaded = load_promise(whole, rules=rules, tz=zone, file="logged by hand")
    refuse_typed(loaded.problems)
    return with_owner(loaded, app.settings.owner).rules.promises[0]


def _parameters(given: object) -> dict[str, object]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return {}
    pairs = [str(each).partition("=") for each in given]
    wrong = [name for name, sign, _ in pairs if not sign]
    if wrong:
        raise BadInput(f"--with {wrong[0]}: a parameter has a value", "write --with name=value")
    return {"with": {name: number_or_text(value) for name, _, value in pairs}}


def _user(name: object) -> str:
    try:
        return str(name()) if callable(name) else "deedline"
    except (OSError, KeyError):  # no such user here: in a container without a name for its number
        return "deedline"
