"""The `match` of a criterion: tests on the fields of one fact, folded and canonical under the names in force."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.criteria import FieldTest, WordTest
from tracker.domain.folding import canonical
from tracker.domain.reports import Nature
from tracker.language import shapes
from tracker.language.forms import NAME, Form, choice, list_of
from tracker.language.keys import Fields, Key, Record, read_record, shape_of
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong
from tracker.language.patterns import PATTERNS_FORM
from tracker.language.word_tests import WORDS_FORM

_NATURES = choice(Nature, "a nature of a fact")
_NATURE: Form[str] = Form(_NATURES.words, lambda node, page: _NATURES.read(node, page).value, _NATURES.shape)

_LATER = ("from", "to")


def _tests(field: str, form: Form[str]) -> Form[FieldTest]:
    """Return the form of one field: a text, a list of texts, `{starts}`, `{pattern}` or `{other_than}`."""
    many = list_of(form, "a text or a list")
    starts = Key(
        "starts", list_of(NAME, "a text or a list"), "The field starts with this, or with one of these.", ()
    )
    others = Key("other_than", many, "It is there and is none of these.", ())
    pattern = Key("pattern", PATTERNS_FORM, "The pattern, or one of these, occurs in the field.", ())
    record = Record(f"a test on `{field}`", (starts, others, pattern), _LATER)

    def names(texts: tuple[str, ...] | None, page: Page) -> tuple[str, ...]:
        return tuple(sorted({canonical(page.names, field, text) for text in texts or ()}))

    def read(node: Node, page: Page) -> FieldTest:
        if not isinstance(node, Table):
            values = names(many.read(node, page), page)
            if not values:
                raise Wrong(node, "an empty list matches nothing", "name at least one value")
            return FieldTest(field, any_of=values)
        fields = read_record(record, node, page)
        if not fields.complete:
            raise Failed
        prefixes = tuple(sorted({canonical(page.names, "", text) for text in fields.get(starts) or ()}))
        others_named = names(fields.get(others), page)
        test = FieldTest(field, (), prefixes, others_named, fields.need(pattern))
        if not test.starts and not test.other_than and not test.patterns:
            raise Wrong(
                node, "this test says nothing", "write `{starts: ...}`, `{pattern: ...}` or `{other_than: ...}`"
            )
        return test

    return Form(
        "text, list, `{starts: }`, `{pattern: }` or `{other_than: }`",
        read,
        shapes.either(many.shape, shape_of(record)),
    )


_MEANINGS = {
    "source": "The id of the source that published the report.",
    "indicator": "What was measured.",
    "event": "What happened.",
    "actor": "Who did it.",
    "target": "To whom it was done.",
    "place": "Where: this place or one that lies within it.",
    "nature": "What kind of word the fact is.",
    "unit": "The unit of its figure.",
    "tags": "A tag of the report.",
    "language": "The language of the report.",
    "code": "The event's code (CAMEO, PLOVER, UCDP).",
}
FIELD_KEYS = tuple(
    Key(name, _tests(name, _NATURE if name == "nature" else NAME), meaning) for name, meaning in _MEANINGS.items()
)
WORDS = Key("words", WORDS_FORM, "Words in the report's title and text; evidence that needs them is suspected.")
MATCH = Record(
    "`match`",
    (*FIELD_KEYS, WORDS),
    later=("unless",),
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a fact must say: tests on its fields, and perhaps words in its report."""

    tests: tuple[FieldTest, ...]
    words: WordTest | None = None


def tests_in(fields: Fields) -> tuple[FieldTest, ...]:
    """Return the tests on fields that were read."""
    return tuple(test for key in FIELD_KEYS if isinstance(test := fields.get(key), FieldTest))


def _match(node: Node, page: Page) -> Match:
    fields = read_record(MATCH, node, page)
    if not fields.complete:
        raise Failed
    match = Match(tests_in(fields), fields.get(WORDS))
    if not match.tests and match.words is None:
        raise Wrong(node, "without fields it would match every report", "name an indicator or an event")
    return match


MATCH_FORM: Form[Match] = Form("mapping of fields", _match, shapes.record(MATCH.name))
