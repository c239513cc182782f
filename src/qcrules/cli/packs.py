"""The pack and the calendar that a command line names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcrules.law.model import Pack
    from qcrules.time.calendar import Calendar


def pack_in(folder: str | None) -> Pack:
    """The pack in a folder, or the built-in one. PackError where it cannot be loaded."""
    from qcrules.source.pack import load_pack

    return load_pack(folder or built_in())


def built_in() -> Path:
    """The folder of the built-in pack, as short as it can be said from here."""
    from qcrules.source.built_in import built_in_rules

    folder, here = built_in_rules(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def chosen_calendar(name: str | None, rules: str | None) -> Calendar:
    """The calendar of that name, else that of a pack with its corrections, else Kazakhstan's.

    UsageError where there is no such calendar, PackError where the pack cannot be loaded.
    """
    if name is None and rules is not None:
        from qcrules.judge.rulebook import load_rules

        return load_rules(rules).calendar
    from qcrules.time.calendar import load_calendar

    return load_calendar(name or "kz")
