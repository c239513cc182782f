"""The packs of rules at hand: name, law, article, edition, and how much there is of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from qcrules.law.model import Pack, choice_of
from qcrules.text import Lang, Text

from .layout import TextLayout
from .words import Noun, when

_RULES = Noun("правило", "правила", "правил", "rule", "rules")
_READINGS = Noun("чтение", "чтения", "чтений", "reading", "readings")


def as_dict(pack: Pack, lang: Lang, *, default: bool) -> dict[str, Any]:
    """A pack in plain words and numbers; ``default``: it is meant where none is named."""
    text = pack.text
    validity = pack.validity[choice_of(pack.validity_readings, pack.defaults())]
    return {
        "name": pack.id,
        "default": default,
        "title": pack.title(lang),
        "law": text.law(lang) if text else None,
        "article": text.article(lang) or None if text else None,
        "edition": text.edition(lang) if text else None,
        "in_force": {
            "from": validity.first.isoformat(),
            "to": None if validity.endless else validity.last.isoformat(),
        },
        "rules": len(pack.every_rule()),
        "readings": len(pack.readings),
        "kinds": [
            {"kind": kind.key, "words": kind.term(lang)}
            for kind in pack.vocabulary.kinds.values()
            if kind.inside is None
        ],
        "caveat": pack.caveat(lang) if pack.caveat else None,
    }


def render(packs: Iterable[dict[str, Any]], lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """The packs for a person at a terminal."""
    layout = TextLayout(width=width, colour=colour)
    usual = Text("по умолчанию", "the default")(lang)
    titles = {
        key: Text(ru, en)(lang)
        for key, ru, en in (("edition", "редакция", "edition"), ("in_force", "действует", "in force"))
    }
    for one in packs:
        layout.gap()
        layout.entry(one["name"], f"({usual})" if one["default"] else "", style="bold")
        law = ", ".join(filter(None, (one["law"], one["article"])))
        for words in filter(None, (one["title"], law)):
            layout.line(words, indent=4)
        days = (date.fromisoformat(day) if day else None for day in one["in_force"].values())
        life = " — ".join(when(day, lang) if day else "…" for day in days)
        rows = {"edition": one["edition"], "in_force": life}
        for key, words in rows.items():
            if words:
                layout.line(f"{titles[key]}: {words}", indent=4, hang=8, style="dim")
        counts = [_RULES.of(one["rules"], lang), _READINGS.of(one["readings"], lang)]
        kinds = ", ".join(kind["words"] for kind in one["kinds"])
        layout.line(f"{', '.join(counts)}; {kinds}", indent=4, hang=8, style="dim")
    return layout.text()
