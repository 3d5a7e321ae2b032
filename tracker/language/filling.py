"""Filling in: `{parameters}` in a rule's texts, values kept exact for arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tracker.language.comparing import plain
from tracker.language.figures import PARAM
from tracker.language.nodes import Argument, Entry, Formula, Items, Node, Scalar, Style, Table


def params_in(node: Node) -> dict[str, Scalar]:
    """Return the parameters named anywhere in a body, each with the first scalar that names it."""
    if isinstance(node, Table):
        nodes: tuple[Node, ...] = tuple(entry.value for entry in node.entries.values())
    elif isinstance(node, Items):
        nodes = node.items
    else:
        return dict.fromkeys(PARAM.findall(node.text), node)
    found: dict[str, Scalar] = {}
    for inner in nodes:
        found = {**params_in(inner), **found}
    return found


def filled(node: Node, args: Mapping[str, Argument] | None) -> Node:
    """Return the body with arguments for its parameters; without any, scalars that name one stay open."""
    if isinstance(node, Table):
        entries = {name: Entry(entry.key, filled(entry.value, args)) for name, entry in node.entries.items()}
        return Table(entries, node.line, node.column)
    if isinstance(node, Items):
        return Items(tuple(filled(item, args) for item in node.items), node.line, node.column)
    if node.style is Style.BROKEN:
        return node
    params = tuple(PARAM.findall(node.text))
    text = node.text
    if args is not None and params:
        text = PARAM.sub(lambda found: _written(args, found[1], found[0]), text)
    return node._replace(text=text, formula=Formula(node.text, params, args))


def _written(args: Mapping[str, Argument], name: str, unknown: str) -> str:
    value = args.get(name, unknown)
    return plain(value) if isinstance(value, Fraction) else value
