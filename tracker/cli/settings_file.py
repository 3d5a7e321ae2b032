"""Reads the settings file and lays the DEEDLINE_ variables over it; every mistake is named with its cure."""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource

from tracker.cli.setting_errors import place_of, words_of
from tracker.domain.errors import BadSettings
from tracker.domain.routing import OWNER
from tracker.route_settings import wrong_destination
from tracker.settings import OF_SOURCES, PREFIX, SECRETS, Settings, every_setting

FILE_NAME = "deedline.toml"
FILE_VARIABLE = PREFIX + "SETTINGS"
"""Names the settings file; it is no setting itself."""


def find_settings(named: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the settings file: the one named, else by DEEDLINE_SETTINGS, else deedline.toml in this folder."""
    chosen = named or (Path(environ[FILE_VARIABLE]) if environ.get(FILE_VARIABLE) else None)
    path = chosen or Path(FILE_NAME)
    if not path.is_file():
        where = str(path) if chosen else f"{FILE_NAME} in {Path.cwd()}"
        raise BadSettings(
            f"there is no {where}", "make a folder with `deedline init DIR`, or name a file: --settings"
        )
    return path


def load_settings(path: Path | None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the file (None: only defaults) and the variables over it; relative paths become absolute.

    Raises BadSettings naming every wrong key, the file or variable it came from, and the cure.
    """
    table = {} if path is None else _read_table(path)
    variables = _read_variables(environ)
    given = _laid_over(table, _layer_of(variables))
    try:
        settings = Settings(**given)
    except ValidationError as refused:
        lines = [_as_line(error, path, variables, given) for error in refused.errors(include_input=False)]
        raise BadSettings(
            "\n".join(lines), "settings.md beside it, or config/README.md, describes every setting"
        ) from None
    _check_destinations(settings, str(path or "settings"))
    home = (path.parent if path else Path()).resolve()
    store = settings.store.model_copy(update={"path": home / settings.store.path})
    rules = settings.rules.model_copy(update={"folder": home / settings.rules.folder})
    return settings.model_copy(update={"store": store, "rules": rules})


def _read_table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        hint = "text goes in quotes, a table's name in [brackets]"
        raise BadSettings(f"{path}: this is not TOML: {broken}", hint) from None
    except OSError as unreadable:
        raise BadSettings(f"{path}: cannot be read: {unreadable.strerror}", "check its rights") from None


def _read_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return {name in lower case without prefix: value}; a NAME_FILE variable gives what its file holds."""
    given = {name[len(PREFIX) :].lower(): name for name in environ if name.startswith(PREFIX)}
    given.pop(FILE_VARIABLE[len(PREFIX) :].lower(), None)
    found: dict[str, str] = {}
    for key, name in given.items():
        secret = key.removesuffix("_file")
        if key.endswith("_file") and (secret in SECRETS or secret.startswith(OF_SOURCES)):
            if secret in given:
                raise BadSettings(f"{given[secret]} and {name} are both set", "keep one of them")
            found[secret] = _read_secret(name, Path(environ[name]))
        else:
            found[key] = environ[name]
    for key in found:
        if key.split("__")[0] not in Settings.model_fields:
            raise BadSettings(f"{given[key]}: {_unknown(key.split('__')[0], tuple(Settings.model_fields))}")
    return found


def _read_secret(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as unreadable:
        why = unreadable.strerror if isinstance(unreadable, OSError) else "it is not text"
        raise BadSettings(
            f"{name}: {path} cannot be read: {why}", "it names a file that holds the secret"
        ) from None


def _layer_of(variables: Mapping[str, str]) -> dict[str, Any]:
    for key, value in variables.items():
        if any(name.startswith(key + ".") for name in every_setting()) and not _is_json(value):
            raise BadSettings(
                f"{PREFIX}{key.upper()}: a whole table has to be JSON", f"or set {PREFIX}{key.upper()}__NAME"
            )
    source = EnvSettingsSource(Settings)
    source.env_vars = {PREFIX.lower() + key: value for key, value in variables.items()}
    return source()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _as_line(
    error: ErrorDetails, path: Path | None, variables: Mapping[str, str], given: Mapping[str, Any]
) -> str:
    """Word one refused value: where it was given, which setting, what is wrong; never the value itself."""
    parts = [str(part) for part in error["loc"]]
    key = "__".join(part for part in parts if not part.isdigit())
    matching = [name for name in variables if name == key or key.startswith(name + "__")]
    where = PREFIX + matching[0].upper() if matching else str(path or "settings")
    is_unknown = error["type"] == "extra_forbidden"
    message = _unknown(parts[-1], _keys_beside(parts)) if is_unknown else words_of(error)
    return f"{where}: {place_of(error, given)}: {message}"


def _keys_beside(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the settings that would have been understood in the same table."""
    table = [part for part in parts[:-1] if not part.isdigit()]
    if not table:
        return tuple(Settings.model_fields)
    return tuple(key.split(".")[-1] for key in every_setting() if key.split(".")[:-1] == table)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return "there is no such setting" + (f" (did you mean {near[0]}?)" if near else "")


def lacking(settings: Settings) -> tuple[str, ...]:
    """Return, in words, everything that is named but not set up, and without which nobody is told of alarms."""
    missing = settings.missing_for_destinations()
    named = dict.fromkeys((*settings.alerts.destinations, settings.alerts.fallback))
    gaps = [(name, [f"{name}.{key}" for key in missing.get(name, ())]) for name in named]
    found = [f"alerts: {name} needs {' and '.join(keys)}" for name, keys in gaps if keys]
    if settings.subscribers and {"host", "from"} & set(missing["email"]):
        found.append("subscribers need email.host and email.from")
    return tuple(found)


LACKING_CURE = "set it, by a variable such as DEEDLINE_SLACK__TOKEN_FILE too, or take out what names it"


def require_all(settings: Settings) -> None:
    """Refuse settings by which alarms would reach nobody: better now than when one is due; names every gap."""
    if found := lacking(settings):
        raise BadSettings("\n".join(found), LACKING_CURE)


def _check_destinations(settings: Settings, where: str) -> None:
    """Refuse a destination that cannot be; what is only not set up stops none of the commands that only look."""
    missing = settings.missing_for_destinations()
    _check_routes(settings, where, missing)
    for name in (*settings.alerts.destinations, settings.alerts.fallback):
        if name not in missing and not (name == OWNER and name != settings.alerts.fallback):
            raise BadSettings(
                f"{where}: alerts: no destination is called {name!r}", f"there are {', '.join(missing)}"
            )


def _check_routes(settings: Settings, where: str, known: Collection[str]) -> None:
    """Refuse destinations that cannot be; those that are only not set up are found by `routes check`."""
    named = [(f"routes: {each.name}", each.destinations + each.escalate_to) for each in settings.routes]
    named += [(f"owners: {name}", told) for name, told in settings.owners.items()]
    for place, texts in named:
        for text in texts:
            wrong = wrong_destination(text, known)
            if wrong is not None:
                raise BadSettings(f"{where}: {place}: {wrong[0]}", wrong[1])
            if text == OWNER and place.startswith("owners"):
                raise BadSettings(f"{where}: {place}: an owner is not told at {OWNER!r}", "name a destination")


def _laid_over(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: _laid_over(lower[key], upper[key]) for key in upper if _are_tables(lower.get(key), upper[key])}
    return {**lower, **upper, **both}


def _are_tables(*values: object) -> bool:
    return all(isinstance(value, dict) for value in values)
