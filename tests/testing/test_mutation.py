"""Mutants: which there are, which cases notice them, and what is said of those that none notices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packs import HEAD, VOCABULARY, rule, write_pack

from qcrules.law.verbs import VERBS, Arg
from qcrules.source.sound import load_sound
from qcrules.testing.dependencies import Dependencies
from qcrules.testing.mutation import mutate
from qcrules.testing.mutation.bench import Bench
from qcrules.testing.mutation.mutants import Mutants
from qcrules.testing.mutation.operators import BY_KIND
from qcrules.testing.mutation.tally import Tally

LIBRARY = Path(__file__).parent / "library"
ORDER = "порядок_событий: {loan: [[lent_at, returned_at]]}\n"
TABLE = """\
      year: {термин: год, тип: год}
      letter:
        термин: письмо
        тип: объект
        несколько: {letters: письма}
        поля: {read_at: {термин: прочитано, тип: событие}}
      figures: {термин: показатели, тип: таблица, месяц: month, строки: ["1", "2"]}
"""
WORDS = VOCABULARY.replace("      remark:", f"{TABLE}      remark:")
HOW = {"p1-how": {"вопрос": "?", "варианты": {"one": "так", "two": "иначе"}, "по_умолчанию": "one"}}


@pytest.fixture
def mutants(tmp_path: Path):
    """The words of the mutants of one part of the law: a rule, unless another is named."""

    def mutants(rules: str, part: str = "loan/p1-rule", **how: Any) -> list[str]:
        head = "- id: p1-rule\n  норма: п.1\n  суть: {ru: Суть, en: The gist}\n"
        page = head + "".join(f"  {line}\n" for line in rules.split("\n"))
        sound = load_sound(write_pack(tmp_path, page, head=HEAD + ORDER, vocabulary=WORDS, **how))
        assert sound.problems == ()
        made = Mutants(sound.pack, sound.ready.lowered, frozenset(), Dependencies(sound.pack))
        return [mutant.words.ru for mutant in made.parts()[part].mutants()]

    return mutants


TERM = "требуется: {не_позднее: {что: возвращена, через: 5 рабочих дней, после: выдана}}"
OUT = "не_считая: {от: напомнено, до: читатель.записан}"
PERIODS = "не_считая: {периоды: [{от: напомнено, до: читатель.записан}, {от: выдана, до: напомнено}]}"
SILENCE = TERM.replace("выдана", "{истекло: {через: 5 календарных дней, после: выдана}, без: напомнено}")
CLAIMS = "{в: претензии, где: {претензии.признана: да}, что: претензии.заявлена}"
FIRST_CLAIM = TERM.replace("выдана", f"{{самое_раннее: {CLAIMS}}}")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (TERM, "5 → 6 рабочих дней"),
        (TERM, "5 → 4 рабочих дня"),
        (TERM, "5 рабочих дней → 5 календарных дней"),
        (TERM, "первый_день: не_считается → считается"),
        (TERM, "«не_позднее» без самого дня"),
        (TERM.replace("}}", ", перенос: вперёд}}"), "перенос: вперёд → нет"),
        (TERM.replace("}}", ", перенос: вперёд}}"), "перенос: вперёд → назад"),
        (TERM.replace("}}", ", первый_день: считается}}"), "первый_день: считается → не_считается"),
        (TERM.replace("}}", f", {OUT}}}}}"), "без «не_считая: от «напомнено» до «читатель.записан»»"),
        (TERM.replace("}}", f", {OUT}}}}}"),
         "от «напомнено» до «читатель.записан»: первый_день: не_считается → считается"),
        (TERM.replace("}}", f", {PERIODS}}}}}"),
         "от «выдана» до «напомнено»: последний_день: не_считается → считается"),
        (TERM.replace("}}", f", {PERIODS}}}}}"), "без «от «выдана» до «напомнено»»"),
        (TERM.replace("}}", f", {OUT[:-1]}, не_больше: 3 рабочих дня}}}}}}"), "без «не_больше: 3 рабочих дня»"),
        (TERM.replace("}}", f", {OUT[:-1]}, не_больше: 3 рабочих дня}}}}}}"), "3 рабочих дня → 4 рабочих дня"),
        (TERM.replace("5 рабочих дней", "1 месяц"), "1 месяц → 30 календарных дней"),
        (SILENCE, "без «без: напомнено»"),
        (SILENCE, "5 → 6 календарных дней"),
        (FIRST_CLAIM, "самое_раннее ↔ самое_позднее"),
        (FIRST_CLAIM, "«не» перед «претензии.признана: да»"),
        ("требуется: {не_больше: {что: {сумма: {в: показатели, что: показатели.1}}, чем: 2}}", "сумма → число"),
        ("требуется: {не_больше: {что: продлений, чем: 30}}", "30 → 31"),
        ("требуется: {не_больше: {что: продлений, чем: 30}}", "≤ → <"),
        ("требуется: {продлений: 30}", "30 → 29"),
        ("требуется: {есть: выдана}", "«требуется» → «запрещено»"),
        ("запрещено: {есть: выдана}", "«запрещено» → «требуется»"),
        ("требуется: {есть: выдана}", "без «есть: выдана»"),
        ("требуется: {есть: [выдана, возвращена]}", "без «возвращена»"),
        ("если: {оплачена: да}\nтребуется: {есть: выдана}", "«не» перед «оплачена: да»"),
        ("если: {оплачена: да, повреждена: нет}\nтребуется: {}", "условия: все → любое"),
        ("если: {оплачена: да, повреждена: нет}\nтребуется: {}", "без «оплачена: да, повреждена: нет»"),
        ("если: {любое: [{оплачена: да}, {повреждена: да}]}\nтребуется: {}", "«любое» → «все»"),
        ("если: {не: {оплачена: да}}\nтребуется: {}", "без «не» перед «оплачена: да»"),
        ("если: {вид: [ночная, обычная]}\nтребуется: {}", "вид: без «ночная»"),
        ("если: {хотя_бы_один: {в: претензии, где: {претензии.вид: [утрата, порча]}}}\nтребуется: {}",
         "претензии.вид: без «утрата»"),
        ("кроме: {норма: п.2, если: {оплачена: да}}\nтребуется: {}", "без исключения «оплачена: да»"),
        ("довольно_одного: письмо\nтребуется: {есть: письмо.прочитано}", "«письмо»: довольно одного → каждое"),
        ("действует: {с: 2014-03-01}\nтребуется: {}", "01.03.2014 → 28.02.2014"),
        ("требуется: {сходится: {итог: продлений, части: [продлений, предел продлений]}}",
         "без «предел продлений»"),
        ("требуется: {сходится: {итог: продлений, части: предел продлений}}", "знак: равно → не_меньше"),
        ("требуется: {сходится: {итог: продлений, части: предел продлений, знак: не_меньше}}",
         "знак: не_меньше → равно"),
        ("требуется: {сходится: {итог: продлений, части: предел продлений, минус: продлений}}",
         "без «минус: продлений»"),
        ("для_каждого: показатели\nтребуется: {не_убывает: [показатели.1, показатели.2]}", "без «показатели.2»"),
    ],
)  # fmt: skip
def test_every_slip_of_the_pen_is_made(mutants, rule: str, words: str) -> None:
    assert words in mutants(rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{не_позднее: {что: возвращена, через: 5 рабочих дней, после: выдана}}",
         ["что: возвращена → выдана", "после: выдана → возвращена"]),
        ("{не: {не_дольше: {от: выдана, до: напомнено, срок: 1 год}}}", ["от: выдана → возвращена"]),
        ("{любое: [{не_позднее: {что: напомнено, через: 1 рабочий день, после: напомнено, "
         "не_считая: {от: выдана, до: возвращена}}}]}", ["от: выдана → возвращена", "до: возвращена → выдана"]),
        ("{не_позднее: {что: напомнено, чем: {дата: {день: 5, месяц: {после: месяц}}}}}",
         ["день: 5 → 4", "день: 5 → 6", "месяц: после: месяц → до: месяц", "месяц: после: месяц → месяц"]),
        ("{не_позднее: {что: напомнено, чем: {дата: {день: последний, месяц: 12, год: год}}}}",
         ["день: последний → 30", "месяц: 12 → 11", "год: год → до: год", "год: год → после: год"]),
    ],
)  # fmt: skip
def test_a_moment_is_taken_for_one_near_it(mutants, rule: str, words: list[str]) -> None:
    keys = ("что", "от", "до", "после", "день", "месяц", "год")
    found = mutants(f"если: {rule}\nтребуется: {{}}")
    assert [one for one in found if one.startswith(tuple(f"{key}: " for key in keys))] == words


def test_near_is_what_stands_beside_it_in_the_usual_order(tmp_path: Path) -> None:
    pack = load_sound(write_pack(tmp_path, [rule(требуется={})], head=HEAD + ORDER)).pack
    fields = pack.vocabulary.kinds["loan"].root.children
    near = Dependencies(pack).near
    assert near("loan", fields["lent_at"]) == [fields["returned_at"]]
    assert near("loan", fields["renewals"]) == []


def test_what_stands_under_one_option_is_changed_there_alone(mutants) -> None:
    term = "{чтение: p1-how, one: 1 год, two: 2 месяца}"
    found = mutants(TERM.replace("5 рабочих дней", term), readings=HOW)
    assert "2 → 3 месяца (чтение two)" in found
    assert found.count("первый_день: не_считается → считается") == 1, (
        "the same words under both options are one change"
    )
    assert "«требуется» → «запрещено»" in found


def test_a_requirement_that_readings_choose_is_turned_under_each_option(mutants) -> None:
    found = mutants("требуется: {чтение: p1-how, one: {оплачена: да}, two: {повреждена: нет}}", readings=HOW)
    turned = [one for one in found if one.startswith("«требуется»")]
    assert turned == ["«требуется» → «запрещено» (чтение one)", "«требуется» → «запрещено» (чтение two)"]


def test_every_kind_of_argument_can_slip() -> None:
    """A new kind of argument needs an operator, or a reason why it needs none."""
    whole = {Arg.FIELD, Arg.SET, Arg.LIST, Arg.RULE}  # the whole condition is dropped and negated
    inside = {Arg.CONDITION, Arg.CONDITIONS}  # each condition by itself
    assert {arg.kind for verb in VERBS for arg in verb.SPEC.arguments if arg.attribute} == {
        *BY_KIND,
        *whole,
        *inside,
    }


def test_a_definition_is_pointed_elsewhere_and_loses_its_branches(mutants) -> None:
    definition = {"путь": "term_from", "термин": "срок с", "тип": "событие", "норма": "п.1"}
    cases = [{"если": {"есть": "выдана"}, "это": "выдана"}, {"это": "возвращена"}]
    found = mutants(
        "требуется: {есть: выдача.срок с}",
        part="loan/выдача.срок с",
        definitions={"выдача.срок с": {**definition, "варианты": cases}},
    )
    assert {
        "это: выдана → возвращена",
        "это: возвращена → нет",
        "без варианта «это: возвращена»",
        "без варианта «если: {есть: выдана}, это: выдана»",
        "«не» перед «есть: выдана»",
    } <= set(found)


def test_a_number_that_a_definition_chooses_is_one_off(mutants) -> None:
    """Below nothing there is none."""
    definition = {"путь": "threshold", "термин": "порог", "тип": "число", "норма": "п.1"}
    cases = [{"если": {"оплачена": "да"}, "это": 3}, {"это": 0}]
    part, how = "loan/выдача.порог", {"выдача.порог": {**definition, "варианты": cases}}
    found = mutants("требуется: {есть: выдача.порог}", part=part, definitions=how)
    assert [one for one in found if "→" in one] == ["3 → 2", "3 → 4", "0 → 1"]


def all_of(folder: Path) -> Tally:
    return mutate(folder, jobs=1)


@pytest.fixture(scope="module")
def of_good_cases() -> tuple[Tally, list[tuple[int, int]]]:
    """What came of the mutants of the library as it stands, and the progress that was told."""
    seen: list[tuple[int, int]] = []
    return mutate(LIBRARY, 1, lambda done, total: seen.append((done, total))), seen


@pytest.mark.long
def test_good_cases_notice_every_slip(
    folder: Path, of_good_cases: tuple[Tally, list[tuple[int, int]]]
) -> None:
    tally, seen = of_good_cases
    assert [one.sentence().ru for one in tally.survived if one.subject != "действует"] == []
    assert tally.mutants > 10
    assert tally.killed + len(tally.survived) == tally.mutants
    assert seen == [(1, 3), (2, 3), (3, 3)], "progress is told"
    several = mutate(folder, jobs=2)
    assert (several.mutants, several.killed) == (tally.mutants, tally.killed)
    assert several.equivalent == tally.equivalent


def test_a_survivor_is_told_with_a_case_that_would_notice(folder: Path, page: Path) -> None:
    lines = page.read_text("utf-8").split("\n")
    late = ("день", "нарушение", "не истёк", "до вторника")
    kept = [line for line in lines if not line.startswith("|") or not any(word in line for word in late)]
    page.write_text("\n".join(kept), "utf-8")
    tally = all_of(folder)
    told = {one.sentence().ru: one.suggestion for one in tally.survived}
    sentence = "п.1: 3 → 4 рабочих дня — ни один случай этого не заметил"
    assert sentence in told
    suggestion = told[sentence]
    assert suggestion is not None
    assert "возвращена = 2014-03-07" in suggestion.ru
    assert suggestion.ru.endswith("p1-return — нарушение; срок 2014-03-06; +1")


@pytest.mark.long
def test_a_reason_in_the_page_is_counted_apart(folder: Path, page: Path) -> None:
    words = page.read_text("utf-8").replace("| на ночь | ночная | | 2014-03-20 | | не применимо |\n", "")
    page.write_text(words, "utf-8")
    without = {one.words.ru for one in all_of(folder).survived}
    assert "без «вид: обычная»" in without
    excuse = '{о: p1-return, что: "без «вид: обычная»", почему: "ночных выдач больше нет"}'
    reason = f"```yaml\nбез_случая:\n  - {excuse}\n```\n"
    page.write_text(words.replace("## Правило", f"{reason}\n## Правило"), "utf-8")
    tally = all_of(folder)
    assert [one.reason.ru for one in tally.waived if one.reason] == ["ночных выдач больше нет"]
    assert "без «вид: обычная»" not in {one.words.ru for one in tally.survived}


@pytest.mark.long
def test_a_step_that_changes_nothing_is_no_mutant(
    folder: Path, page: Path, of_good_cases: tuple[Tally, list[tuple[int, int]]]
) -> None:
    before, _ = of_good_cases
    page.write_text(
        page.read_text("utf-8").replace("если: {вид: обычная}", "если: {вид: обычная, есть: выдана}"), "utf-8"
    )
    after = all_of(folder)
    assert after.equivalent > before.equivalent, "the term asks for its start anyway"


def test_the_default_of_a_reading_is_swapped(folder: Path) -> None:
    bench = Bench.of(folder)
    [mutant] = bench.parts["reading/p1-first"].mutants()
    assert mutant.words.ru == "по умолчанию: next_day → same_day"
    assert [bench.fate(mutant, changed, set()) for changed in mutant.rules] == [True]
