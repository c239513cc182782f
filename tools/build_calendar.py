"""Writes src/qcrules/time/kz.json from the package `holidays`: Kazakhstan's days off and their transfers.

With --check it writes nothing, and exits with 1 when the file is not what it would write.

`holidays` has no Russian names, so they are here. It names a transfer by its days and lists the decrees of a
year: for 2013 and 2014 it is known which decree moved which day; for another year with several decrees all
are named. The transfers of 2013 and 2014 were compared with what was announced then; of the others the file says
that only the library has them. Published calendars differ on a few later days, which the file names.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import holidays

from qcrules.time.months import YEARS

TARGET = Path(__file__).resolve().parent.parent / "src" / "qcrules" / "time" / "kz.json"

RUSSIAN = {
    "New Year's Day": "Новый год",
    "Orthodox Christmas": "православное Рождество",
    "International Women's Day": "Международный женский день",
    "Nowruz Holiday": "Наурыз мейрамы",
    "Kazakhstan's People Solidarity Holiday": "Праздник единства народа Казахстана",
    "Defender of the Fatherland Day": "День защитника Отечества",
    "Victory Day": "День Победы",
    "Capital Day": "День столицы",
    "Constitution Day": "День Конституции Республики Казахстан",
    "Republic Day": "День Республики",
    "First President Day": "День Первого Президента Республики Казахстан",
    "Independence Day": "День Независимости",
    "Eid al-Adha": "первый день Курбан-айта",
}

ACTS_OF_A_DAY = {
    date(2013, 5, 4): ["P1300000345"],
    date(2013, 10, 12): ["P1300001068"],
    date(2013, 12, 28): ["P1300001322"],
}

COMPARED = (2013, 2014)
"""The years whose transfers were found elsewhere, too."""

DISPUTED = {
    date(2026, 8, 31): {
        "ru": "рабочий день, но опубликованные календари расходятся: в иных это выходной за День Конституции",
        "en": "a working day, but published calendars differ: in some it is a day off for Constitution Day",
    },
}
"""Days of which published calendars say different things; what counts here is what `holidays` says."""

ACTS_OF_A_YEAR = {
    2000: ["P000000642"],
    2001: ["P010000282", "P010000515", "P010001604"],
    2002: ["P020000466"],
    2003: ["P030000338", "P030001166"],
    2005: ["P050000142", "P050000751", "P050000949"],
    2006: ["P050001309", "P060000277"],
    2007: ["P070000148", "P070000165", "P070000713", "P070000925", "P070001113"],
    2008: ["P080000364"],
    2009: ["P090001936"],
    2010: ["P090002216", "P100000637"],
    2011: ["P1100000167", "P1100000948"],
    2012: ["P1200000268", "P1200000458", "P1200001538"],
    2014: ["P1400000365"],
    2016: ["P1600000067"],
    2017: ["P1700000005"],
    2018: ["P1700000864"],
    2019: ["P1800000888"],
    2020: ["P1900000820"],
    2021: ["P2000000930"],
    2022: ["P2200000796"],
    2023: ["P2300000326"],
    2024: ["G24G0000109"],
    2025: ["G24G0000436"],
}

TRANSFER = re.compile(r"Day off \(substituted from (\d\d/\d\d/\d{4})\)")
OBSERVED = " (observed)"
ESTIMATED = " (estimated)"


def build() -> dict[str, Any]:
    """What the file says."""
    known = holidays.country_holidays("KZ", years=YEARS, language="en_US")
    days: dict[str, list[date]] = defaultdict(list)
    observed: dict[str, list[date]] = defaultdict(list)
    estimated: dict[str, list[date]] = defaultdict(list)
    transfers = []
    for day, names in sorted(known.items()):
        for name in names.split("; "):
            if moved := TRANSFER.fullmatch(name):
                transfers.append((datetime.strptime(moved[1], "%m/%d/%Y").date(), day))
            elif name.endswith(OBSERVED):
                observed[name.removesuffix(OBSERVED)].append(day)
            else:
                if name.endswith(ESTIMATED):
                    estimated[name.removesuffix(ESTIMATED)].append(day)
                days[name.removesuffix(ESTIMATED)].append(day)
    assert set(days) == set(RUSSIAN), f"names without a translation: {set(days) ^ set(RUSSIAN)}"
    return {
        "source": f"holidays {version('holidays')}",
        "holidays": [
            {
                "en": name,
                "ru": russian,
                "days": days[name],
                "estimated": estimated[name],
                "moved": {str(off): str(day) for off, day in origins(days[name], observed[name])},
            }
            for name, russian in RUSSIAN.items()
        ],
        "transfers": [
            {
                "works": works,
                "off": off,
                "acts": ACTS_OF_A_DAY.get(works) or ACTS_OF_A_YEAR[off.year],
                "compared": works.year in COMPARED,
            }
            for works, off in transfers
        ],
        "transfers_known_to": max(off.year for _, off in transfers),
        "disputed": {str(day): words for day, words in DISPUTED.items()},
    }


def origins(days: list[date], observed: list[date]) -> list[tuple[date, date]]:
    """Which day of the holiday, on a weekend, each observed day off stands for: both in the order of days."""
    pairs: list[tuple[date, date]] = []
    for year in sorted({day.year for day in observed}):
        free = [day for day in days if day.year == year and day.weekday() >= 5]
        instead = [day for day in observed if day.year == year]
        assert len(free) == len(instead), f"{year}: {free} are observed on {instead}"
        pairs += zip(instead, free, strict=True)
    return pairs


def main(arguments: list[str]) -> int:
    text = json.dumps(build(), ensure_ascii=False, indent=1, default=date.isoformat)
    text = re.sub(
        r'\{\s+("works": "[^"]+"),\s+("off": "[^"]+"),\s+"acts": \[([^]]+)\],\s+("compared": \w+)\s+\}',
        one_line,
        text,
    )
    if arguments != ["--check"]:
        TARGET.write_text(text + "\n", encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text + "\n":
        return 0
    print(f"{TARGET.name} is out of date: run tools/build_calendar.py", file=sys.stderr)
    return 1


def one_line(transfer: re.Match[str]) -> str:
    """A transfer on a line of its own, for reading."""
    acts = " ".join(transfer[3].split())
    return f'{{{transfer[1]}, {transfer[2]}, "acts": [{acts}], {transfer[4]}}}'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
