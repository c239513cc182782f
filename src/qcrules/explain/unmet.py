"""Why a condition does not hold in a record, in words: «нет «письмо.направлено»», «форма» — 2-мк, а не 1-мк»."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from functools import lru_cache

from ..facts.field import Field
from ..facts.types import Type
from ..kernel.interval import (
    FALSE,
    INF,
    MINUTES_A_DAY,
    OPEN,
    TRUE,
    YES,
    Interval,
    Truth,
    at_most,
    negate,
)
from ..law.model import Rule
from ..law.verbs import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Contains,
    Equals,
    Exists,
    Has,
    LessThan,
    MoreThan,
    NoMore,
    NotEarlier,
    NotLater,
    NotOf,
    NumbersCompared,
    OneOf,
    Violated,
    quoted,
)
from ..text import Text

_NONE, _AND, _OR = Text("нет {}", "no {}"), Text(" и ", " and "), Text(" или ", " or ")
_IS_YES = Text("{} — да", "{} is yes")
_IS_NO = Text("{} — нет", "{} is no")
_INSTEAD = Text("{} — {}, а не {}", "{} is {}, not {}")
_IS_NOT = Text("{} — не {}", "{} is not {}")
_DIFFER = Text("{} и {} не совпадают", "{} and {} are not the same")
_CONTAINS_NO = Text("среди {} нет: {}", "{} does not contain {}")
_CONTAINS_NOT_ALL = Text("среди {} нет вместе: {}", "{} does not contain all of {}")
_LATER = Text("{} позже, чем {}", "{} is later than {}")
_EARLIER = Text("{} раньше, чем {}", "{} is earlier than {}")
_NO_ITEM = Text("среди {} нет таких, где {}", "none of {} is such that {}")
_EACH_ITEM = Text("в каждом из {} {}", "in each of {} {}")
_IS_NOT_SO = Text("неверно, что {}", "not so: {}")
_KEPT = Text("нарушения {} нет", "{} is not violated")
_BROKEN = Text("есть нарушение {}", "{} is violated")
_QUOTED = Text("«{}»", "“{}”")
_OPPOSITES: dict[type[NumbersCompared], type[NumbersCompared]] = {
    MoreThan: NoMore,
    NoMore: MoreThan,
    LessThan: AtLeast,
    AtLeast: LessThan,
}


def _joined(words: Iterable[Text], word: Text = _AND) -> Text:
    """Different words with «and», or another word, between them."""
    return Text.joined(word, [one for one in dict.fromkeys(words) if one.ru])


@lru_cache(maxsize=1024)
def _asked(condition: OneOf) -> Text:
    """The options of which a choice should be one; they are those of the pack, whatever the record."""
    *others, last = (_QUOTED.filled(option.term) for option in condition.options)
    return Text.joined(_OR, [Text.joined(", ", others), last] if others else [last])


@lru_cache(maxsize=4096)
def _words(condition: Condition) -> Text:
    """A condition in words, as the law has it, whatever the record."""
    return condition.words


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
            case Equals(other=Field() as other):
                return _DIFFER.filled(quoted(condition.what), quoted(other))
            case OneOf() | Equals():
                return self._instead(condition)
            case Contains():
                names = Text.joined(", ", (option.term for option in condition.options))
                said = _CONTAINS_NO if len(condition.options) == 1 else _CONTAINS_NOT_ALL
                return said.filled(quoted(condition.what), names)
            case NotOf():
                return self.so(condition.condition)
            case AllOf():
                parts = condition.conjuncts()
                failing = [one for one in parts if self._holds(one) == FALSE]
                open_ones = [one for one in parts if self._holds(one) == OPEN]
                return _joined(map(self.words, failing or open_ones or parts))
            case AnyOf():
                return _joined(map(self.words, condition.conditions))
            case Exists(where=NotOf() as otherwise):
                return _EACH_ITEM.filled(quoted(condition.items), _words(otherwise.condition))
            case Exists():
                return _NO_ITEM.filled(quoted(condition.items), _words(condition.where))
            case Violated():
                return _KEPT.filled(self._rules(condition.rule).citation.words)
            case NotLater(term=None) | NotEarlier(term=None):
                absent = [fact for fact in condition.fields() if self._is_none(fact)]
                if absent:
                    return _NONE.filled(Text.joined(", ", map(quoted, absent)))
                said = _LATER if isinstance(condition, NotLater) else _EARLIER
                return said.filled(*map(quoted, condition.fields()))
            case NumbersCompared() if type(condition) in _OPPOSITES:
                return _OPPOSITES[type(condition)](condition.left, condition.right).words
            case _:
                return _IS_NOT_SO.filled(_words(condition))

    def so(self, condition: Condition) -> Text:
        """What stands in the way where a condition holds that must not."""
        match condition:
            case AllOf():
                return _joined(map(self.so, condition.conjuncts()))
            case AnyOf():
                holding = [one for one in condition.conditions if self._holds(one) == TRUE]
                if holding:
                    return _joined(map(self.so, holding))
                open_ones = [one for one in condition.conditions if self._holds(one) == OPEN]
                return _joined(map(self.so, open_ones or condition.conditions), _OR)
            case NotOf():
                return self.words(condition.condition)
            case Violated():
                return _BROKEN.filled(self._rules(condition.rule).citation.words)
            case _:
                return _words(condition)

    def _instead(self, condition: OneOf | Equals) -> Text:
        """What a fact is, and what was asked of it; a yes or no says the one by the other."""
        what = condition.what
        if self._is_none(what) and what.type is not Type.BOOL:
            return _NONE.filled(quoted(what))
        if isinstance(condition, Equals) and what.type is Type.BOOL:
            return (_IS_NO if condition.other else _IS_YES).filled(quoted(what))
        said = self._said(what)
        if isinstance(condition, Equals):
            wanted = Text.same(str(condition.other))
            return (
                _INSTEAD.filled(quoted(what), said, wanted) if said else _IS_NOT.filled(quoted(what), wanted)
            )
        if said is None:
            return _IS_NOT.filled(
                quoted(what), Text.joined(_OR, (option.term for option in condition.options))
            )
        return _INSTEAD.filled(quoted(what), _QUOTED.filled(said), _asked(condition))

    def _holds(self, condition: Condition) -> Truth:
        """Does it surely hold, surely not, or cannot that be told by what it says of facts?"""
        match condition:
            case Has():
                return min(map(self._is_there, condition.what))
            case OneOf():
                return self._is_among(condition.what, {option.code for option in condition.options})
            case Equals(other=int() as other):
                return self._is_among(condition.what, {other})
            case NotOf():
                return negate(self._holds(condition.condition))
            case AllOf():
                return min(map(self._holds, condition.conditions), default=TRUE)
            case AnyOf():
                return max(map(self._holds, condition.conditions), default=FALSE)
            case NotLater(term=None) | NotEarlier(term=None):
                first, second = map(self._days, condition.fields())
                return at_most(first, second) if isinstance(condition, NotLater) else at_most(second, first)
            case _:
                return OPEN

    def _days(self, fact: Field) -> Interval:
        low, high = self._span(fact)
        return low // MINUTES_A_DAY, high // MINUTES_A_DAY

    def _is_among(self, fact: Field, values: Container[int]) -> Truth:
        low, high = self._span(fact)
        return OPEN if low != high else TRUE if low in values else FALSE

    def _is_there(self, fact: Field) -> Truth:
        span = self._span(fact)
        return at_most(span, (INF - 1, INF - 1)) if fact.type.is_moment else at_most(YES, span)

    def _is_none(self, fact: Field) -> bool:
        return self._is_there(fact) == FALSE
