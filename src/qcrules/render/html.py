"""Pages and pictures from templates: each stands alone, and words from outside are only ever words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcrules import harmless
from qcrules.bilingual import messages
from qcrules.text import Lang, Text

from .words import WEEKDAYS, due_name, when, with_weekday

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).with_name("pages")
said = messages(str(FOLDER / "words"), "words.md")


def filled(template: str, lang: Lang, **data: Any) -> str:
    """A template of the folder ``pages`` with its data; everything in it is escaped."""
    return _environment(lang).get_template(template).render(**data)


@cache
def _environment(lang: Lang) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # slow to import

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: _plain(value, lang),
    )
    made.globals |= {
        "lang": lang,
        "said": lambda name, *parts: said(name, *parts)(lang),
        "weekdays": [day(lang) for day in WEEKDAYS],
    }
    filters: dict[str, Callable[..., str | Text]] = {
        "day": lambda moment: when(moment, lang),
        "weekday": lambda moment: with_weekday(moment, lang),
        "due_name": due_name,
    }
    made.filters |= filters
    return made


def _plain(value: Any, lang: Lang) -> Any:
    """What a template shows: texts in its language, and nothing that steers a reader's screen."""
    if isinstance(value, Text):
        value = value(lang)
    if value is None:
        return ""
    return harmless.text(value) if type(value) is str else value
