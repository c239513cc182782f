"""What became of the mutants of a pack: the survivors in words, with the case to add, and the counts."""

from __future__ import annotations

from typing import Any

from qcrules.testing.mutation.tally import Survivor, Tally
from qcrules.text import Lang, Text

from .layout import TextLayout

_ADD = Text("добавьте случай", "add a case")


def as_dict(tally: Tally, lang: Lang) -> dict[str, Any]:
    """The counts and the survivors; those with a reason in the page apart."""
    return {
        "mutants": tally.mutants,
        "killed": tally.killed,
        "equivalent": tally.equivalent,
        "survived": [_survivor(one, lang) for one in tally.survived],
        "excused": [_survivor(one, lang) for one in tally.waived],
    }


def _survivor(one: Survivor, lang: Lang) -> dict[str, Any]:
    return {
        "rule": one.subject,
        "citation": one.citation,
        "change": one.words(lang),
        "source": str(one.place),
        "message": one.sentence()(lang),
        "case": one.suggestion(lang) if one.suggestion else None,
        "reason": one.reason(lang) if one.reason else None,
    }


def render(tally: Tally, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """The survivors, each with its place and a case that would notice; the last line is the counts."""
    layout = TextLayout(width=width, colour=colour)
    for one in tally.survived:
        layout.entry("✗", f"{one.sentence()(lang)} ({one.subject}, {one.place})", style="red bold")
        if one.suggestion is not None:
            layout.line(f"{_ADD(lang)}: {one.suggestion(lang)}", indent=4, hang=8)
    layout.gap()
    words = Text(
        f"мутантов {tally.mutants}: замечено {tally.killed}, выжило {len(tally.survived)}, "
        f"с причиной на странице {len(tally.waived)}; равносильных {tally.equivalent} не считаем",
        f"{tally.mutants} mutants: {tally.killed} noticed, {len(tally.survived)} survived, "
        f"{len(tally.waived)} with a reason on the page; {tally.equivalent} equivalent ones are not counted",
    )
    layout.whole(words(lang), style="bold red" if tally.survived else "bold green")
    return layout.text()
