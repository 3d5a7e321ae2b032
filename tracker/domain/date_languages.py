"""How dates are written in the languages a digest can have: names of months and days, and their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateWords:
    """The short names of a language, January and Monday first, and how it writes a day, with a year or without."""

    months: tuple[str, ...]
    days: tuple[str, ...]
    day: str = "{day} {month}"
    dated: str = "{day} {month} {year}"
    alone: str = "{day}"
    """The number of a day whose month follows later: "14" in "14 to 21 Mar"."""


def _words(months: str, days: str, *forms: str) -> DateWords:
    return DateWords(tuple(months.split()), tuple(days.split()), *forms)


# The short forms of the Unicode CLDR within a sentence: the machine's locale must not change a message.
DATE_WORDS: Mapping[str, DateWords] = {
    "en": _words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Mon Tue Wed Thu Fri Sat Sun"),
    "de": _words(
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        "Mo. Di. Mi. Do. Fr. Sa. So.",
        "{day}. {month}",
        "{day}. {month} {year}",
        "{day}.",
    ),
    "es": _words("ene feb mar abr may jun jul ago sept oct nov dic", "lun mar mié jue vie sáb dom"),
    "fr": _words(
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "lun. mar. mer. jeu. ven. sam. dim."
    ),
    "it": _words("gen feb mar apr mag giu lug ago set ott nov dic", "lun mar mer gio ven sab dom"),
    "nl": _words("jan feb mrt apr mei jun jul aug sep okt nov dec", "ma di wo do vr za zo"),
    "pl": _words("sty lut mar kwi maj cze lip sie wrz paź lis gru", "pon. wt. śr. czw. pt. sob. niedz."),
    "pt": _words(
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        "seg. ter. qua. qui. sex. sáb. dom.",
        "{day} de {month}",
        "{day} de {month} de {year}",
    ),
    "ru": _words(
        "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
        "пн вт ср чт пт сб вс",
        "{day} {month}",
        "{day} {month} {year} г.",
    ),
    "uk": _words(
        "січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.",
        "пн вт ср чт пт сб нд",
        "{day} {month}",
        "{day} {month} {year} р.",
    ),
}
"""By the two letters of the language; English is what is meant where none is named."""
