"""Words in a `match`: phrases that a report's title and text must, may or must not hold."""

from __future__ import annotations

import re

from tracker.domain.criteria import WordTest
from tracker.domain.folding import fold
from tracker.language import shapes
from tracker.language.forms import Form, list_of, text_form, text_of
from tracker.language.keys import Key, Record, read_record
from tracker.language.nodes import Node, Table
from tracker.language.pages import Failed, Page, Wrong, shown
from tracker.language.patterns import PATTERNS_FORM

_WORDS = "phrase or list of phrases"


def _phrase(node: Node, page: Page) -> str:
    text = text_of(node, "a phrase", 200)
    if not re.search(r"\w", text):
        raise Wrong(node, f"`{shown(text)}` holds no word", "write a word, or the beginning of one as `withdraw*`")
    if "*" in re.sub(r"(?<=\w)\*(?!\S)", "", text):
        raise Wrong(node, f"`{shown(text)}`: a `*` stands only at the end of a word", "write `withdraw*`")
    return fold(text)


_PHRASES = list_of(Form(text_form("a phrase").words, _phrase, shapes.TEXT), _WORDS)
ANY_OF = Key("any_of", _PHRASES, "One of these stands in the title or the text.", ())
ALL_OF = Key("all_of", _PHRASES, "All of these do.", ())
NONE_OF = Key("none_of", _PHRASES, "None of these does.", ())
PATTERN = Key("pattern", PATTERNS_FORM, "It, or one of several, occurs in the title or the text.", ())
WORDS = Record("`words`", (ANY_OF, ALL_OF, NONE_OF, PATTERN))


def _words(node: Node, page: Page) -> WordTest:
    if not isinstance(node, Table):
        test = WordTest(any_of=_PHRASES.read(node, page))
    else:
        fields = read_record(WORDS, node, page)
        if not fields.complete:
            raise Failed
        test = WordTest(fields.need(ANY_OF), fields.need(ALL_OF), fields.need(NONE_OF), fields.need(PATTERN))
    if not test.any_of and not test.all_of and not test.patterns:
        raise Wrong(node, "these words match every report", "name a phrase under `any_of` or `all_of`")
    return test


WORDS_FORM: Form[WordTest] = Form(
    "phrase, list of phrases, or `{any_of, all_of, none_of, pattern}`",
    _words,
    shapes.either(_PHRASES.shape, shapes.record(WORDS.name)),
)
