"""A day of GDELT event exports, made up: as many rows, columns and codes as a real one has, spread alike."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random

from tracker.sources.gdelt_files import stamp_of
from tracker.sources.gdelt_rows import AT, COLUMNS

DAY = datetime(2016, 5, 14, tzinfo=UTC)
FILES = 96
STEP = timedelta(minutes=15)
ROWS = 150_000
PLACES = 200

ROOT_SHARES = {  # of a hundred rows, roughly; the ten rarest roots share what is left
    "01": 9, "02": 8, "03": 9, "04": 27, "05": 8, "07": 3, "08": 3, "09": 2, "10": 2, "11": 6,
    "12": 2, "13": 2, "14": 2, "15": 1, "16": 1, "17": 6, "18": 3, "19": 5, "20": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Served:
    """One export as a server holds it."""

    made: datetime
    body: bytes

    def line(self, host: str) -> str:
        """Return how the lists of files name it."""
        name = f"{host}/gdeltv2/{stamp_of(self.made)}.export.CSV.zip"
        return f"{len(self.body)} {hashlib.md5(self.body, usedforsecurity=False).hexdigest()} {name}"


def a_day(rows: int = ROWS, *, files: int = FILES, seed: int = 4) -> Iterator[Served]:
    """Yield the exports of a day, oldest first, with so many rows in all."""
    chance = Random(seed)
    number = 0
    for each in range(files):
        made = DAY + (each + 1) * STEP
        lines = []
        for _ in range(rows * (each + 1) // files - rows * each // files):
            number += 1
            lines.append("\t".join(a_row(chance, 500_000_000 + number, made)))
        yield Served(made, zipped(lines, made))


def zipped(lines: list[str], made: datetime) -> bytes:
    """Return the rows as an export is packed."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{stamp_of(made)}.export.CSV", "".join(f"{line}\n" for line in lines))
    return packed.getvalue()


def a_row(chance: Random, number: int, made: datetime, **given: str) -> list[str]:
    """Return one row; `given` are columns by name in small letters."""
    (root,) = chance.choices(list(ROOT_SHARES), list(ROOT_SHARES.values()))
    place = chance.randrange(PLACES)
    day = made.date() - timedelta(days=chance.choice((0, 0, 0, 0, 0, 0, 0, 1, 7, 30)))
    actor, target = (f"C{chance.randrange(PLACES):02}" for _ in range(2))
    told = {
        "globaleventid": str(number),
        "sqldate": f"{day:%Y%m%d}",
        "monthyear": f"{day:%Y%m}",
        "year": f"{day:%Y}",
        "fractiondate": f"{day.year}.3644",
        "isrootevent": str(chance.randrange(2)),
        "eventcode": root + chance.choice(("0", "1", "2", "11", "42")),
        "eventrootcode": root,
        "quadclass": str(1 + (int(root) - 1) // 5),
        "goldsteinscale": "-2.0",
        "nummentions": str(chance.randrange(1, 20)),
        "numsources": "1",
        "numarticles": str(chance.randrange(1, 20)),
        "avgtone": f"{chance.uniform(-9, 9):.12f}",
        "dateadded": stamp_of(made),
        "sourceurl": f"https://www.paper{chance.randrange(3000)}.example/news/2016/05/{number}/a-story-as-it-was-told",
    }
    for who, code in (("actor1", actor), ("actor2", target)):
        told |= {f"{who}code": f"{code}GOV", f"{who}name": f"GOVERNMENT OF {code}", f"{who}countrycode": code}
        told |= {f"{who}type1code": "GOV"}
    for who in ("actor1geo", "actor2geo", "actiongeo"):
        told |= {f"{who}_type": "4", f"{who}_fullname": f"Town {place}, Province, b{place}"}
        told |= {f"{who}_countrycode": f"F{place}", f"{who}_adm1code": f"F{place}01", f"{who}_adm2code": "18923"}
        told |= {f"{who}_lat": "33.5", f"{who}_long": "36.3", f"{who}_featureid": "-2541360"}
    told |= {"eventbasecode": told["eventcode"][:3]} | given
    row = [""] * len(COLUMNS)
    for name, value in told.items():
        row[AT[name]] = value
    return row
