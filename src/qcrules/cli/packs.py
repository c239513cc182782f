"""The option ``--rules``, and the pack that it names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcrules.text import Lang, Text

from .base import option

if TYPE_CHECKING:
    from qcrules.law.model import Pack


def rules_option(lang: Lang) -> click.Option:
    """``--rules FOLDER``."""
    return option(
        lang,
        "--rules",
        metavar=Text("ПАПКА", "FOLDER")(lang),
        help=Text("Другой свод правил.", "Another pack of rules."),
    )


def pack_in(folder: str | None) -> Pack:
    """The pack in a folder, or the built-in one. PackError where it cannot be loaded."""
    from qcrules.source.pack import load_pack

    return load_pack(folder or built_in())


def built_in() -> Path:
    """The folder of the built-in pack, as short as it can be said from here."""
    from qcrules.source.built_in import built_in_rules

    folder, here = built_in_rules(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
