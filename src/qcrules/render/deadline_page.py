"""One term as a page and as a picture: the day, how it was reckoned, the months with the days that do not count."""

from __future__ import annotations

from datetime import datetime

from qcrules.text import Lang
from qcrules.time.deadline import ReckonedTerm

from .deadline import headline, steps
from .html import filled, said
from .month import shown_months
from .timeline import term_picture


def svg(it: ReckonedTerm, lang: Lang) -> str:
    """The term as a bar from the event to the due day."""
    title = said("picture-of-term", it.counting.term.words())
    return term_picture(title, it.reckoning, it.calendar, lang)


def html(it: ReckonedTerm, lang: Lang) -> str:
    """The page of one term."""
    from markupsafe import Markup

    found = it.reckoning
    in_days = not isinstance(found.due, datetime)
    return filled(
        "deadline.html",
        lang,
        title=headline(it, lang),
        due=found.due,
        steps=steps(it, lang),
        months=shown_months(found.base, found.due, found.skipped, lang) if in_days else [],
        picture=Markup(svg(it, lang)),  # escaped when it was made
        calendar=it.calendar,
    )
