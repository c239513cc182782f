"""The option ``--calendar``, which two commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qcrules.text import Lang, Text

from .base import option

if TYPE_CHECKING:
    from qcrules.time.calendar import Calendar


def calendar_option(lang: Lang) -> click.Option:
    """``--calendar kz|weekends|<country>``."""
    return option(
        lang,
        "--calendar",
        metavar=Text("kz|weekends|СТРАНА", "kz|weekends|COUNTRY")(lang),
        help=Text("Календарь рабочих дней; по умолчанию kz.", "The calendar of working days; default kz."),
    )


def chosen_calendar(name: str | None, rules: str | None) -> Calendar:
    """The calendar of that name, else that of a pack with its corrections, else Kazakhstan's.

    UsageError where there is no such calendar, PackError where the pack cannot be loaded.
    """
    if name is None and rules is not None:
        from qcrules.judge.rulebook import load_rules

        return load_rules(rules).calendar
    from qcrules.time.calendar import load_calendar

    return load_calendar(name or "kz")
