"""How terms are counted, said once at the head of a pack: what a rule does not say itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packs import ENGINES, HEAD, judged, load, only, page, rule, write_pack

from qcrules.errors import PackError
from qcrules.judge.judgement import EngineName
from qcrules.judge.rulebook import Rulebook
from qcrules.render import text
from qcrules.source.pack import read_pack

COUNTED = HEAD + "счёт: {первый_день: считается, перенос: вперёд}\n"
IN_EIGHT = {"что": "возвращена", "через": "8 календарных дней", "после": "выдана"}
LENT = {"lent_at": "2014-06-06 12:00", "returned_at": None}


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (IN_EIGHT, "2014-06-13"),
        ({**IN_EIGHT, "через": "9 календарных дней"}, "2014-06-16"),  # Saturday goes to Monday
        ({**IN_EIGHT, "первый_день": "не_считается", "перенос": "нет"}, "2014-06-14"),
        ({**IN_EIGHT, "через": "2 рабочих дня"}, "2014-06-09"),
        ({**IN_EIGHT, "через": "24 часа"}, "2014-06-07 12:00:00"),
        (
            {"что": "возвращена", "чем": {"через": "9 календарных дней", "после": "выдана"}},
            "2014-06-16",
        ),
        ({"что": "возвращена", "чем": {"через": "24 часа", "после": "выдана"}}, "2014-06-07 12:00:00"),
        (
            {
                **IN_EIGHT,
                "через": [{"если": {"paid": "да"}, "это": "9 календарных дней"}, {"это": "24 часа"}],
            },
            "2014-06-07 12:00:00",
        ),
    ],
)
def test_a_term_is_counted_as_the_pack_says_unless_it_says_otherwise(
    tmp_path: Path, held: dict[str, Any], due: str
) -> None:
    book = load(tmp_path, [rule(требуется={"не_позднее": held})], head=COUNTED)
    found = only(judged(book, {**LENT, "paid": False}))
    assert found.due is not None
    assert str(found.due.at) == due


def test_a_term_before_a_moment_is_not_touched(tmp_path: Path) -> None:
    ahead = {"что": "возвращена", "за": "8 календарных дней", "до": "выдана"}
    book = load(tmp_path, [rule(требуется={"не_позднее": ahead})], head=COUNTED)
    found = only(judged(book, {"lent_at": "2014-06-09", "returned_at": "2014-06-03"}))
    assert found.due is not None
    assert str(found.due.at) == "2014-06-01"  # a Sunday


def test_a_wrong_word_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="вперёд"):
        load(tmp_path, [rule(требуется={"не_позднее": IN_EIGHT})], head=HEAD + "счёт: {перенос: впред}\n")


DISPUTED = {
    "moves": {"вопрос": "Переходит ли?", "варианты": {"on": "да", "stays": "нет"}, "по_умолчанию": "on"}
}
BY_READING = "счёт: {перенос: {чтение: moves, on: вперёд, stays: нет}, норма: п.1}\n"
WITHIN = {"что": "возвращена", "через": "8 календарных дней", "после": "выдана"}
OVER = {"lent_at": "2014-06-06", "returned_at": "2014-06-16"}
DEFINED = {
    "срок возврата": {
        "путь": "return_by",
        "тип": "дата",
        "норма": "п.1",
        "варианты": [{"это": {"через": "8 календарных дней", "после": "выдана"}}],
    }
}


def _book(folder: Path, held: dict[str, Any], counting: str = BY_READING, **how: Any) -> Rulebook:
    required = {"требуется": {"не_позднее": held}, **how.pop("more", {})}
    return load(folder, [rule(**required)], head=HEAD + counting, readings=DISPUTED, **how)


@pytest.mark.parametrize(
    ("held", "how"),
    [
        (WITHIN, {}),
        ({"что": "возвращена", "чем": {"через": "8 календарных дней", "после": "выдана"}}, {}),
        ({"что": "возвращена", "чем": "return_by"}, {"definitions": DEFINED}),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_reading_counts_the_terms_of_every_rule_and_definition(
    tmp_path: Path, held: dict[str, Any], how: dict[str, Any], engine: EngineName
) -> None:
    book = _book(tmp_path, held, **how)
    usual = only(judged(book, OVER, engine=engine))
    assert (str(usual.verdict), usual.contested) == ("compliant", True)
    assert {one.option: (str(one.verdict), str(one.due)) for one in usual.readings} == {
        "on": ("compliant", "2014-06-16"),
        "stays": ("violated", "2014-06-14"),
    }
    other = only(judged(book, OVER, engine=engine, readings={"moves": "stays"}))
    assert other.due is not None
    assert (str(other.verdict), str(other.due.at)) == ("violated", "2014-06-14")


@pytest.mark.parametrize("term", ["8 рабочих дней", "24 часа"])
def test_a_term_that_the_reading_does_not_concern_does_not_depend_on_it(tmp_path: Path, term: str) -> None:
    book = _book(tmp_path, {**WITHIN, "через": term})
    assert book.core.rules["loan"]["p1-rule"].readings == ()


def test_what_a_rule_says_itself_does_not_depend_on_the_reading(tmp_path: Path) -> None:
    assert _book(tmp_path, {**WITHIN, "перенос": "вперёд"}).core.rules["loan"]["p1-rule"].readings == ()
    own = _book(tmp_path / "own", WITHIN, more={"счёт": {"первый_день": "считается"}})
    found = only(judged(own, OVER))
    assert found.due is not None
    assert (found.contested, str(found.due.at), found.due.counted_by) == (False, "2014-06-13", "")


def test_the_due_day_names_the_provision_by_which_it_is_counted(tmp_path: Path) -> None:
    book = _book(tmp_path, WITHIN, "счёт: {перенос: вперёд, норма: п.1 ч.2}\n")
    late = judged(book, {**OVER, "returned_at": "2014-06-17"})
    found = only(late)
    assert found.due is not None
    assert found.due.counted_by == "п.1 ч.2"
    assert "counted under п.1 ч.2" in text.render([late])
    assert late.to_dict()["findings"][0]["due_detail"]["counted_by"] == "п.1 ч.2"
    said = only(judged(_book(tmp_path / "said", {**WITHIN, "перенос": "вперёд"}), OVER))
    assert said.due is not None
    assert said.due.counted_by == ""


def test_a_wrong_provision_or_reading_is_told_once(tmp_path: Path) -> None:
    for number, wrong in enumerate(
        ("счёт: {перенос: вперёд, норма: нигде}", BY_READING.replace("moves", "move"))
    ):
        with pytest.raises(PackError) as told:
            _book(tmp_path / str(number), WITHIN, f"{wrong}\n")
        assert len(told.value.problems) == 1
        assert told.value.problems[0].place.file.endswith("pack.yaml")


OVERDUE = "противоречия: {{loan: [{{суть: {{ru: долг, en: overdue}}, если: {{не: {0}}}}}]}}\n"
HELD = "{не_позднее: {что: возвращена, через: 8 календарных дней, после: выдана}}"


@pytest.mark.parametrize(
    ("counting", "contradiction", "how"),
    [
        (BY_READING, OVERDUE.format(HELD), {}),
        ("", OVERDUE.format(HELD).replace("если", BY_READING.strip() + ", если"), {}),
        (
            "",
            OVERDUE.format(HELD.replace("после", "перенос: {чтение: moves, on: вперёд, stays: нет}, после")),
            {},
        ),
        (
            BY_READING,
            OVERDUE.format("{не_позднее: {что: возвращена, чем: return_by}}"),
            {"definitions": DEFINED},
        ),
    ],
)
def test_a_contradiction_follows_the_chosen_readings(
    tmp_path: Path, counting: str, contradiction: str, how: dict[str, Any]
) -> None:
    book = _book(tmp_path, {**WITHIN, "перенос": "вперёд"}, counting + contradiction, **how)
    for engine in ENGINES:
        assert not judged(book, OVER, engine=engine).warnings
        [told] = judged(book, OVER, engine=engine, readings={"moves": "stays"}).warnings
        assert told.en.startswith("overdue: “returned” (2014-06-16)")


def test_a_contradiction_asks_for_named_conditions(tmp_path: Path) -> None:
    words = page([rule(требуется={})], readings=DISPUTED).replace(
        "чтения:", f"условия: {{в срок: {{это: {HELD}}}}}\nчтения:", 1
    )
    head = HEAD + OVERDUE.format("{условие: в срок}")
    book = load(tmp_path, head=head, pages={"p1.md": words})
    assert [one.en[:7] for one in judged(book, OVER).warnings] == ["overdue"]


@pytest.mark.parametrize("inside_first", [True, False])
def test_a_named_condition_of_items_holds_of_no_record(tmp_path: Path, inside_first: bool) -> None:
    """Wherever it has been read before: over the items of a list it is another condition than outside."""
    inside = {"хотя_бы_один": {"в": "претензии", "где": {"условие": "признана"}}}
    rules = [rule(id="p1-inside", требуется=inside), rule(id="p1-outside", требуется={"условие": "признана"})]
    words = page(rules if inside_first else rules[::-1], definitions={}).replace(
        "определения:", "условия: {признана: {это: {есть: претензии.признана}}}\nопределения:", 1
    )
    with pytest.raises(PackError, match=r"`претензии\.признана` belongs to a list's item"):
        load(tmp_path, pages={"p1.md": words})


def test_a_wrong_named_condition_leaves_every_rule_unread_that_asks_for_it(tmp_path: Path) -> None:
    rules = [rule(id=name, требуется={"условие": "цела"}) for name in ("p1-one", "p1-other")]
    words = page(rules, definitions={}).replace(
        "определения:", "условия: {цела: {это: {есть: переплёт}}}\nопределения:", 1
    )
    draft = read_pack(write_pack(tmp_path, pages={"p1.md": words}))
    assert [one.message.en for one in draft.problems] == ["unknown field `переплёт`"]
    assert draft.unread == dict.fromkeys(("p1-one", "p1-other"), draft.problems)


def test_a_contradiction_asks_for_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot ask for the verdict of a rule"):
        _book(tmp_path, WITHIN, OVERDUE.format("{вердикт: p1-rule}"))


def test_a_contradiction_of_too_many_readings_is_refused(tmp_path: Path) -> None:
    many = {f"r{number}": {**DISPUTED["moves"]} for number in range(6)}
    nested = "оплачена: да"
    for name in many:
        nested = f"любое: {{чтение: {name}, on: [{{{nested}}}], stays: [{{оплачена: нет}}]}}"
    with pytest.raises(PackError, match="64 combinations of readings"):
        load(tmp_path, [rule(требуется={})], head=HEAD + OVERDUE.format(f"{{{nested}}}"), readings=many)
