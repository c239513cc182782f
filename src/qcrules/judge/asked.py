"""What a program asks of a check, read or refused in words: the day, the language, what a null says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast, get_args

from ..errors import Problem, UsageError, nearest
from ..facts.moments import read_day
from ..facts.words import Nulls, yes_no
from ..law.model import Pack
from ..text import LANGS, Lang, Text, shown


def day_of_check(given: Any) -> date | None:
    """The day of the check as a program names it: a day, a moment of it, or text. UsageError where it is no day."""
    if given is None:
        return None
    try:
        return given.date() if isinstance(given, datetime) else read_day(given)
    except ValueError:
        said = shown(given)
        raise UsageError.of(
            f"день проверки: `{said}` — не день вида 2014-01-31",
            f"the day of the check: `{said}` is no day like 2014-01-31",
        ) from None


def known_language(given: Any) -> Lang:
    """The language of an answer. UsageError where it is none of the two."""
    if given not in LANGS:
        said = shown(given)
        raise UsageError.of(
            f"языка `{said}` нет: есть ru и en", f"there is no language `{said}`: there are ru and en"
        )
    return cast(Lang, given)


def known_nulls(given: Any) -> Nulls | None:
    """What a null says, as a program names it. UsageError where it is neither of the two."""
    if given is not None and given not in get_args(Nulls):
        said, known = shown(given), ", ".join(get_args(Nulls))
        raise UsageError.of(
            f"nulls: `{said}` не известно; бывает: {known}", f"nulls: unknown `{said}`; there are: {known}"
        )
    return cast("Nulls | None", given)


def known_complete(given: Any) -> bool | None:
    """Is a record complete, as a program says it? UsageError where that is no answer."""
    said = None if given is None else yes_no(given)
    if said is None and given is not None:
        words = shown(given)
        raise UsageError.of(
            f"complete: нужно True или False, а не `{words}`",
            f"complete: expected True or False, not `{words}`",
        )
    return said


def known_readings(given: Any) -> Mapping[str, str]:
    """The readings that a program has chosen. UsageError where they are no mapping."""
    if given is None:
        return {}
    if isinstance(given, Mapping) and all(isinstance(one, str) for pair in given.items() for one in pair):
        return given
    said = shown(given)
    raise UsageError.of(
        f"readings: нужен словарь «чтение: вариант», а не `{said}`",
        f"readings: expected a mapping, reading: option, not `{said}`",
    )


def settled_readings(given: Mapping[str, str] | None, pack: Pack) -> dict[str, str]:
    """The readings that the caller has settled. UsageError where a reading or an option is not known."""
    problems, readings = [], known_readings(given)
    for name, option in readings.items():
        reading = pack.readings.get(name)
        if reading is None:
            hint = nearest(name, pack.readings)
            problems.append(
                Problem(Text(f"чтение `{name}` не известно{hint.ru}", f"unknown reading `{name}`{hint.en}"))
            )
        elif option not in reading.options:
            known = ", ".join(reading.options)
            problems.append(
                Problem(
                    Text(
                        f"у чтения `{name}` нет варианта `{option}`; есть: {known}",
                        f"reading `{name}` has no option `{option}`; it has: {known}",
                    )
                )
            )
    if problems:
        raise UsageError(problems)
    return dict(readings)
