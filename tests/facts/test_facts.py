"""A record → intervals: the table of the design, the shapes of moments, and everything that is no record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packs import load, rule

from qcrules.errors import RecordError
from qcrules.facts import reading
from qcrules.facts.moments import days_of_month, read_moment, span_words
from qcrules.facts.reading import RecordReader
from qcrules.facts.recorded import Facts
from qcrules.facts.words import folded
from qcrules.judge.rulebook import Machine
from qcrules.kernel.interval import INF, MINUTES_A_DAY, NO, YES, whole_day

TODAY = date(2014, 6, 30)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder: Path = tmp_path_factory.mktemp("pack")
    return load(folder, [rule(требуется={})]).machine("loan")


@pytest.fixture(scope="module")
def read(machine: Machine):
    """``read(lent_at=…)``: the facts of a loan."""
    reader = machine.reader

    def read(record: Any = None, complete: bool = False, **fields: Any) -> Facts:
        return reader.read(fields if record is None else record, as_of=TODAY, complete=complete)

    return read


def day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def span(first: tuple[int, int, int], last: tuple[int, int, int]) -> tuple[int, int]:
    return whole_day(day(*first))[0], whole_day(day(*last))[1]


class TestTheTable:
    """Design, «everything is an integer interval»: each type, each way of saying something or nothing."""

    RECORDED = (
        ("lent_at", "2014-03-05", whole_day(day(2014, 3, 5))),
        ("due_on", "2014-03", span((2014, 3, 1), (2014, 3, 31))),
        ("paid", "да", YES),
        ("paid", "no", NO),
        ("paid", True, YES),
        ("paid", False, NO),
        ("kind", "ночная", (2, 2)),
        ("kind", "hall", (3, 3)),
        ("renewals", "3", (3, 3)),
        ("renewals", 0, (0, 0)),
        ("remark", "на руках", YES),
        ("remark", "нетронута", YES),
        ("remark", 0, YES),
        ("reader", {}, YES),
        ("claims", [], NO),
        ("claims", [{}], YES),
        ("guests", ["Абай"], YES),
        ("marks", ["штамп"], YES),
        ("marks", [], NO),
    )

    @pytest.mark.parametrize(("name", "value", "interval"), RECORDED)
    @pytest.mark.parametrize("complete", [False, True])
    def test_what_is_recorded_is_what_it_is(self, read, name, value, interval, complete):
        assert read({name: value}, complete).get(name) == interval

    @pytest.mark.parametrize("name", ["paid", "kind", "renewals", "marks", "remark", "reader", "claims"])
    @pytest.mark.parametrize("null", [None, "нет", "none", "—", "Не было"])
    def test_no_other_thing_is_nought(self, read, name, null):
        assert read({name: null}).get(name) == NO

    @pytest.mark.parametrize(
        "name", ["paid", "kind", "renewals", "marks", "remark", "reader", "claims", "lent_at"]
    )
    @pytest.mark.parametrize("blank", ["", "   ", "NaN", float("nan")])
    @pytest.mark.parametrize("complete", [False, True])
    def test_what_is_not_filled_in_is_as_what_is_left_out(self, read, name, blank, complete):
        assert read({name: blank}, complete).get(name) == read({}, complete).get(name)

    @pytest.mark.parametrize(
        "name", ["paid", "kind", "renewals", "marks", "remark", "reader", "claims", "lent_at"]
    )
    def test_nulls_may_say_that_nobody_knows(self, machine, name):
        facts = machine.reader.read({name: None}, as_of=TODAY, complete=False, nulls="unknown")
        assert facts.get(name) == machine.reader.read({}, as_of=TODAY, complete=False).get(name)


class TestInside:
    def test_a_single_word_is_a_set_of_one(self, read):
        assert read(marks="запись").get("marks=note") == YES

    def test_a_month_has_a_first_and_a_last_day(self, read):
        facts = read(month="2014-02")
        assert facts.get("month") == span((2014, 2, 1), (2014, 2, 28))
        assert facts.get("month.start") == whole_day(day(2014, 2, 1))
        assert facts.get("month.end") == whole_day(day(2014, 2, 28))


class TestMoments:
    @pytest.mark.parametrize(
        ("value", "first", "last"),
        [
            ("2014-01-31", "2014-01-31 00:00", "2014-01-31 23:59"),
            (date(2014, 1, 31), "2014-01-31 00:00", "2014-01-31 23:59"),
            ("2014-01-31 15:30", "2014-01-31 15:30", "2014-01-31 15:30"),
            ("2014-01-31T15:30", "2014-01-31 15:30", "2014-01-31 15:30"),
            ("2014-01-31 15:30:59", "2014-01-31 15:30", "2014-01-31 15:30"),
            (datetime(2014, 1, 31, 15, 30, 59), "2014-01-31 15:30", "2014-01-31 15:30"),
            ("2014-02", "2014-02-01 00:00", "2014-02-28 23:59"),
            ("2014-01-30/2014-02-02", "2014-01-30 00:00", "2014-02-02 23:59"),
            ("2014-01-30 09:00/2014-01-30 18:00", "2014-01-30 09:00", "2014-01-30 18:00"),
        ],
    )
    def test_shapes(self, value, first, last):
        ends = [datetime.fromisoformat(end) for end in (first, last)]
        minutes = tuple(end.toordinal() * MINUTES_A_DAY + end.hour * 60 + end.minute for end in ends)
        assert read_moment(value) == minutes

    WRONG = (
        "01/31/2014",
        "2014/01/31",
        "2014-1-31",
        "20140131",
        "2014-W05-1",
        "2014-02-30",
        "2014-13-01",
        "2014-00-10",
        "2014-13",
        "2014-01-31 25:00",
        "2014-01-31 15",
        "2014-01-31T15:30Z",
        "2014-01-31T15:30+06:00",
        datetime(2014, 1, 31, tzinfo=UTC),
        "2014-02-02/2014-01-30",
        "2014-02-02/",
        "/",
        "вчера",
        20140131,
        1.5,
        True,
        [],
        {},
        "２０１４-01-31",
        "2014-01-31 15:30\u0007",
    )

    @pytest.mark.parametrize("value", WRONG, ids=str)
    def test_no_shape_is_guessed(self, read, value):
        with pytest.raises(RecordError) as wrong:
            read(lent_at=value)
        [problem] = wrong.value.problems
        assert "lent_at" in problem.message.en
        assert "выдана" in problem.message.ru

    @pytest.mark.parametrize("value", ["31/01/2014", "31-01-2014"])
    def test_a_day_first_date_is_told_the_right_way_round(self, read, value):
        with pytest.raises(RecordError, match=r"did you mean 2014-01-31\?"):
            read(lent_at=value)

    @pytest.mark.parametrize(
        "value", ["1990-12-31", "2101-01-01", "0001-01-01", "9999-12", "1990-12-31/1991-01-02"]
    )
    def test_outside_the_calendar_is_refused(self, read, value):
        with pytest.raises(RecordError, match="outside 1991-2100"):
            read(due_on=value)

    @pytest.mark.parametrize("value", ["1991-01-01", "2100-12-31"])
    def test_its_first_and_last_day_are_known(self, read, value):
        assert read(due_on=value).get("due_on") == whole_day(date.fromisoformat(value).toordinal())

    @given(st.text(max_size=20) | st.integers() | st.floats() | st.dates() | st.none())
    def test_anything_is_a_span_or_nothing(self, value):
        try:
            first, last = read_moment(value)
        except ValueError:
            return
        assert first <= last

    @given(st.text("0123456789-", min_size=7, max_size=7))
    def test_any_month_is_a_month_or_nothing(self, value):
        try:
            first, last = days_of_month(value)
        except ValueError:
            return
        assert last - first in [n * MINUTES_A_DAY - 1 for n in (28, 29, 30, 31)]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (whole_day(day(2014, 3, 5)), "2014-03-05"),
        (span((2014, 3, 5), (2014, 3, 6)), "2014-03-05 to 2014-03-06"),
        ((whole_day(day(2014, 3, 5))[0], INF), "2014-03-05 or later"),
        ((-INF, whole_day(day(2014, 3, 5))[1]), "2014-03-05 or earlier"),
        ((-INF, INF), "unknown"),
        ((INF, INF), "not yet"),
    ],
)
def test_a_moment_in_words_however_vague(span: tuple[int, int], said: str) -> None:
    assert span_words(span).en == said


class TestWrong:
    """What a file can say wrong stands in tests/conformance/mistakes/in-a-record.md; here is what only Python can."""

    @pytest.mark.parametrize(
        ("record", "words"),
        [
            ({"paid": 2}, "expected yes or no, not `2`"),
            ({"marks": ["stamp", "stump"]}, "did you mean `stamp`?"),
            ({"marks": 3}, "`marks`: expected a list"),
            ({"renewals": 1.5}, "whole number"),
            ({"renewals": float("inf")}, "whole number"),
            ({"renewals": True}, "whole number"),
            ({"renewals": "1e3"}, "whole number"),
            ({"renewals": "٣"}, "whole number"),
            ({"renewals": 10**15}, "`renewals`: expected a whole number of not more than 15 digits"),
            ({"renewals": 1e16}, "of not more than 15 digits"),
            ({"renewals": 10**5000}, "whole number"),
            ({"kind": 10**5000}, "not one of"),
            ({"lent_at": 10**5000}, "is no date"),
            ({"paid": "да " * 10**5}, "expected yes or no"),
            ({"renewals": "9" * 5000}, "whole number"),
            ({"remark": ["a"]}, "`remark`: expected text"),
            ({"reader": ["Абай"]}, "`key: value`"),
            ({"claims": {"kind": "loss"}}, "`claims`: expected a list"),
            ({"claims": [{"kind": "los"}]}, "did you mean `loss`?"),
            ({"claims": ["loss"]}, "`key: value`"),
            ({"guests": [{"name": "Абай"}]}, "`guests`: expected text"),
            ({"claims": [{}] * 2001}, "`claims`: the list has more than 2000 items"),
            ({"month": "2014-13"}, "expected a month like 2014-03, not `2014-13`"),
            ({"lent_at": "2014-01-01", "возвращена": "2014-01-02"}, "named in one language"),
            ({1: 2}, "unknown field `1`"),
        ],
    )
    def test_is_told(self, read, record, words):
        with pytest.raises(RecordError) as wrong:
            read(record)
        assert words in str(wrong.value)
        assert len(str(wrong.value)) < 500
        assert all(problem.message.ru != problem.message.en for problem in wrong.value.problems)

    def test_all_at_once(self, read):
        record = {
            "paid": "maybe",
            "reader": {"nam": 1, "adult": 2},
            "claims": [{"kind": "los"}, {"when": None}],
        }
        with pytest.raises(RecordError) as wrong:
            read(record)
        assert [problem.message.en.partition(":")[0] for problem in wrong.value.problems] == [
            "paid",
            "reader.nam",
            "reader.adult",
            "claims[1].kind",
            "claims[2].when",
        ]

    @pytest.mark.long
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["lent_at", "kind", "claims", "reader", "name", "?"]), inner, max_size=3
                )
            ),
        )
    )
    def test_whatever_is_given_is_read_or_refused(self, read, value):
        for name in (
            "lent_at",
            "kind",
            "renewals",
            "paid",
            "marks",
            "remark",
            "reader",
            "claims",
            "month",
            "guests",
        ):
            try:
                facts = read({name: value})
            except RecordError:
                continue
            assert all(lo <= hi for lo, hi in facts.spans)


def test_one_language_a_record_but_either_one(read):
    english = read(lent_at="2014-03-05", reader={"name": "Абай"})
    russian = read({"выдана": "2014-03-05", "читатель": {"имя": "Абай"}})
    assert english.spans == russian.spans
    assert set(english.recorded) == set(russian.recorded) == {"lent_at", "reader", "reader.name"}


def test_names_are_whole_for_whoever_asks_meanwhile(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = RecordReader(machine.reader.kind, machine.reader.layout)
    meanwhile: list[set[str]] = []

    def slow(word: str) -> str:
        if not meanwhile:
            meanwhile.append(set())
            meanwhile[0] = set(reader.names(reader.kind.root))
        return folded(word)

    monkeypatch.setattr(reading, "folded", slow)
    assert set(reader.names(reader.kind.root)) == meanwhile[0] != set()
