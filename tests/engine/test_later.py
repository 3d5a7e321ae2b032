"""Parts that are composed when they are asked for, and look as if they always had been."""

from __future__ import annotations

import pickle
from weakref import ref

from tracker.domain.later import Later, now


class _Source:
    """What something is composed of."""


def _two_words() -> str:
    return "two words"


def test_it_is_worked_out_once_and_only_when_it_is_asked_for() -> None:
    asked: list[str] = []

    def words() -> str:
        asked.append("again")
        return "words"

    later = Later(words)
    before = list(asked)
    assert (later.now(), later.now(), before, asked) == ("words", "words", [], ["again"])


def test_nothing_but_its_class_tells_it_from_what_it_comes_to() -> None:
    words: object = Later(_two_words)
    wrong: object = "others"
    assert words == _two_words()
    assert words != wrong
    assert Later(_two_words) == words
    assert ({words}, repr(words)) == ({"two words"}, "'two words'")
    assert pickle.loads(pickle.dumps(("a", words))) == ("a", "two words")


def test_what_it_was_made_of_is_let_go_once_it_is_made() -> None:
    source = _Source()
    gone = ref(source)
    words = Later(lambda of: type(of).__name__, source)
    del source
    assert gone() is not None
    assert words.now() == "_Source"
    assert gone() is None


def test_what_was_never_left_for_later_is_as_it_is() -> None:
    assert now("words") == "words"
