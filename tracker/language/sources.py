"""Sources: where reports come from, how often, and what they would have seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.folding import canonical, fold
from tracker.domain.instants import Duration
from tracker.domain.promises import Names
from tracker.domain.source_kinds import KindKeys, Option
from tracker.domain.sources import FactRule, FieldRule, HeaderValue, SignIn, Source
from tracker.language import shapes
from tracker.language.asking_keys import (
    HEADERS_SHAPE,
    read_headers,
    read_only,
    read_pages,
    read_params,
    read_sign_in,
    read_since,
)
from tracker.language.asking_keys import PAGES as PAGES_RECORD
from tracker.language.asking_keys import SIGN_IN as SIGN_IN_RECORD
from tracker.language.asking_keys import SINCE as SINCE_RECORD
from tracker.language.fact_maps import ITEM_REPORT, MAP_SHAPE, read_map, read_report_map
from tracker.language.forms import (
    BOOLEAN,
    DURATION,
    ID,
    NAME,
    NAMES,
    URL,
    Form,
    counting,
    text_form,
    text_of,
)
from tracker.language.keys import Fields, Key, Record, read_record
from tracker.language.nodes import Items, Node, Scalar, Table
from tracker.language.pages import Failed, Page, Wrong, nearest, shown
from tracker.language.report_keys import RELIABILITY_FORM
from tracker.language.shapes import Shape
from tracker.language.source_kinds import BUILT_IN, MoreKinds, kind_of, read_kind


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


_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def _delimiter(node: Node, page: Page) -> str:
    text = text_of(node, DELIMITER.form.words)
    found = _DELIMITERS.get(text, text)
    if found not in _DELIMITERS.values():
        raise Wrong(
            node, f"`{shown(text)}` does not part the cells of a table", "one of " + ", ".join(_DELIMITERS)
        )
    return found


NUMBERED = "#"
NUMBERED_WORD = "numbered"


def _columns(node: Node, page: Page) -> tuple[str, ...]:
    if isinstance(node, Scalar) and node.text == NUMBERED_WORD:
        return (NUMBERED,)
    if not isinstance(node, Items):
        raise Wrong(node, "expected a list of names or `numbered`", "leave it out where the table has a header")
    names = tuple(text_of(each, "a name", 200) for each in node.items)
    if len(set(names)) < len(names):
        raise Wrong(node, "a column is named twice", "give each a name of its own")
    return names


SOURCE_ID = Key("id", ID, "Its id, unlike that of any other source.", required=True)
_KINDS = " | ".join(kind.name for kind in BUILT_IN)
_A_KIND: Shape = shapes.either(shapes.one_of(kind.name for kind in BUILT_IN), shapes.WORDS)
KIND: Key[str] = Key(
    "kind", Form(_KINDS, lambda node, page: read_kind(node, {}), _A_KIND), "What it is.", required=True
)
URL_KEY = Key("url", URL, "Its address on the web.")
PATH = Key("path", text_form("a path", 1000), "The folder that files are dropped into, or the file of a table.")
EVERY = Key(
    "every",
    Form(DURATION.words, _every, shapes.TEXT),
    "How often it is collected.",
    Duration(seconds=900),
    "15 minutes",
)
GROUPS = Key("groups", NAMES, "Groups it belongs to, for `needs`.", ())
COVERS = Key(
    "covers",
    Form(NAMES.words, _covers, NAMES.shape),
    "Indicators, events and places it would report; `*`: all.",
    (),
)
RELIABILITY = Key("reliability", RELIABILITY_FORM, "How reliable its reports are by themselves.")
ORIGIN = Key("origin", NAME, "Who speaks where a report does not say.", otherwise="the source")
LANGUAGE = Key("language", text_form("a language", 35), "Its language, such as `ru`.")
TRUST_TEXT = Key("trust_text", BOOLEAN, "Whether facts cut out of free text are believed.", False)
MAX_BYTES = Key("max_bytes", counting(1_000, 1_000_000_000), "The largest answer or file that is read.", 5_000_000)
ALLOW_PRIVATE = Key("allow_private", BOOLEAN, "Whether its host may be a private or loopback address.", False)
OWNER = Key("owner", NAME, "Who is told when it fails or is unlike itself: an e-mail address, or a name.")
MAP: Key[tuple[FactRule, ...]] = Key(
    "map", Form("mapping of fields", read_map, MAP_SHAPE), "How items become facts.", ()
)
REPORT: Key[Mapping[str, FieldRule]] = Key(
    "report",
    Form("mapping of fields", read_report_map, shapes.record(ITEM_REPORT.name)),
    "How items become reports.",
    otherwise="by what they say",
)
ITEMS = Key("items", text_form("a path", 300), "Where an answer holds its items.", otherwise="the answer itself")
PARAMS: Key[Mapping[str, str]] = Key(
    "params",
    Form("mapping of names to texts", read_params, shapes.mapping_of(shapes.or_nothing(shapes.TEXT))),
    "Parameters added to its address.",
    otherwise="none",
)
HEADERS: Key[Mapping[str, HeaderValue]] = Key(
    "headers",
    Form("mapping of names to texts or `{secret: NAME}`", read_headers, HEADERS_SHAPE),
    "Headers sent to its host, and to no other.",
    otherwise="none",
)
SIGN_IN_KEY: Key[SignIn] = Key(
    "sign_in",
    Form("mapping `{name: SECRET, password: SECRET}`", read_sign_in, shapes.record(SIGN_IN_RECORD.name)),
    "The secrets that hold the name and the password by which it gives a token.",
    otherwise="nobody signs in",
)
PAGES = Key(
    "pages",
    Form("mapping", read_pages, shapes.record(PAGES_RECORD.name)),
    "How the next page is asked for.",
    otherwise="one page is read",
)
SINCE = Key(
    "since",
    Form("mapping", read_since, shapes.record(SINCE_RECORD.name)),
    "How only what is newer is asked for.",
    otherwise="all of it",
)
_SOME_COLUMNS = shapes.either({"enum": [NUMBERED_WORD]}, shapes.many(shapes.TEXT))
COLUMNS: Key[tuple[str, ...]] = Key(
    "columns",
    Form("a list of names, or `numbered`", _columns, _SOME_COLUMNS),
    "Its columns.",
    (),
    otherwise="the first row",
)
DELIMITER = Key(
    "delimiter",
    Form("tab | comma | semicolon | pipe", _delimiter, shapes.one_of([*_DELIMITERS, *_DELIMITERS.values()])),
    "What parts the cells.",
    otherwise="found",
)
ONLY: Key[Mapping[str, tuple[str, ...]]] = Key(
    "only",
    Form("mapping of paths to values", read_only, shapes.mapping_of(NAMES.shape)),
    "Which items are kept.",
    otherwise="all of them",
)
_OF_KINDS = (URL_KEY, PATH, REPORT, ITEMS, PARAMS, HEADERS, SIGN_IN_KEY, PAGES, SINCE, COLUMNS, DELIMITER, ONLY)
"""Keys that not every kind takes."""
_LATER = ("interest", "credentials", "tags", "tz", "cursor")
_OF_ALL = (
    *(SOURCE_ID, KIND, EVERY, GROUPS, COVERS, RELIABILITY, ORIGIN, LANGUAGE),
    *(TRUST_TEXT, MAX_BYTES, ALLOW_PRIVATE, OWNER, MAP),
)
_PLACES = (URL_KEY, PATH)
SOURCE = Record(
    "a source",
    (*_OF_ALL[:2], *_PLACES, *_OF_ALL[2:], *(key for key in _OF_KINDS if key not in _PLACES)),
    later=_LATER,
)


def read_source(entry: Table, page: Page, more_kinds: MoreKinds = dict) -> Source:
    """Read a source; raises Wrong or Failed. `more_kinds` is asked only where the kind is none of our own."""
    kind = kind_of(entry, {})
    more: Mapping[str, KindKeys | str] = {}
    if kind is None:
        more = more_kinds()
        kind = kind_of(entry, more)
    fields = read_record(_record(kind, more), entry, page)
    if not fields.complete or kind is None:
        raise Failed
    _check_keys(kind, fields)
    return Source(
        id=fields.need(SOURCE_ID),
        kind=kind.name,
        url=fields.get(URL_KEY) or kind.url,
        path=fields.get(PATH) or "",
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
        report=fields.get(REPORT) or {},
        items=fields.get(ITEMS) or "",
        params=fields.get(PARAMS) or {},
        headers=fields.get(HEADERS) or {},
        sign_in=_sign_in(kind, fields),
        pages=fields.get(PAGES),
        since=fields.get(SINCE),
        columns=fields.need(COLUMNS),
        delimiter=fields.get(DELIMITER) or "",
        only=fields.get(ONLY) or {},
        options=_options(kind, fields),
        owner=fields.get(OWNER) or "",
        position=page.at(entry),
    )


def _record(kind: KindKeys | None, more: Mapping[str, KindKeys | str]) -> Record:
    """Return the keys that a source of this kind may have: one that does not go with it is told apart."""
    known = replace(KIND, form=Form(KIND.form.words, lambda node, page: read_kind(node, more)))
    keys = tuple(known if key is KIND else key for key in (*_OF_ALL, *_OF_KINDS))
    own = () if kind is None else tuple(_option_key(option) for option in kind.options)
    names = {key.name for key in own}
    later = tuple(name for name in _LATER if name not in names)
    return Record("a source", (*(key for key in keys if key.name not in names), *own), later)


def _option_key(option: Option) -> Key[str]:
    def read(node: Node, page: Page) -> str:
        text = text_of(node, "a text", 1_000)
        if option.choices and text not in option.choices:
            hint = nearest(text, option.choices) or "one of " + ", ".join(option.choices)
            raise Wrong(node, f"`{shown(text)}` cannot stand here", hint)
        return text

    words = " | ".join(option.choices) or "a text"
    return Key(
        option.name, Form(words, read, shapes.TEXT), option.meaning, option.default, required=option.required
    )


def _sign_in(kind: KindKeys, fields: Fields) -> SignIn | None:
    secrets = fields.get(SIGN_IN_KEY)
    return None if secrets is None else replace(secrets, at=kind.sign_in, client=kind.client)


def _options(kind: KindKeys, fields: Fields) -> Mapping[str, str]:
    found = {option.name: fields.values.get(option.name, option.default) for option in kind.options}
    return {name: str(value) for name, value in found.items() if value}


def _check_keys(kind: KindKeys, fields: Fields) -> None:
    """Raise Wrong for a key that does not go with the kind, or one that it lacks."""
    by_name = {key.name: key for key in (*_OF_KINDS, MAP)}
    for key in _OF_KINDS:
        if key.name in fields.values and key.name not in kind.keys:
            others = ", ".join(each.name for each in BUILT_IN if key.name in each.keys)
            hint = f"delete it; it goes with {others}"
            message = f"`{key.name}` does not go with `kind: {kind.name}`"
            raise Wrong(fields.node(key), message, hint, "misplaced-key")
    if SIGN_IN_KEY.name in fields.values and any(
        name.lower() == "authorization" for name in fields.get(HEADERS) or ()
    ):
        message = "`sign_in` stands beside a header `Authorization`"
        raise Wrong(fields.node(SIGN_IN_KEY), message, "keep one of them", "misplaced-key")
    for name in kind.needs:
        if name not in fields.values:
            meaning = by_name[name].meaning
            raise Wrong(fields.table, f"a source of kind `{kind.name}` needs `{name}`", meaning, "missing-key")
    given = [name for name in kind.either if name in fields.values]
    if kind.either and len(given) != 1:
        either = " or ".join(f"`{name}`" for name in kind.either)
        hint = "give one of them" if not given else "keep one of them"
        raise Wrong(fields.table, f"a source of kind `{kind.name}` has {either}", hint, "missing-key")
