"""Reusable rules: criteria and conditions with parameters, filled in where a promise uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.criteria import Position
from tracker.language import shapes
from tracker.language.filling import filled, params_in
from tracker.language.forms import ID, NAME, NODE, Form, choice, exact_number, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Argument, Entry, Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.parts import PART_KEYS, PART_LATER, Part, read_part


class ParamType(StrEnum):
    """What a parameter stands for."""

    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a rule; without a default it must be given."""

    kind: ParamType
    default: Argument | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written: its body still holds `{parameters}`."""

    name: str
    params: Mapping[str, Param]
    body: Table
    position: Position


TYPE = Key("type", choice(ParamType, "a type of parameter"), "What it stands for.", required=True)
PARAM_UNIT = Key("unit", NAME, "The unit of the number, for people.")
DEFAULT: Key[Node] = Key(
    "default", Form("number or text", NODE.read, shapes.TEXT), "Its value where none is given."
)
PARAM = Record("a parameter", (TYPE, PARAM_UNIT, DEFAULT))


def _params(node: Node, page: Page) -> Mapping[str, Param | None]:
    if not isinstance(node, Table):
        raise Wrong(node, "expected a mapping of names to parameters", "write `force: {type: number}`")
    return {name: _param(entry, page) for name, entry in node.entries.items()}


def _param(entry: Entry, page: Page) -> Param | None:
    try:
        ID.read(entry.key, page)
        fields = read_record(PARAM, entry.value, page)
        if not fields.complete:
            return None
        kind, default = fields.need(TYPE), fields.given(DEFAULT)
        return Param(kind, None if default is None else argument_of(default, kind))
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    return None


def argument_of(node: Node, kind: ParamType) -> Argument:
    """Return what a parameter is given, as its type wants it; raises Wrong."""
    return exact_number(node) if kind is ParamType.NUMBER else text_of(node, "text")


PARAMS = Key(
    "params",
    Form("mapping of names to `{type, unit, default}`", _params, shapes.mapping_of(shapes.record(PARAM.name))),
    "What the rule leaves open.",
)
RULE = Record("a rule", (PARAMS, *PART_KEYS), later=(*PART_LATER, "extends", "rule", "with", "readings"))


def read_rule(name: str, entry: Entry, page: Page) -> Rule | None:
    """Read a rule and check all of its body that does not depend on arguments; problems go to the page."""
    before = page.count
    try:
        ID.read(entry.key, page)
        if not isinstance(entry.value, Table):
            raise Wrong(
                entry.value, "expected a rule as a mapping of keys", "write criteria and conditions below it"
            )
        params = _read_params(entry.value, page)
        body = Table(
            {key: value for key, value in entry.value.entries.items() if key != PARAMS.name},
            entry.value.line,
            entry.value.column,
        )
        _check_names(body, entry.value, params, page)
        read_part(read_record(RULE, filled(body, None), page), page, {})
    except Wrong as wrong:
        page.add_wrong(wrong)
    except Failed:
        pass
    if page.count > before:
        return None
    return Rule(name, {key: param for key, param in params.items() if param is not None}, body, page.at(entry.key))


def _read_params(table: Table, page: Page) -> Mapping[str, Param | None]:
    node = table.value(PARAMS.name)
    return {} if node is None else _params(node, page)


def _check_names(body: Table, whole: Table, params: Mapping[str, Param | None], page: Page) -> None:
    used = params_in(body)
    for name, node in used.items():
        if name not in params:
            hint = page.nearest(name, params) or "name it under `params`"
            page.add(node, f"`{{{shown(name)}}}` is not a parameter of this rule", hint, "unknown-param")
    declared = whole.value(PARAMS.name)
    for name in params:
        if name not in used and isinstance(declared, Table):
            place = declared.entries[name].key
            page.add(place, f"the parameter `{shown(name)}` is never used", "delete it", "unused-param")


def arguments(rule: Rule, node: Node | None, place: Node, page: Page) -> Mapping[str, Argument]:
    """Return the value of every parameter; problems go to the page, and Failed is raised after any of them."""
    given: dict[str, Entry] = {}
    if isinstance(node, Table):
        given = dict(node.entries)
    elif node is not None:
        raise Wrong(node, "expected a mapping of parameters to values", "write `with: {force: 36}`")
    before = page.count
    for name in given.keys() - rule.params.keys():
        hint = page.nearest(name, rule.params) or "its parameters: " + (", ".join(rule.params) or "none")
        page.add(given[name].key, f"the rule `{rule.name}` has no parameter `{shown(name)}`", hint, "extra-param")
    found: dict[str, Argument] = {}
    for name, param in rule.params.items():
        try:
            if name in given:
                found[name] = argument_of(given[name].value, param.kind)
            elif param.default is not None:
                found[name] = param.default
            else:
                hint = f"write `with: {{{name}: ...}}`"
                page.add(place, f"the rule `{rule.name}` needs the parameter `{name}`", hint, "missing-param")
        except Wrong as wrong:
            page.add_wrong(wrong, name)
    if page.count > before:
        raise Failed
    return found


def use_rule(rule: Rule, args: Mapping[str, Argument], page: Page) -> Part:
    """Return the rule's part with its parameters filled in; `page` is one for the rule's own file."""
    return read_part(read_record(RULE, filled(rule.body, args), page), page, {})
