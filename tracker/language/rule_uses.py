"""Where a promise or a reading uses a rule: its parameters are filled in, and what they break is told here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.criteria import Position
from tracker.language import promise_keys as keys
from tracker.language.criteria import Drafts
from tracker.language.keys import Fields
from tracker.language.nodes import Argument, Entry, Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.parts import Part
from tracker.language.rules import Rule, arguments, use_rule
from tracker.language.surroundings import Surroundings, Use, broken, missing_hint


@dataclass(frozen=True, slots=True)
class Fillings:
    """What a rule's parameters are given from elsewhere, and (gathered meanwhile) which parameters there are."""

    around: Mapping[str, Entry] = field(default_factory=dict)
    """By the promise that a step belongs to: the step's own `with` comes first."""
    amounts: Mapping[str, Entry] = field(default_factory=dict)
    """By amendments: they come before everything else."""
    params: set[str] = field(default_factory=set)
    """Every parameter of the rules used."""
    lost: set[str] = field(default_factory=set)
    """Rules that could not be had: what parameters they have, nobody knows."""


@dataclass(frozen=True, slots=True)
class RuleSight:
    """What a use of a rule sees: the rules there are, what it rests on, and what parameters are given."""

    around: Surroundings
    uses: list[Use]
    fillings: Fillings


def ruled(fields: Fields, page: Page, sight: RuleSight, seen: Drafts) -> Part | None:
    """Return the part that the fields' rule gives (an empty one without a rule), None if it cannot be had."""
    name = fields.given(keys.RULE)
    if name is None:
        return _without_rule(fields, page)
    try:
        rule = _found(name, fields, page, sight.around)
        sight.uses.append(Use(fields.node(keys.RULE), f"the rule `{name}`", rule.position.file))
        given = _given(rule, fields.given(keys.WITH), sight.fillings)
        part = _filled(rule, arguments(rule, given, fields.node(keys.RULE), page), fields, page, sight.around)
    except Wrong as wrong:
        page.add_wrong(wrong)
        sight.fillings.lost.add(name)
        return None
    except Failed:
        sight.fillings.lost.add(name)
        return None
    for criterion in part.criteria:
        if criterion in seen:
            message = f"the rule `{name}` and the promise both have a criterion `{shown(criterion)}`"
            page.add(fields.node(keys.RULE), message, "give one of them another name", "duplicate-criterion")
    return part


def _without_rule(fields: Fields, page: Page) -> Part | None:
    if keys.RULE.name in fields.table.entries:
        return None
    if fields.given(keys.WITH) is not None:
        page.add(fields.node(keys.WITH), "`with` stands without a `rule`", "name the rule", "misplaced-key")
    return Part()


def _found(name: str, fields: Fields, page: Page, around: Surroundings) -> Rule:
    node = fields.node(keys.RULE)
    if name in around.broken_rules:
        raise broken(node, f"the rule `{name}`", around.broken_rules[name], page)
    rule = around.rules.get(name)
    if rule is None:
        hint = missing_hint(name, around.rules, around, page, "write it under `rules:`")
        raise Wrong(node, f"there is no rule `{shown(name)}`", hint, "unknown-rule")
    return rule


def _given(rule: Rule, own: Node | None, fillings: Fillings) -> Node | None:
    """Return `with` as it counts here; what comes from elsewhere is taken only where the rule asks for it."""
    fillings.params.update(rule.params)
    if own is not None and not isinstance(own, Table):
        return own
    around = {name: entry for name, entry in fillings.around.items() if name in rule.params}
    amounts = {name: entry for name, entry in fillings.amounts.items() if name in rule.params}
    if not around and not amounts:
        return own
    entries = {} if own is None else own.entries
    return Table({**around, **entries, **amounts}, *((own.line, own.column) if own is not None else ()))


def _filled(rule: Rule, args: Mapping[str, Argument], fields: Fields, page: Page, around: Surroundings) -> Part:
    """Fill the rule in, once for each set of arguments; what goes wrong is the fault of the arguments."""
    key = (rule.name, tuple(sorted((name, str(value)) for name, value in args.items())))
    known = around.filled.get(key)
    if known is None:
        inner = Page(rule.position.file, page.names)
        known = around.filled.setdefault(key, (use_rule(rule, args, inner), inner.all_problems()))
    part, problems = known
    for problem in problems:
        given = ", ".join(f"{name} = {value}" for name, value in args.items())
        message = f"the rule `{rule.name}` with {shown(given)}: {problem.message} ({_place(problem.position)})"
        page.add(fields.node(keys.RULE), message, problem.hint, problem.code)
    if problems:
        raise Failed
    return part


def _place(position: Position) -> str:
    return f"line {position.line} of {position.file}"
