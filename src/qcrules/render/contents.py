"""What a pack holds, as lists: its provisions and readings, and the words of its records."""

from __future__ import annotations

from typing import Any

from qcrules.facts.field import Field
from qcrules.facts.vocabulary import Kind
from qcrules.law.model import Pack
from qcrules.text import Lang, Text

from .layout import TextLayout

PROVISIONS, WORDS = "qcrules/provisions/1", "qcrules/words/1"


def provisions(pack: Pack, lang: Lang) -> dict[str, Any]:
    """Every page with its rules, and every reading with its options, as data."""
    rules = pack.every_rule()
    return {
        "schema": PROVISIONS,
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "language": lang,
        "provisions": [
            {
                "cited": page.words,
                "title": page.title,
                "rules": [
                    {
                        "id": name,
                        "citation": rules[name].citation.words,
                        "gist": rules[name].form(pack.defaults()).gist(lang),
                    }
                    for name in page.rules
                    if name in rules
                ],
            }
            for page in pack.pages
        ],
        "readings": [
            {
                "reading": one.id,
                "question": one.question(lang),
                "default": one.default,
                "options": {key: option.title(lang) for key, option in one.options.items()},
            }
            for one in pack.readings.values()
        ],
    }


def render_provisions(data: dict[str, Any], *, width: int = 100, colour: bool = False) -> str:
    """The same for a person: what `qcrules rule` can show, and what `--reading` can choose."""
    to, lang = TextLayout(width=width, colour=colour), data["language"]
    to.line(Text("Нормы", "Provisions")(lang), style="bold")
    for page in data["provisions"]:
        to.gap()
        to.line(page["title"], style="bold")
        for rule in page["rules"]:
            to.entry(rule["citation"], f"{rule['gist']} · {rule['id']}", indent=2)
    to.gap()
    to.line(Text("Чтения", "Readings")(lang), style="bold")
    for reading in data["readings"]:
        to.entry(reading["reading"], reading["question"], indent=2, style="cyan")
        for key, title in reading["options"].items():
            usual = Text(" (по умолчанию)", " (default)")(lang) if key == reading["default"] else ""
            to.line(f"{key}{usual}: {title}", indent=6, hang=10)
    return to.text()


def words(kind: Kind, lang: Lang) -> dict[str, Any]:
    """Every field of a kind of record, as data."""
    return {
        "schema": WORDS,
        "kind": kind.key,
        "term": kind.term(lang),
        "language": lang,
        "fields": [_field(one, lang) for one in kind.root.walk() if one is not kind.root],
    }


def _field(fact: Field, lang: Lang) -> dict[str, Any]:
    return {
        "path": fact.path,
        "ru": fact.label.ru,
        "en": fact.label.en,
        "type": fact.type.term(lang),
        "options": {one.key: one.term(lang) for one in fact.options},
    }


def render_words(data: dict[str, Any], *, width: int = 100, colour: bool = False) -> str:
    """The same for a person: the path, the words, the type, the options."""
    to, lang = TextLayout(width=width, colour=colour), data["language"]
    to.line(f"{data['term']} ({data['kind']})", style="bold")
    for one in data["fields"]:
        lead, other = (one["ru"], one["path"]) if lang == "ru" else (one["path"], one["ru"])
        to.entry(lead, f"{one['type']} · {other}", indent=2)
        if one["options"]:
            said = ", ".join(
                term if term == key else f"{term} ({key})" for key, term in one["options"].items()
            )
            to.line(said, indent=6, hang=8, style="dim")
    return to.text()
