"""The option ``--calendar``, which two commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qcrules.text import Lang, Text

from .base import option

if TYPE_CHECKING:
    from qcrules.calendar import Calendar


def calendar_option(lang: Lang) -> click.Option:
    """``--calendar kz|weekends|<country>``."""
    return option(
        lang,
        "--calendar",
        default="kz",
        metavar=Text("kz|weekends|СТРАНА", "kz|weekends|COUNTRY")(lang),
        help=Text("Календарь рабочих дней; по умолчанию kz.", "The calendar of working days; default kz."),
    )


def calendar_named(name: str) -> Calendar:
    """The calendar of that name. UsageError where there is none."""
    from qcrules.calendar import load_calendar

    return load_calendar(name)
