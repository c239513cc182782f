"""Which facts undecided records lack: the walk of ``explain.missing``, asked of columns.

Each question is asked once, of all records (or items) for which some question before it is open; from it follow the
questions on which its answer hangs. What is not known and recorded by nobody is what the records lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from attrs import frozen

from ..engine.columnar.ends import End, bits, greatest, least
from ..engine.columnar.formulas import UNDETERMINED
from ..engine.columnar.run import Run
from ..engine.columnar.scopes import Supposed, World
from ..engine.worlds import Outlook
from ..explain.explainer import Explainer
from ..explain.missing import FollowUp, What, answer, follow
from ..facts.field import Field
from ..kernel.interval import FALSE, OPEN, TRUE
from ..law.lowered import Variant


@frozen
class Question:
    """Why is it undetermined, open or not exact? ``items``: asked of the items of this list; None: of the records.

    ``added``: asked of the records with one more item of a list, which the future may add.
    """

    what: What
    items: str | None
    to_the_minute: bool = False
    outlook: Outlook = Outlook.RECORDED
    added: str | None = None


class MissingFacts:
    """The search on records that were decided."""

    def __init__(self, explainer: Explainer, run: Run) -> None:
        self.explainer = explainer
        self.run = run
        self.facts: dict[str, Field] = {}

    def find(self, rules: Iterable[tuple[Variant, End]]) -> dict[str, End]:
        """Where each fact is missing, by its path; from the codes of the variants that matter."""
        masks: dict[Question, End] = {}
        for variant, codes in rules:
            masks[Question(variant, self.present(variant.list_path))] = bits(codes == UNDETERMINED)
        found: dict[str, End] = {}
        for question in self.in_order(list(masks)):
            mask = self.narrowed(question, masks.pop(question, 0))
            fact = answer(question.what, self.explainer) if isinstance(question.what, int) else None
            if fact is not None:
                fact = self.explainer.lowered.layout.rows.get(fact.path, fact)
                self.facts[fact.path] = fact
                found[fact.path] = greatest(found.get(fact.path, 0), self.on_records(question.items, mask))
            for other, where in self.after(question, mask):
                masks[other] = greatest(masks.get(other, 0), where)
        return found

    def in_order(self, first: list[Question]) -> list[Question]:
        """Every question that may follow, none before one that leads to it."""
        seen: dict[Question, None] = {}
        waiting: list[tuple[Question, Iterator[Question]]] = []
        entered = set()

        def enter(question: Question) -> None:
            entered.add(question)
            waiting.append((question, iter([other for other, _ in self.after(question, 0)])))

        for question in first:
            if question not in entered:
                enter(question)
            while waiting:
                here, others = waiting[-1]
                other = next(others, None)
                if other is None:
                    waiting.pop()
                    seen[here] = None
                elif other not in entered:
                    enter(other)
        return list(reversed(seen))

    def after(self, question: Question, mask: End) -> Iterator[tuple[Question, End]]:
        """The questions that follow, and of whom each is asked."""
        what = question.what
        if isinstance(what, int) and answer(what, self.explainer) is not None:
            return
        here, added = question.items, question.added
        for asked in follow(what, question.outlook, question.to_the_minute, self.explainer):
            inside = asked.of not in ("here", None) and not asked.added
            if inside and asked.known and self.present(asked.of) is None:
                continue
            items, there = self.moved(asked, here, mask)
            given: End = TRUE
            if asked.given is not None:
                world = self.run.outlook(self.run.scopes(items)[0], asked.seen)
                given = world.truth(self.run.engine.formulas.number(asked.given))
                if not asked.quiet:
                    yield Question(asked.given, items, outlook=asked.seen), there
            if asked.what is not None:
                holds = given == TRUE if asked.sure else given != FALSE
                whom = asked.of if asked.added else added if asked.of == "here" else None
                about = Question(asked.what, items, asked.to_the_minute, asked.outlook, whom)
                yield about, least(there, bits(holds))
            if asked.closes:
                here, mask = items, least(there, bits(given != TRUE))

    def moved(self, asked: FollowUp, items: str | None, mask: End) -> tuple[str | None, End]:
        """Whom a question is asked of, from those whom the question before it was asked of."""
        if asked.of == "here":
            return items, mask
        mask = self.on_records(items, mask)
        if asked.of is None or asked.added or self.present(asked.of) is None:
            return None, mask
        of = self.run.scopes(asked.of)[1]
        assert of is not None
        spread = of.spread(mask)
        return asked.of, least(spread, bits(of.real)) if asked.known else spread

    def narrowed(self, question: Question, mask: End) -> End:
        """The records, or items, of which it is asked and not answered."""
        what = question.what
        if isinstance(what, Variant):
            return mask
        world = self.world(question)
        if not isinstance(what, int):
            return least(mask, bits(world.truth(self.run.engine.formulas.number(what)) == OPEN))
        if isinstance(world, Supposed) and what in world.columns:  # the future chooses it
            return 0
        column = world.column(what)
        moment = self.run.engine.views.moments[what]
        lo, hi = column.places() if moment and not question.to_the_minute else column.values()
        return least(mask, bits(lo != hi))

    # -- the columns --------------------------------------------------------------------------------------------

    def present(self, items: str | None) -> str | None:
        """A list, if any record has items of it."""
        return items if self.run.scopes(items)[1] is not None else None

    def world(self, question: Question) -> World:
        """The records, or the items of a list, as they are looked at."""
        if question.added is not None:
            high = self.run.added(question.added)
            return high if question.outlook is Outlook.HIGH else high.other_end
        return self.run.outlook(self.run.scopes(question.items)[0], question.outlook)

    def on_records(self, path: str | None, mask: End) -> End:
        """The records of the items of which a question is asked."""
        items = self.run.scopes(path)[1]
        return mask if items is None else items.join(np.maximum, mask)


__all__ = ["MissingFacts"]
