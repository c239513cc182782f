"""``qcrules plan FILE…``: what is due, by whom, by when, on what it depends, and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang

from .base import CommandTable
from .check import Checks
from .many import CheckJob
from .options import (
    AS_OF,
    FILES,
    OUTPUT,
    READING,
    RULES,
    Whole,
    flag,
    forms_of_answer,
    option,
)
from .output import answer, look, write_whole
from .words import said

if TYPE_CHECKING:
    from qcrules.ahead.plan import CasePlan


def plan(
    lang: Lang,
    files: tuple[str, ...],
    reading: tuple[str, ...],
    form: str,
    output: str | None,
    alarm: tuple[int, ...],
    details: bool,
    **how: Any,
) -> int:
    """Plan every record of every file; ``how``: the day, the rules and what is left out."""
    from qcrules.ahead.plan import plan_of

    job = CheckJob.of(lambda one: plan_of(one.basis), lang, reading, **how)
    checks = Checks(files, lang, job, 1, tuple(filter(None, [output])))
    plans = list(checks.run())
    if form == "ics":
        _calendar(plans, output, alarm, details)
    elif form == "json":
        from qcrules.render import json
        from qcrules.render import plan as renderer

        answer(json.dumps([renderer.as_dict(one) for one in plans]), output)
    elif form == "html":
        from qcrules.render import plan_page

        answer(plan_page.html(plans), output)
    else:
        from qcrules.render import plan as renderer

        answer(renderer.render(plans, **look(output)), output)
    return 2 if checks.failed else 0


def _calendar(plans: list[CasePlan], output: str | None, alarm: tuple[int, ...], details: bool) -> None:
    """Write the calendar; one that is there already is brought up to date."""
    try:
        from qcrules.render import ics

        former = Path(output).read_bytes() if output is not None and Path(output).is_file() else None
        written = ics.render(plans, ics.Reminding(alarm or ics.ALARMS, details), former)
    except ImportError:
        raise UsageError(Problem(said("no-icalendar"))) from None
    if output is not None:
        write_whole(output, written)
    else:
        answer(written.decode("utf-8"))


COMMAND = CommandTable(
    plan,
    (
        FILES,
        AS_OF,
        READING,
        flag("--complete", default=None),
        RULES,
        option("--alarm", type=Whole(0, 60), multiple=True),
        flag("--details"),
        forms_of_answer("text", "json", "html", "ics"),
        OUTPUT,
    ),
)
