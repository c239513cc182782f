"""The working days of Kazakhstan, as they are shipped: ``kz.json``, written by ``tools/build_calendar.py``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ..text import Text
from .months import FIRST, LAST


def five_day_weeks() -> bytearray:
    week = bytes((FIRST + day - 1) % 7 < 5 for day in range(7))
    days = LAST - FIRST + 1
    return bytearray((week * (days // 7 + 1))[:days])


@cache
def data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads((Path(__file__).with_name("kz.json")).read_bytes())
    return data


def bits() -> bytes:
    """Of each day from FIRST to LAST: is it worked?"""
    known = data()
    worked = five_day_weeks()
    for holiday in known["holidays"]:
        for day in (*holiday["days"], *holiday["moved"]):
            worked[_ordinal(day) - FIRST] = 0
    for transfer in known["transfers"]:
        worked[_ordinal(transfer["off"]) - FIRST] = 0
        worked[_ordinal(transfer["works"]) - FIRST] = 1
    return bytes(worked)


def reasons() -> Mapping[int, Text]:
    """Why a day is off, or is worked on a weekend."""
    found: dict[int, Text] = {}

    def add(day: str, reason: Text) -> None:
        number = _ordinal(day)
        said = found.get(number)
        found[number] = Text(f"{said.ru}; {reason.ru}", f"{said.en}; {reason.en}") if said else reason

    known = data()
    for holiday in known["holidays"]:
        name = Text(holiday["ru"], holiday["en"])
        estimated = set(holiday["estimated"])
        for day in holiday["days"]:
            add(day, _estimated(name) if day in estimated else name)
        for day, holiday_itself in holiday["moved"].items():
            add(day, _moved(name, date.fromisoformat(holiday_itself)))
    for transfer in known["transfers"]:
        works, off = date.fromisoformat(transfer["works"]), date.fromisoformat(transfer["off"])
        acts = _acts(transfer["acts"], compared=transfer["compared"])
        add(
            transfer["off"],
            Text(
                f"выходной день, перенесён с {russian(works)} ({acts.ru})",
                f"day off, moved from {works} ({acts.en})",
            ),
        )
        add(
            transfer["works"],
            Text(
                f"рабочий день: выходной перенесён на {russian(off)} ({acts.ru})",
                f"working day: its day off was moved to {off} ({acts.en})",
            ),
        )
    for day, said in known["disputed"].items():
        add(day, Text(said["ru"], said["en"]))
    return found


def _estimated(name: Text) -> Text:
    return Text(f"{name.ru} (дата предположительная)", f"{name.en} (estimated date)")


def _moved(name: Text, holiday: date) -> Text:
    return Text(
        f"выходной день за {russian(holiday)}, {name.ru}: праздник совпал с другим нерабочим днём",
        f"day off for {holiday}, {name.en}: the holiday fell on another day off",
    )


def _acts(acts: list[str], *, compared: bool) -> Text:
    """The decree of a transfer; where only the decrees of the year are known, all of them.

    ``compared``: the transfer was found elsewhere, too; else the words say that only the library has it.
    """
    named = Text.same(acts[0])
    if len(acts) > 1:
        named = Text(f"один из актов {', '.join(acts)}", f"one of {', '.join(acts)}")
    return (
        named
        if compared
        else Text("{}; так у библиотеки holidays", "{}; as the library holidays has it").filled(named)
    )


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def russian(day: date) -> str:
    """A day as Russian texts write it."""
    return f"{day:%d.%m.%Y}"
