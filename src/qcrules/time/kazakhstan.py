"""The working days of Kazakhstan, as they are shipped: ``kz.json``, written by ``tools/build_calendar.py``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
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


@cache
def reason(day: int) -> Text | None:
    """Why a day is off, or is worked on a weekend."""
    found = list(_reasons(date.fromordinal(day).isoformat()))
    return Text("; ".join(one.ru for one in found), "; ".join(one.en for one in found)) if found else None


@cache
def _by_day() -> tuple[Mapping[str, list[Any]], Mapping[str, list[Any]]]:
    """The holidays and the transfers that say something of a day."""
    holidays, transfers = defaultdict[str, list[Any]](list), defaultdict[str, list[Any]](list)
    for holiday in data()["holidays"]:
        for day in {*holiday["days"], *holiday["moved"]}:
            holidays[day].append(holiday)
    for transfer in data()["transfers"]:
        for day in {transfer["off"], transfer["works"]}:
            transfers[day].append(transfer)
    return holidays, transfers


def _reasons(day: str) -> Iterator[Text]:
    holidays, transfers = _by_day()
    for holiday in holidays.get(day, ()):
        name = Text(holiday["ru"], holiday["en"])
        if day in holiday["days"]:
            yield _estimated(name) if day in holiday["estimated"] else name
        if day in holiday["moved"]:
            yield _moved(name, date.fromisoformat(holiday["moved"][day]))
    for transfer in transfers.get(day, ()):
        yield _transferred(transfer, off=day == transfer["off"])
    if said := data()["disputed"].get(day):
        yield Text(said["ru"], said["en"])


def _transferred(transfer: Mapping[str, Any], *, off: bool) -> Text:
    """A day that is off because another is worked, or the other way round."""
    other = date.fromisoformat(transfer["works" if off else "off"])
    acts = _acts(transfer["acts"], compared=transfer["compared"])
    if off:
        return Text(
            f"выходной день, перенесён с {russian(other)} ({acts.ru})",
            f"day off, moved from {other} ({acts.en})",
        )
    return Text(
        f"рабочий день: выходной перенесён на {russian(other)} ({acts.ru})",
        f"working day: its day off was moved to {other} ({acts.en})",
    )


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
