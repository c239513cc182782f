"""What somebody may have meant who wrote a moment in another way than records write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

_MONTHS: Mapping[str, int] = {
    begins: number
    for number, words in enumerate(
        (
            ("янв", "jan"),
            ("фев", "feb"),
            ("мар", "mar"),
            ("апр", "apr"),
            ("ма", "may"),
            ("июн", "jun"),
            ("июл", "jul"),
            ("авг", "aug"),
            ("сен", "sep"),
            ("окт", "oct"),
            ("ноя", "nov"),
            ("дек", "dec"),
        ),
        1,
    )
    for begins in words
}
"""How the name of a month begins; «марта» is found before «мая»."""

_FIRST_OF_EXCEL = date(1899, 12, 30)
"""Excel counts days from here, and shows the number where a cell is not formatted as a date."""

_EARLIEST, _LATEST = 33239, 73415
"""The days of Excel of 1991 and of 2100."""


def _named_month(found: re.Match[str]) -> str:
    word = found["name"].casefold()
    month = next((number for begins, number in _MONTHS.items() if word.startswith(begins)), 0)
    return f"{found['year']}-{month:02}-{found['day']:0>2}"


def _of_excel(found: re.Match[str]) -> str:
    days = float(found[0].replace(",", "."))
    if not _EARLIEST <= days <= _LATEST:
        return ""
    moment = _FIRST_OF_EXCEL + timedelta(int(days))
    minutes = round(days % 1 * 24 * 60)
    return f"{moment} {minutes // 60:02}:{minutes % 60:02}" if 0 < minutes < 24 * 60 else str(moment)


def _twelve_hours(found: re.Match[str]) -> str:
    hour = int(found["hour"]) % 12 + (12 if found["half"].casefold().startswith("p") else 0)
    return f"{found['day']} {hour:02}:{found['minute']}"


_DAY = r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}"

_SHAPES: Mapping[str, Callable[[re.Match[str]], str]] = {
    r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})": lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}",
    r"(\d{1,2})\.(\d{1,2})\.(\d{2})": lambda found: f"20{found[3]}-{found[2]:0>2}-{found[1]:0>2}",
    r"(\d{1,2}),(\d{1,2}),(\d{4})": lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}",
    r"(\d{4})[./](\d{1,2})[./](\d{1,2})": lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}",
    r"(\d{4})(\d{2})(\d{2})": lambda found: f"{found[1]}-{found[2]}-{found[3]}",
    rf"({_DAY})[T ](\d{{1,2}})[.,\- ](\d{{2}})": lambda found: f"{found[1]} {found[2]:0>2}:{found[3]}",
    rf"({_DAY}) в (\d{{1,2}})[:.](\d{{2}})": lambda found: f"{found[1]} {found[2]:0>2}:{found[3]}",
    rf"(?P<day>{_DAY}) (?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}})? ?(?P<half>[AaPp])\.?[Mm]\.?": _twelve_hours,
    rf"({_DAY}) ?[-–—] ?({_DAY})": lambda found: f"{found[1]}/{found[2]}",
    r"«?(?P<day>\d{1,2})»? (?P<name>[А-Яа-яA-Za-z]{3,9})\.?,? (?P<year>\d{4})(?: ?(?:года|г\.?))?": _named_month,
    r"\d{5}(?:[.,]\d+)?": _of_excel,
}
"""Other ways of writing a moment, and each as records would write it."""


def perhaps_meant(words: str) -> str:
    """The moment that may be meant, as records write it, whether there is such a day or not; else nothing."""
    for shape, corrected in _SHAPES.items():
        if found := re.fullmatch(shape, words, re.ASCII):
            return corrected(found)
    days = re.findall(rf"(?<![\d.-])(?:{_DAY})(?![\d-])", words, re.ASCII)
    return "/".join(days) if len(days) == 1 or (len(days) == 2 and words.startswith(("с ", "from "))) else ""
