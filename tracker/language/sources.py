"""Sources: where reports come from, how often, and what they would have seen."""

from __future__ import annotations

from tracker.domain.folding import canonical, fold
from tracker.domain.instants import Duration
from tracker.domain.promises import Names
from tracker.domain.sources import FactRule, Source, SourceKind
from tracker.language.fact_maps import read_map
from tracker.language.forms import (
    BOOLEAN,
    DURATION,
    ID,
    NAME,
    NAMES,
    NOT_YET,
    URL,
    Form,
    counting,
    text_form,
    text_of,
)
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong, nearest, shown
from tracker.language.report_keys import RELIABILITY_FORM

_KINDS_LATER = ("table", "json", "gdelt", "ucdp", "acled", "reliefweb", "inbox")


def _kind(node: Node, page: Page) -> SourceKind:
    text = text_of(node, "a kind of source")
    allowed = [kind.value for kind in SourceKind]
    if text in _KINDS_LATER:
        raise Wrong(
            node, f"sources of kind `{text}` are not supported yet", "one of " + ", ".join(allowed), NOT_YET
        )
    if text not in allowed:
        hint = nearest(text, allowed) or "one of " + ", ".join(allowed)
        raise Wrong(node, f"`{shown(text)}` is not a kind of source", hint)
    return SourceKind(text)


def _every(node: Node, page: Page) -> Duration:
    length = DURATION.read(node, page)
    if length.months or not length:
        raise Wrong(
            node, "a source is collected every so many minutes, hours, days or weeks", "write `15 minutes`"
        )
    return length


def _covers(node: Node, page: Page) -> tuple[str, ...]:
    names = NAMES.read(node, page)
    return tuple(dict.fromkeys(each for name in names for each in _meanings(name, page.names)))


def _meanings(name: str, names: Names) -> tuple[str, ...]:
    """Return what a covered name may be called by criteria: it may be an indicator, an event or a place."""
    meant = {canonical(names, kind, name) for kind in ("indicator", "event", "place")}
    return tuple(sorted(meant - {fold(name)})) or (fold(name),)


SOURCE_ID = Key("id", ID, "Its id, unlike that of any other source.", required=True)
KIND = Key("kind", Form("feed | folder | person", _kind), "What it is.", required=True)
URL_KEY = Key("url", URL, "The address of a feed.")
PATH = Key("path", text_form("a path", 1000), "The folder that files are dropped into.")
EVERY = Key(
    "every", Form(DURATION.words, _every), "How often it is collected.", Duration(seconds=900), "15 minutes"
)
GROUPS = Key("groups", NAMES, "Groups it belongs to, for `needs`.", ())
COVERS = Key("covers", Form(NAMES.words, _covers), "Indicators, events and places it would report; `*`: all.", ())
RELIABILITY = Key("reliability", RELIABILITY_FORM, "How reliable its reports are by themselves.")
ORIGIN = Key("origin", NAME, "Who speaks where a report does not say.", otherwise="the source")
LANGUAGE = Key("language", text_form("a language", 35), "Its language, such as `ru`.")
TRUST_TEXT = Key("trust_text", BOOLEAN, "Whether facts cut out of free text are believed.", False)
MAX_BYTES = Key("max_bytes", counting(1_000, 1_000_000_000), "The largest answer or file that is read.", 5_000_000)
ALLOW_PRIVATE = Key("allow_private", BOOLEAN, "Whether its host may be a private or loopback address.", False)
OWNER = Key("owner", NAME, "Who is told when it fails or is unlike itself: an e-mail address, or a name.")
MAP: Key[tuple[FactRule, ...]] = Key("map", Form("mapping of fields", read_map), "How items become facts.", ())

SOURCE = Record(
    "a source",
    (
        *(SOURCE_ID, KIND, URL_KEY, PATH, EVERY, GROUPS, COVERS, RELIABILITY, ORIGIN, LANGUAGE),
        *(TRUST_TEXT, MAX_BYTES, ALLOW_PRIVATE, OWNER, MAP),
    ),
    later=("interest", "credentials", "headers", "tags", "tz", "items", "cursor", "since"),
)


def read_source(entry: Table, page: Page) -> Source:
    """Read a source; raises Wrong or Failed."""
    fields = read_record(SOURCE, entry, page)
    if not fields.complete:
        raise Failed
    kind, url, path = fields.need(KIND), fields.get(URL_KEY), fields.get(PATH)
    for key, value, wanted in ((URL_KEY, url, SourceKind.FEED), (PATH, path, SourceKind.FOLDER)):
        if value is None and kind is wanted:
            raise Wrong(entry, f"a source of kind `{kind}` needs `{key.name}`", key.meaning, "missing-key")
        if value is not None and kind is not wanted:
            hint = f"delete it, or write `kind: {wanted}`"
            raise Wrong(fields.node(key), f"`{key.name}` does not go with `kind: {kind}`", hint, "misplaced-key")
    return Source(
        id=fields.need(SOURCE_ID),
        kind=kind,
        url=url or "",
        path=path or "",
        every=fields.need(EVERY),
        groups=fields.need(GROUPS),
        covers=fields.need(COVERS),
        reliability=fields.get(RELIABILITY),
        origin=fields.get(ORIGIN),
        language=fields.get(LANGUAGE),
        trust_text=fields.need(TRUST_TEXT),
        max_bytes=fields.need(MAX_BYTES),
        allow_private=fields.need(ALLOW_PRIVATE),
        facts=fields.need(MAP),
        owner=fields.get(OWNER) or "",
        position=page.at(entry),
    )
