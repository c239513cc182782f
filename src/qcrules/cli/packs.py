"""The option ``--rules``, and the pack that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qcrules.text import Lang, Text

from .base import option

if TYPE_CHECKING:
    from qcrules.rulebook.model import Pack


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
    from qcrules.check import built_in_rules
    from qcrules.loading.pack import load_pack

    return load_pack(folder or built_in_rules())
