"""Words of which one in place of another tells another story: opposite turns and fates, things of one kind."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.engine.near.covering import content
from tracker.engine.near.telling import Telling
from tracker.engine.near.vocabulary import stem, words_of

_KINDS = """
die fatal | hurt | unhurt unharmed uninjured alive survive survivor | miss
trap strand | rescue release
arrive return enter send | leave withdraw flee | stay stuck
open reopen | shut
begin launch resume | end halt stop suspend interrupt
rise double triple recover | fall halve cut | steady unchanged stable flat
approve agree accept back | refuse veto oppose | postpone cancel abandon
win | lose defeat
confirm prove | doubt
release acquit pardon | arrest jail charge convict sentence
succeed | fail miss
buy import | sell export
ban | allow
find | search vanish
attack capture seize occupy | defend repel liberate
promise | break
highest peak maximum | lowest minimum
high | low
strong | weak
hot heat | cold frost
ahead | behind
northern north | southern south | eastern east | western west
upper | lower
boy father son husband brother | women woman girl mother daughter wife sister
wheat | maize | barley | rice | soybean soya | sunflower | sugar | coffee | cocoa | cotton | potato
coal | copper | gold | silver | iron | nickel | lithium | uranium | zinc | oil crude | gas | diamond | water
solar | wind | nuclear | hydroelectric
train | bus | tram | car | lorry | ferry | tanker | plane | helicopter | bicycle | motorcycle | yacht | submarine
bridge | tunnel | dam | road | railway | airport | harbour | canal | pipeline | reservoir
flood | quake | storm | fire | landslide | avalanche | drought | eruption volcano | heatwave
minister | ambassador | president | premier | mayor | governor | senator | judge | prosecutor | king | bishop
parliament | senate | council | commission | court | government | ministry | police | army | navy | opposition
teacher | nurse | doctor | pilot | docker | farmer | firefighter | journalist | lawyer | soldier | student
school | hospital | church | mosque | market | hotel | factory | museum | library | warehouse | theatre | stadium
missile | drone | tank | rocket | artillery | bomb | mine | torpedo | warplane fighter
city town capital | village countryside
measles | cholera | polio | malaria | flu influenza | tuberculosis | dengue | ebola | cough | typhoid | anthrax
cod | salmon | herring | tuna | shrimp prawn | mackerel | char | trout
export | import
deficit | surplus
cattle cow | pig | sheep | goat | poultry chicken | bee | bird | whale | wolf
weekly | monthly | quarterly | annual | daily
"""
"""A line for each kind: what stands on either side of a stroke does not go together."""

_Place = tuple[int, int]


def _read() -> dict[str, list[_Place]]:
    found: dict[str, list[_Place]] = {}
    for kind, line in enumerate(_KINDS.strip().splitlines()):
        for side, words in enumerate(line.split("|")):
            for word in {stem(word) for word in words_of(words)}:
                found.setdefault(word, []).append((kind, side))
    return found


_PLACES = _read()


SAME = 0.4
"""Sentences that share this part of the shorter one's words speak of the same."""


def is_telling(word: str) -> bool:
    """Say whether a word is one of those that make another story in place of another."""
    return word in _PLACES


def contrasting(first: Telling, second: Telling) -> Iterator[tuple[str, str]]:
    """Yield what a sentence says against what one on the same says, where only one text says it at all."""
    for one, other in ((first, second), (second, first)):
        theirs = [content(each) for each in other.sentences[other.lead :]]
        for sentence in one.sentences[one.lead :]:
            said = content(sentence)
            for word in sorted(said & _PLACES.keys()):
                for told in theirs:
                    if word in told or len(said & told) < SAME * min(len(said), len(told)):
                        continue
                    for rival in sorted(told - said):
                        if word not in other.words and _differ(word, rival) and not _stands_with(word, told):
                            yield word, rival


def _differ(word: str, other: str) -> bool:
    kinds = dict(_PLACES[word])
    return any(kind in kinds and kinds[kind] != side for kind, side in _PLACES.get(other, ()))


def _stands_with(word: str, others: set[str]) -> bool:
    """Say whether others tell the same turn by another word."""
    places = set(_PLACES[word])
    return any(places & set(_PLACES.get(other, ())) for other in others)
