"""Wire credits: which agency a text says it comes from, by its first and last words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_AGENCIES = {
    "Reuters": ("reuters", "thomson reuters"),
    "AP": ("ap", "associated press", "the associated press"),
    "AFP": ("afp", "agence france-presse", "agence france presse"),
    "TASS": ("tass", "itar-tass"),
    "Interfax": ("interfax",),
    "Interfax-Ukraine": ("interfax-ukraine",),
    "RIA Novosti": ("ria novosti", "ria", "rian"),
    "Sputnik": ("sputnik",),
    "Xinhua": ("xinhua", "xinhua news agency"),
    "SANA": ("sana",),
    "dpa": ("dpa", "deutsche presse-agentur"),
    "ANSA": ("ansa",),
    "EFE": ("efe", "agencia efe"),
    "Kyodo": ("kyodo", "kyodo news"),
    "Jiji": ("jiji", "jiji press"),
    "Yonhap": ("yonhap", "yonhap news agency"),
    "KCNA": ("kcna",),
    "PTI": ("pti", "press trust of india"),
    "ANI": ("ani",),
    "IANS": ("ians",),
    "Anadolu": ("aa", "anadolu", "anadolu agency"),
    "IRNA": ("irna",),
    "ISNA": ("isna",),
    "Fars": ("fars", "fars news agency"),
    "Tasnim": ("tasnim",),
    "Mehr": ("mehr", "mehr news agency"),
    "UPI": ("upi", "united press international"),
    "Bloomberg": ("bloomberg", "bloomberg news"),
    "Ukrinform": ("ukrinform",),
    "UNIAN": ("unian",),
    "BelTA": ("belta",),
    "Kazinform": ("kazinform",),
    "PA": ("pa", "pa media", "press association"),
    "AAP": ("aap",),
    "CP": ("cp", "canadian press", "the canadian press"),
    "APA": ("apa",),
    "Belga": ("belga",),
    "ANP": ("anp",),
    "NTB": ("ntb",),
    "TT": ("tt",),
    "Ritzau": ("ritzau",),
    "STT": ("stt",),
    "Lusa": ("lusa",),
    "PAP": ("pap",),
    "CTK": ("ctk", "čtk"),
    "MTI": ("mti",),
    "Tanjug": ("tanjug",),
    "BTA": ("bta",),
    "WAM": ("wam",),
    "SPA": ("spa", "saudi press agency"),
    "MENA": ("mena",),
    "Petra": ("petra",),
    "NNA": ("nna",),
    "QNA": ("qna",),
    "KUNA": ("kuna",),
    "Bernama": ("bernama",),
    "Antara": ("antara",),
    "VNA": ("vna",),
    "APP": ("app",),
    "UNB": ("unb",),
    "TASR": ("tasr",),
    "HINA": ("hina",),
    "BNS": ("bns",),
    "Agerpres": ("agerpres",),
    "Dow Jones": ("dow jones", "dow jones newswires"),
    "Keystone-SDA": ("keystone-sda", "sda"),
}
_NAMES = {alias: name for name, aliases in _AGENCIES.items() for alias in aliases}
_ANY = "|".join(sorted((re.escape(alias) for alias in _NAMES), key=len, reverse=True))
_DASH = "[-\u2010-\u2015]"
_ANY_DASH = re.compile(_DASH)
_ANY_DATE = re.compile(r", [A-Z]+ \d", re.IGNORECASE)
_BEFORE = r"(?:[^.!?\n]|(?-i:(?<=[A-Z][a-z]{2})|(?<=[A-Z][a-z]{3}))\.)"
"""What may stand before an agency's name: the dot of "Sept." ends no sentence."""

_IN_PARENTHESES = re.compile(rf"^{_BEFORE}{{0,80}}?\(({_ANY})\)\s*(?:{_DASH}|:)", re.IGNORECASE)
"""MOSCOW, March 15 (Interfax) - ..."""
_BEFORE_DASH = re.compile(rf"^({_ANY})\s*(?:{_DASH}\s|:\s)", re.IGNORECASE)
"""AFP - ... | Reuters: ..."""
_IN_SLASHES = re.compile(rf"^[^\n]{{0,60}}?/({_ANY})/", re.IGNORECASE)
"""MOSCOW, March 15. /TASS/. ..."""
_BEFORE_DATE = re.compile(rf"^({_ANY}), [A-Z][a-z]+ \d{{1,2}}\b", re.IGNORECASE)
"""TASS, March 15. ..."""
_AT_THE_END = re.compile(rf"(?:{_DASH}|\(|/|\bSource: |\bCredit: )\s*({_ANY})[)/.]*\s*$", re.IGNORECASE)
"""... — AP | ... (Reuters) | ... /TASS/ at the very end"""
_PASSING = re.compile(
    rf",\s+(?:according\s+to\s+)?({_ANY})(?:\s+(?:reported|reports|said))?(?=[.\n]|$)"
    rf"|^from\s+({_ANY})[.:]?\s*\n"
    rf"|(?<=[a-z0-9])\s+\(({_ANY})\)(?=[.,\s]|$)",
    re.IGNORECASE,
)
"""... on Monday, TASS reported. | ... on Monday, according to TASS. | a first line: From TASS"""
_UPPER = r"[^\W\d_a-zß-ÿ]"
_DATELINE = re.compile(
    rf"^{_UPPER}{_UPPER}+(?:[ ,./]{_UPPER}+)*(?:, [A-Z][a-z]{{2,8}}\.? ?\d{{0,2}})? ?(?:{_DASH}){{1,2}} "
)
_SOME_CREDIT = re.compile(
    rf"^(?:{_BEFORE}{{0,60}}?\([^()\n]{{2,30}}\)\s*(?:(?:{_DASH}){{1,2}}|:)\s"
    rf"|[\[(][^\])\n]{{2,30}}[\])]\s"
    rf"|[^.!?:\n]{{2,50}}?\s(?:(?:{_DASH}){{1,2}}|\|)\s(?=[A-Z\"“‘'\d]))"
)
_LONGEST_DATELINE = 160
_SHORT = 3
"""So many letters or fewer are an agency's name only if they are written as such."""


def credited(text: str) -> str | None:
    """Return the agency that the first or last words of a text credit, by the one name it goes by here."""
    text = text.strip()
    if not text:
        return None
    head, tail = text[:_LONGEST_DATELINE], text[-_LONGEST_DATELINE:]
    may_end = tail is not head
    for credit in _may_begin(head):
        may_end = True  # what marks a credit at the end marks one at the beginning too
        if (found := credit.search(head)) and _is_agency(found[1]):
            return _NAMES[found[1].lower()]
    if may_end and _may_end(tail) and (found := _AT_THE_END.search(tail)) and _is_agency(found[1]):
        return _NAMES[found[1].lower()]
    return None


def _may_begin(head: str) -> Iterator[re.Pattern[str]]:
    """Yield the credits that a text may begin with: most texts hold no mark that stands beside an agency."""
    if "(" in head:
        yield _IN_PARENTHESES
    if ":" in head or _ANY_DASH.search(head):
        yield _BEFORE_DASH
    if "/" in head:
        yield _IN_SLASHES
    if ", " in head and _ANY_DATE.search(head):
        yield _BEFORE_DATE


def _may_end(tail: str) -> bool:
    return "(" in tail or "/" in tail or ":" in tail or _ANY_DASH.search(tail) is not None


def without_credits(text: str) -> str:
    """Return the text without the words up to and with its credit: a dateline is no place it tells of."""
    text = text.strip()
    if not text:
        return text
    head = text[:_LONGEST_DATELINE]
    for credit in _may_begin(head):
        found = credit.search(head)
        if found and _is_agency(found[1]):
            text = text[found.end() :].lstrip(" .:-\u2010\u2011\u2012\u2013\u2014\u2015")
            break
    if "," in text or "(" in text or text[:4].lower() == "from":
        text = _PASSING.sub(lambda found: "" if _is_agency(found[1] or found[2] or found[3]) else found[0], text)
    if _may_end(text[-_LONGEST_DATELINE:]):
        text = _AT_THE_END.sub("", text).rstrip() or text
    return text.rstrip() or text


def without_dateline(text: str) -> str:
    """Return the text without where it was written, and by whom, if that begins its first or second line."""
    first, line_break, rest = text.partition("\n")
    return _without_dateline(first) + line_break + _without_dateline(rest.lstrip())


def _without_dateline(text: str) -> str:
    return _DATELINE.sub("", _SOME_CREDIT.sub("", text)) or text


def _is_agency(written: str) -> bool:
    return len(written) > _SHORT or written.isupper() or written in _AGENCIES


@lru_cache(maxsize=1_024)
def agency_of(source: str) -> str | None:
    """Return the agency whose name is the id of a source, or a whole word of it; analysts choose those ids."""
    words = re.split(r"[^a-z0-9]+", source.lower())
    whole = " ".join(words).strip()
    if whole in _NAMES:
        return _NAMES[whole]
    return next((_NAMES[word] for word in words if word in _NAMES and len(word) > 2), None)
