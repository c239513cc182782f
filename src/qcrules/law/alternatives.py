"""The terms of which one is enough: those of an *or*, and those of the items of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..kernel.formula import Formula, both
from .verbs import AllOf, AnyOf, Condition, Exists, Timed, dues_of, outer


def alternatives(requirement: Condition, met: Mapping[Condition, Formula]) -> Iterator[tuple[Timed, Formula]]:
    """The terms of each *or* that has several, and of the items of a list of which one is enough, each with what must
    hold besides for it to matter. ``met``: what each condition became."""

    def each(terms: Iterable[Timed], beside: Iterable[Condition]) -> Iterator[tuple[Timed, Formula]]:
        besides = both(*(met[one] for one in beside if not dues_of(one)))
        yield from ((term, besides) for term in terms)

    for several in (part for part in outer(requirement) if isinstance(part, AnyOf)):
        for part in several.conditions if len(dues_of(several)) > 1 else ():
            yield from each(dues_of(part), part.parts() if isinstance(part, AllOf) else ())
    for some in (part for part in outer(requirement) if isinstance(part, Exists)):
        yield from each(dues_of(some.where), some.where.conjuncts())
