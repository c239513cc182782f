"""The pack and the calendar that a command line names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcrules.law.model import Pack
    from qcrules.time.calendar import Calendar


def pack_in(rules: str | None) -> Pack:
    """The pack of a folder or of a name, or the built-in one. PackError where it cannot be loaded."""
    from qcrules.source.pack import load_pack

    return load_pack(folder_of(rules))


def folder_of(rules: str | None = None) -> Path:
    """The folder of the pack that is meant, as short as it can be said from here. UsageError where there is none."""
    from qcrules.source.built_in import rules_folder

    folder, here = rules_folder(rules), Path.cwd()
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
