"""Why a condition does not hold in a record, in words: «нет «письмо.направлено»», «форма» — 2-мк, а не 1-мк»."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..facts.field import Field
from ..facts.types import Type
from ..kernel.interval import INF, Interval
from ..law.model import Rule
from ..law.verbs import AllOf, AnyOf, Condition, Equals, Exists, Has, NotOf, OneOf, Violated
from ..law.verbs.spec import quoted
from ..text import Text

_NONE, _AND = Text("нет {}", "no {}"), Text(" и ", " and ")
_IS_NO = Text("{} — нет", "{} is no")
_INSTEAD = Text("{} — {}, а не {}", "{} is {}, not {}")
_NO_ITEM = Text("среди {} нет таких, где {}", "none of {} is such that {}")
_IS_NOT_SO = Text("неверно, что {}", "not so: {}")
_KEPT = Text("{} не нарушен", "{} is not violated")


def _joined(words: Iterable[Text]) -> Text:
    """Different words with «and» between them."""
    return Text.joined(_AND, [one for one in dict.fromkeys(words) if one.ru])


class Unmet:
    """Says what is lacking. ``said`` gives a fact in words, ``span`` what it is; ``rules``: those whose verdicts are
    read."""

    def __init__(
        self,
        said: Callable[[Field], Text | None],
        span: Callable[[Field], Interval],
        rules: Callable[[str], Rule],
    ) -> None:
        self._said, self._span, self._rules = said, span, rules

    def words(self, condition: Condition) -> Text:
        """What is lacking where a condition does not hold."""
        match condition:
            case Has():
                absent = [fact for fact in condition.what if self._is_none(fact)] or condition.what
                return _NONE.filled(Text.joined(", ", map(quoted, absent)))
            case OneOf() | Equals():
                return self._instead(condition)
            case NotOf():
                return self.so(condition.condition)
            case AllOf():
                return _joined(map(self.words, condition.conjuncts()))
            case AnyOf():
                return _joined(map(self.words, condition.conditions))
            case Exists():
                return _NO_ITEM.filled(quoted(condition.items), condition.where.words)
            case Violated():
                return _KEPT.filled(self._rules(condition.rule).citation.words)
            case _:
                return _IS_NOT_SO.filled(condition.words)

    def so(self, condition: Condition) -> Text:
        """What stands in the way where a condition holds that must not."""
        match condition:
            case AllOf():
                return _joined(map(self.so, condition.conjuncts()))
            case AnyOf():
                there = [one for one in condition.conditions if isinstance(one, Has) and not self._lacks(one)]
                return _joined(map(self.so, there)) if there else condition.words
            case NotOf():
                return self.words(condition.condition)
            case Violated():
                return Text("{} нарушен", "{} is violated").filled(self._rules(condition.rule).citation.words)
            case _:
                return condition.words

    def _instead(self, condition: OneOf | Equals) -> Text:
        what = condition.fields()[0]
        said = self._said(what)
        if self._is_none(what) and not isinstance(getattr(condition, "other", None), Field):
            return _IS_NO.filled(quoted(what)) if what.type is Type.BOOL else _NONE.filled(quoted(what))
        if said is None or isinstance(getattr(condition, "other", None), Field):
            return _IS_NOT_SO.filled(condition.words)
        asked = condition.words
        prefix = Text(f"{quoted(what).ru} — ", f"{quoted(what).en} is ")
        if not asked.ru.startswith(prefix.ru) or not asked.en.startswith(prefix.en):
            return _IS_NOT_SO.filled(asked)
        wanted = Text(asked.ru.removeprefix(prefix.ru), asked.en.removeprefix(prefix.en))
        return _INSTEAD.filled(quoted(what), said, wanted)

    def _lacks(self, condition: Has) -> bool:
        return any(map(self._is_none, condition.what))

    def _is_none(self, fact: Field) -> bool:
        low, high = self._span(fact)
        return low >= INF if fact.type.is_moment else high <= 0
