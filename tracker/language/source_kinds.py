"""The kinds of source that Deedline reads by itself: which keys each takes, and which kind a source is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tracker.domain.source_kinds import KindKeys, Option
from tracker.domain.sources import SourceKind
from tracker.language.forms import text_of
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Wrong, nearest, shown

_START = Option("start", "The day from which the first collection asks; 30 days before it without one.")
BUILT_IN = (
    KindKeys(SourceKind.FEED, "an RSS, Atom, RDF or JSON feed on the web", needs=("url",), takes=("headers",)),
    KindKeys(
        SourceKind.TABLE,
        "a table (CSV or TSV) on the web or in a file",
        either=("url", "path"),
        takes=("report", "params", "headers", "columns", "delimiter"),
    ),
    KindKeys(
        SourceKind.JSON,
        "a JSON document on the web, or many pages of one",
        needs=("url",),
        takes=("report", "items", "params", "headers", "pages", "since"),
    ),
    KindKeys(
        SourceKind.GDELT,
        "events that the world's news tell, every quarter of an hour",
        takes=("url", "report", "only"),
        url="http://data.gdeltproject.org/gdeltv2/lastupdate.txt",
    ),
    KindKeys(
        SourceKind.UCDP,
        "events of organised violence from the Uppsala Conflict Data Program",
        needs=("url",),
        takes=("headers", "params", "report", "only"),
    ),
    KindKeys(
        SourceKind.ACLED,
        "events of political violence and protest from ACLED",
        takes=("url", "headers", "sign_in", "params", "report", "only"),
        options=(_START,),
        url="https://acleddata.com/api/acled/read",
        sign_in="/oauth/token",
        client="acled",
    ),
    KindKeys(
        SourceKind.RELIEFWEB,
        "reports of humanitarian organisations from ReliefWeb",
        takes=("url", "params", "report", "only"),
        options=(
            Option("appname", "The name that ReliefWeb approved for you.", required=True),
            _START,
        ),
        url="https://api.reliefweb.int/v2/reports",
    ),
    KindKeys(SourceKind.FOLDER, "a folder that files are dropped into", needs=("path",)),
    KindKeys(SourceKind.INBOX, "what scripts post over HTTP, each with a token of its own"),
    KindKeys(SourceKind.PERSON, "people, whose reports arrive by hand"),
)
"""One entry for each; `tracker.sources.kinds` knows what collects from it."""
MoreKinds: TypeAlias = Callable[[], Mapping[str, KindKeys | str]]
"""Gives the kinds that installed packages add, by name; a text says why one of them cannot be used."""
_BY_NAME = {kind.name: kind for kind in BUILT_IN}
KIND_WORDS = "a kind of source"


def kind_of(entry: Table, more: Mapping[str, KindKeys | str]) -> KindKeys | None:
    """Return the kind a source says it is of; None where it says none that can be used."""
    node = entry.value("kind")
    try:
        name = "" if node is None else text_of(node, KIND_WORDS)
    except (Wrong, Failed):
        return None
    found = _BY_NAME.get(name) or more.get(name)
    return found if isinstance(found, KindKeys) else None


def read_kind(node: Node, more: Mapping[str, KindKeys | str]) -> str:
    """Return the name of a kind that can be used; raises Wrong."""
    name = text_of(node, KIND_WORDS)
    known = [*_BY_NAME, *(each for each in more if each not in _BY_NAME)]
    allowed = "one of " + ", ".join(known)
    unusable = "" if name in _BY_NAME else more.get(name)
    if isinstance(unusable, str) and unusable:
        raise Wrong(
            node, f"sources of kind `{shown(name)}` cannot be read: {unusable}", "mend or remove the package"
        )
    if name in known:
        return name
    hint = nearest(name, known) or f"{allowed}, or install the package that adds it"
    raise Wrong(node, f"`{shown(name)}` is not a kind of source", hint)
