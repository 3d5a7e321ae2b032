"""Promisors bound one by one: `{each}` stands for the name of each of them in turn."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.folding import canonical
from tracker.language import promise_keys as keys
from tracker.language.keys import Fields
from tracker.language.nodes import Entry, Items, Node, Scalar, Table, scalars_of
from tracker.language.pages import Page, shown

PLACEHOLDER = "{each}"
_FILLED = frozenset({"criteria", "limit", "with", "readings", "steps"})
"""The keys under which the placeholder is filled in."""
_OF_THE_WHOLE = frozenset({"each", "rulings", "supersedes"})
"""The keys that speak of the promise as a whole, and of no single promisor."""


def check_each(fields: Fields, page: Page) -> None:
    """Note names that make no sense of `each`, or a placeholder without it."""
    names = fields.given(keys.EACH)
    found = next(_placeholders(fields.table), None)
    if keys.EACH.name not in fields.table.entries:
        if found is not None:
            message = f"`{PLACEHOLDER}` stands here, but the promise has no `each`"
            page.add(found, message, "name the promisors: `each: [A, B]`", "each")
        return
    if names is None:
        return
    distinct = {canonical(page.names, "actor", name) for name in names}
    if not names:
        hint = "name the promisors, as in `each: [A, B]`, or leave it out"
        page.add(fields.node(keys.EACH), "`each` names nobody", hint, "each")
    elif len(distinct) < 2:
        hint = "write its name where `{each}` stands, and leave `each` out"
        page.add(fields.node(keys.EACH), "`each` needs two different names", hint, "each")
    elif len(distinct) < len(names):
        message = "two of these names are the same actor's"
        page.add(fields.node(keys.EACH), message, "name each actor once", "each")
    for name in names:
        if "/" in name or "{" in name:
            message = f"`{shown(name)}`: a name here holds no `/` and no brace"
            page.add(fields.node(keys.EACH), message, "write it without", "each")
    if found is None and fields.table.entries.keys() & _FILLED:
        hint = 'write it where a name belongs, such as `actor: "{each}"`'
        page.add(fields.table.entries["each"].key, f"no criterion names `{PLACEHOLDER}`", hint, "each")


def filled_for(table: Table, name: str) -> Table:
    """Return the promise as one promisor makes it."""
    entries = {
        key: Entry(entry.key, _filled(entry.value, name)) if key in _FILLED else entry
        for key, entry in table.entries.items()
        if key not in _OF_THE_WHOLE
    }
    return Table(entries, table.line, table.column)


def _filled(node: Node, name: str) -> Node:
    if isinstance(node, Table):
        entries = {key: Entry(entry.key, _filled(entry.value, name)) for key, entry in node.entries.items()}
        return Table(entries, node.line, node.column)
    if isinstance(node, Items):
        return Items(tuple(_filled(item, name) for item in node.items), node.line, node.column)
    return node._replace(text=node.text.replace(PLACEHOLDER, name)) if PLACEHOLDER in node.text else node


def _placeholders(table: Table) -> Iterator[Scalar]:
    """Yield the scalars with the placeholder; the steps of a promise without `each` look after their own."""
    for key, entry in table.entries.items():
        if key in _FILLED and (key != keys.STEPS.name or keys.EACH.name in table.entries):
            yield from (each for each in scalars_of(entry.value) if PLACEHOLDER in each.text)
