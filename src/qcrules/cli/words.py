"""What the command line says, in both languages: ``commands.md`` holds it."""

from __future__ import annotations

from pathlib import Path

from qcrules.bilingual import messages, table
from qcrules.text import Text

_PAGE = Path(__file__).with_name("commands.md")
said = messages(__file__, _PAGE.name)


def words_of(command: str, name: str) -> tuple[Text, Text]:
    """What an option is for, and the name of its value: as the command says it, else as all commands do."""
    for section in (command, "shared"):
        for key, ru, en, value_ru, value_en in table(_PAGE, section)[1]:
            if key == name:
                return Text(ru, en), Text(value_ru, value_en)
    raise KeyError(name)
