"""Names in force: aliases of places, actors, indicators, events and units, and which places lie within others."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.domain.folding import fold
from tracker.domain.promises import Names
from tracker.language import shapes
from tracker.language.forms import NAME, NODE, Form, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Entry, Items, Node, Scalar, Table
from tracker.language.pages import Page, Wrong, shown

_SOME_ALIASES = shapes.or_nothing(shapes.one_or_many(shapes.TEXT))
_ALIASES: Form[Node] = Form(
    "mapping of names to lists of aliases", NODE.read, shapes.or_nothing(shapes.mapping_of(_SOME_ALIASES))
)
PLACES = Key("places", _ALIASES, "Places and what else they are called.")
ACTORS = Key("actors", _ALIASES, "Actors and what else they are called.")
INDICATORS = Key("indicators", _ALIASES, "Indicators and what else they are called.")
EVENTS = Key("events", _ALIASES, "Events and what else they are called.")
UNITS = Key("units", _ALIASES, "Units and what else they are called.")
WITHIN: Key[Node] = Key(
    "within",
    Form("mapping of places to places", NODE.read, shapes.mapping_of(shapes.TEXT)),
    "Which place lies within which.",
)
NAMES_RECORD = Record("a list of names", (PLACES, WITHIN, ACTORS, INDICATORS, EVENTS, UNITS))

_KINDS = {"places": "place", "actors": "actor", "indicators": "indicator", "events": "event", "units": "unit"}


@dataclass(slots=True)
class NameBook:
    """Gathers names from several files; each alias may mean one thing only."""

    aliases: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in _KINDS.values()})
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    """Where each alias was first given, for messages."""
    holders: list[tuple[Page, Scalar, Node]] = field(default_factory=list)

    def read(self, node: Node, page: Page) -> None:
        """Take in one file's names; problems go to its page."""
        try:
            fields = read_record(NAMES_RECORD, node, page)
        except Wrong as wrong:
            page.add_wrong(wrong)
            return
        for name, entry in fields.table.entries.items():
            if name in _KINDS:
                self._read_kind(_KINDS[name], entry.value, page)
            elif name == WITHIN.name:
                self._read_within(entry.value, page)

    def _read_kind(self, kind: str, node: Node, page: Page) -> None:
        if not isinstance(node, Table):
            if not (isinstance(node, Scalar) and node.is_null):
                page.add(node, "expected a mapping of names to lists of aliases", "write `Hmeimim: [Khmeimim]`")
            return
        for entry in node.entries.values():
            try:
                canonical = fold(NAME.read(entry.key, page))
            except Wrong as wrong:
                page.add_wrong(wrong)
                continue
            self._take(kind, canonical, canonical, entry.key, page)
            for alias in _aliases(entry, page):
                self._take(kind, fold(alias.text), canonical, alias, page)

    def _take(self, kind: str, alias: str, canonical: str, node: Scalar, page: Page) -> None:
        known = self.aliases[kind].setdefault(alias, canonical)
        first = self.places.setdefault((kind, alias), str(page.at(node)))
        if known != canonical:
            message = f"the {kind} `{shown(node.text)}` already means `{known}` at {first}"
            page.add(node, message, "let it mean one of the two", "ambiguous-name")

    def _read_within(self, node: Node, page: Page) -> None:
        if not isinstance(node, Table):
            page.add(node, "expected a mapping of places to places", "write `within: {Hmeimim: Syria}`")
            return
        self.holders += [(page, entry.key, entry.value) for entry in node.entries.values()]

    def names(self) -> Names:
        """Return all names in force; a place within itself or within two others is a problem on its page."""
        within: dict[str, str] = {}
        told: dict[str, tuple[Page, Scalar]] = {}
        for page, inner, outer in self.holders:
            try:
                place = self._place(fold(text_of(inner, "a place", 200)))
                holder = self._place(fold(text_of(outer, "a place", 200)))
            except Wrong as wrong:
                page.add_wrong(wrong)
                continue
            if within.get(place, holder) != holder:
                message = f"`{shown(inner.text)}` lies within `{within[place]}` already"
                page.add(inner, message, "give the nearer place; it may lie within the other", "ambiguous-name")
            elif (holds := _holds(within, place, holder)) is None:
                _too_deep(page, inner)
            elif holds:
                page.add(inner, f"`{shown(inner.text)}` would lie within itself", "break the circle", "circle")
            else:
                within[place] = holder
                told[place] = (page, inner)
        for place, (page, inner) in told.items():  # once all are there, whatever order they came in
            if _holds(within, place, within[place]) is None:
                _too_deep(page, inner)
        return Names({kind: aliases for kind, aliases in self.aliases.items() if aliases}, within)

    def _place(self, name: str) -> str:
        return self.aliases["place"].get(name, name)


_DEEPEST = 100


def _too_deep(page: Page, node: Node) -> None:
    message = f"more than {_DEEPEST} places lie within each other"
    page.add(node, message, "leave out the steps between them", "depth")


def _holds(within: dict[str, str], place: str, holder: str) -> bool | None:
    """Say whether `place` is `holder` or holds it already; None if too many places lie around them to tell."""
    at: str | None = holder
    for _ in range(_DEEPEST):
        if at is None or at == place:
            return at is not None
        at = within.get(at)
    return None


def _aliases(entry: Entry, page: Page) -> list[Scalar]:
    value = entry.value
    if isinstance(value, Scalar) and value.is_null:
        return []
    found: list[Scalar] = []
    for node in value.items if isinstance(value, Items) else (value,):
        try:
            NAME.read(node, page)
        except Wrong as wrong:
            page.add_wrong(wrong)
        else:
            if isinstance(node, Scalar):
                found.append(node)
    return found
