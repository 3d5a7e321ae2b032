"""CAMEO, the codes that GDELT gives to what was done: its twenty roots in plain words, and how they count.

Source: Conflict and Mediation Event Observations, codebook version 1.1b3 (2012), chapter 2.
"""

from __future__ import annotations

from typing import Final

from tracker.domain.reports import Nature

ROOTS: Final = {
    "01": "make a statement",
    "02": "appeal",
    "03": "express intent to cooperate",
    "04": "consult",
    "05": "cooperate diplomatically",
    "06": "cooperate materially",
    "07": "provide aid",
    "08": "yield",
    "09": "investigate",
    "10": "demand",
    "11": "disapprove",
    "12": "reject",
    "13": "threaten",
    "14": "protest",
    "15": "show force",
    "16": "reduce relations",
    "17": "coerce",
    "18": "assault",
    "19": "fight",
    "20": "use mass violence",
}

NATURES: Final = {
    "01": Nature.COMMENT.value,
    "02": Nature.COMMENT.value,
    "03": Nature.INTENTION.value,
    "10": Nature.COMMENT.value,
    "11": Nature.ACCUSATION.value,
    "12": Nature.ANNOUNCEMENT.value,
    "13": Nature.INTENTION.value,
}
"""What is only said is no deed, whoever said it; every other root is something observed."""
