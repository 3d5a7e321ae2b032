"""Conditions: criteria by name, combined with any_of, all_of, none_of, at_least and unless."""

from __future__ import annotations

from collections.abc import Collection

from tracker.domain.counting import counted
from tracker.domain.criteria import Condition, Op
from tracker.language import shapes
from tracker.language.forms import NODE, Form, counting, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Items, Node, Scalar, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.shapes import Shape

_A_CONDITION: Shape = shapes.either(
    shapes.TEXT, shapes.many(shapes.record("a condition or a name")), shapes.record("a condition")
)
_PARTS: Form[Node] = Form("list of conditions", NODE.read, shapes.many(_A_CONDITION))
N = Key("n", counting(1, 1000), "How many of them must be true.", required=True)
OF = Key("of", _PARTS, "The conditions it counts.", required=True)
AT_LEAST_RECORD = Record("`at_least`", (N, OF))

ANY_OF = Key("any_of", _PARTS, "True if one of them is.")
ALL_OF = Key("all_of", _PARTS, "True if all of them are; a bare list means this too.")
NONE_OF = Key("none_of", _PARTS, "True if none of them is.")
AT_LEAST: Key[Node] = Key(
    "at_least", Form("`{n, of}`", NODE.read, shapes.record(AT_LEAST_RECORD.name)), "True if so many of them are."
)
UNLESS: Key[Node] = Key(
    "unless",
    Form("condition", NODE.read, _A_CONDITION),
    "True until that is true, where its sources were listened to.",
)
CONDITION = Record("a condition", (ANY_OF, ALL_OF, NONE_OF, AT_LEAST, UNLESS))

CONDITION_FORM: Form[Node] = Form("criterion's name, list, or `{any_of: }` and the like", NODE.read, _A_CONDITION)

_FEW = 12


def read_condition(node: Node, page: Page, known: Collection[str] | None) -> Condition:
    """Read a condition over the criteria `known` (None: the names cannot be checked); raises Wrong or Failed."""
    if isinstance(node, Scalar):
        return _named(node, page, known)
    if isinstance(node, Items):
        return Condition(Op.ALL_OF, parts=_parts(node, page, known))
    return _combined(node, page, known)


def _named(node: Scalar, page: Page, known: Collection[str] | None) -> Condition:
    name = text_of(node, "a criterion's name")
    if known is not None and name not in known:
        hint = page.nearest(name, known) or _listed(known)
        raise Wrong(node, f"there is no criterion `{shown(name)}`", shown(hint, 200), "unknown-criterion")
    return Condition(Op.CRITERION, name)


def _listed(known: Collection[str]) -> str:
    if not known:
        return "no criteria are given here"
    return "there are " + ", ".join(known) if len(known) <= _FEW else ""


def _combined(node: Table, page: Page, known: Collection[str] | None) -> Condition:
    fields = read_record(CONDITION, node, page)
    if not fields.complete:
        raise Failed
    if len(node.entries) != 1:
        hint = "put several under `all_of:`, each with its own `- `" if node.entries else "name a criterion"
        raise Wrong(
            node, "a condition has exactly one of any_of, all_of, none_of, at_least, unless", hint, "condition"
        )
    name, entry = next(iter(node.entries.items()))
    if name == UNLESS.name:
        return Condition(Op.UNLESS, parts=(read_condition(entry.value, page, known),))
    if name != AT_LEAST.name:
        return Condition(Op(name), parts=_parts(entry.value, page, known))
    wanted = read_record(AT_LEAST_RECORD, entry.value, page)
    if not wanted.complete:
        raise Failed
    parts, least = _parts(wanted.need(OF), page, known), wanted.need(N)
    if least > len(parts):
        there = f"{counted(len(parts), 'condition')} {'is' if len(parts) == 1 else 'are'}"
        hint = f"let `n` be {len(parts)} at most, or name another condition under `of`"
        raise Wrong(wanted.node(N), f"`n` is {least}, but only {there} given", hint)
    return Condition(Op.AT_LEAST, parts=parts, least=least)


def _parts(node: Node, page: Page, known: Collection[str] | None) -> tuple[Condition, ...]:
    if not isinstance(node, Items):
        raise Wrong(node, "expected a list of conditions", "write `[a, b]`, or one `- ` line for each")
    if not node.items:
        raise Wrong(node, "this list of conditions is empty", "name a criterion")
    parts: list[Condition] = []
    wrongs: list[Wrong] = []
    failed = False
    for item in node.items:
        try:
            parts.append(read_condition(item, page, known))
        except Wrong as wrong:
            wrongs += [wrong, *wrong.others]
        except Failed:
            failed = True
    if wrongs:
        wrongs[0].others = tuple(wrongs[1:])
        raise wrongs[0]
    if failed:
        raise Failed
    return tuple(parts)
