"""Which way things went: words that turn a like sentence into the telling of something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.engine.near.tokens import Sort, Token

_TURNS = """
arrive: arrive arrives arrived arriving deploy deploys deployed enter enters entered return returns returned
leave: leave leaves left leaving withdraw withdraws withdrew withdrawn withdrawal depart departs departed exit
open: open opens opened opening reopen reopens reopened
close: close closes closed closing closure shut shuts
begin: begin begins began begun start starts started launch launches launched resume resumes resumed
end: end ends ended stop stops stopped halt halts halted suspend suspends suspended
rise: rise rises rose risen increase increases increased grow grows grew climb climbs climbed jumped raised
fall: fall falls fell fallen decrease decreases decreased drop drops dropped decline declined cut lowered shrank
agree: agree agrees agreed accept accepts accepted approve approves approved ratify ratified
refuse: refuse refuses refused reject rejects rejected veto vetoes vetoed
confirm: confirm confirms confirmed admit admits admitted acknowledge acknowledged
deny: deny denies denied denial dismiss dismissed
free: free frees freed release releases released
seize: detain detains detained arrest arrests arrested
"""
_FORMS: Mapping[str, str] = {
    form: turn
    for turn, forms in (line.split(": ") for line in _TURNS.strip().splitlines())
    for form in forms.split()
}
_AGAINST = {
    "arrive": "leave",
    "open": "close",
    "begin": "end",
    "rise": "fall",
    "agree": "refuse",
    "confirm": "deny",
    "free": "seize",
}
_BOTH: Mapping[str, str] = _AGAINST | {other: turn for turn, other in _AGAINST.items()}


def turns_of(tokens: Sequence[Token], written: Sequence[str]) -> frozenset[str]:
    """Return which ways the words of a text turn it; `written` are its words in small letters."""
    return frozenset(
        [
            _FORMS[word]
            for word, token in zip(written, tokens, strict=True)
            if word in _FORMS and token.sort in (Sort.WORD, Sort.NAME)
        ]
    )


def turned_round(first: frozenset[str], second: frozenset[str]) -> tuple[str, str] | None:
    """Return two opposite turns, each told by one of the texts only; None if there are none."""
    for turn in sorted(first - second):
        other = _BOTH.get(turn)
        if other in second and other not in first:
            return turn, other or ""
    return None
