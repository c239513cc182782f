"""Mutants: which there are, which cases notice them, and what is said of those that none notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.law.verbs import VERBS, Arg
from qcrules.source.yaml import parse
from qcrules.testing import slips
from qcrules.testing.bench import Bench
from qcrules.testing.mutants import SLIPS, of_definition, of_rule
from qcrules.testing.mutation import mutate
from qcrules.testing.tally import Tally


def steps(yaml: str) -> list[str]:
    return [change.words.ru for change in of_rule(parse(yaml, "p.md"))]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}", "5 → 6 рабочих дней"),
        ("требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}", "5 → 4 рабочих дня"),
        (
            "требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}",
            "5 рабочих дней → 5 календарных дней",
        ),
        ("требуется: {не_позднее: {что: a, через: 5 рабочих дней, после: b}}", "первый день считается"),
        ("требуется: {не_позднее: {что: a, чем: b, перенос: вперёд}}", "перенос: вперёд → нет"),
        ("требуется: {не_позднее: {что: a, чем: b, перенос: вперёд}}", "перенос: вперёд → назад"),
        ("требуется: {не_позднее: {что: a, чем: b}}", "«не_позднее» без самого дня"),
        ("требуется: {не_больше: {что: n, чем: 30}}", "30 → 31"),
        ("требуется: {не_больше: {что: n, чем: 30}}", "≤ → <"),
        ("требуется: {есть: a}", "«требуется» → «запрещено»"),
        ("требуется: {есть: a}", "без «есть: a»"),
        ("если: {x: да}\nтребуется: {есть: a}", "«не» перед «x: да»"),
        ("если: {x: да, y: да}\nтребуется: {есть: a}", "условия: все → любое"),
        ("если: {любое: [{x: да}, {y: да}]}\nтребуется: {есть: a}", "«любое» → «все»"),
        ("если: {не: {x: да}}\nтребуется: {есть: a}", "без «не» перед «x: да»"),
        ("если: {вид: [ночная, обычная]}\nтребуется: {есть: a}", "вид: без «ночная»"),
        ("кроме: {норма: п.2, если: {x: да}}\nтребуется: {есть: a}", "без исключения «x: да»"),
        ("действует: {с: 2014-03-01}\nтребуется: {есть: a}", "01.03.2014 → 28.02.2014"),
        (
            "требуется: {не_позднее: {что: a, за: {чтение: r, one: 1 год, two: 2 месяца}, до: b}}",
            "2 → 3 месяца (чтение two)",
        ),
        ("требуется: {не_позднее: {что: a, через: 1 месяц, после: b}}", "1 месяц → 30 календарных дней"),
        (
            "требуется: {не_позднее: {что: a, через: 9 рабочих дней, после: b, не_считая: {от: c, до: d}}}",
            "без «не_считая: от: c, до: d»",
        ),
        ("требуется: {сходится: {итог: a, части: [b, c]}}", "без «b»"),
        ("требуется: {сходится: {итог: a, части: [b, c]}}", "= → ≥"),
        ("требуется: {сходится: {итог: a, части: [b, c], знак: не_меньше}}", "знак: не_меньше → равно"),
        ("требуется: {сходится: {итог: a, части: [b, c], минус: d}}", "без «минус: d»"),
        ("требуется: {не_убывает: [a, b]}", "без «b»"),
    ],
)
def test_every_slip_is_made(rule: str, words: str) -> None:
    assert words in steps(rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{не_позднее: {что: a, через: 5 рабочих дней, после: b}}", ["что: a → b", "после: b → a"]),
        ("{не: {не_дольше: {от: a, до: x, срок: 1 год}}}", ["от: a → b"]),
        (
            "{любое: [{не_позднее: {что: x, через: 1 день, после: x, не_считая: {от: a, до: b}}}]}",
            ["от: a → b", "до: b → a"],
        ),
        ("{не_ранее: {что: {чтение: r, one: a, two: x}, чем: x}}", ["что: a → b (чтение one)"]),
        (
            "{не_позднее: {что: x, чем: {дата: {день: 5, месяц: {после: m}}}}}",
            ["5 → 4", "5 → 6", "месяц: после: m → m", "месяц: после: m → до: m"],
        ),
        (
            "{не_позднее: {что: x, чем: {дата: {день: последний, месяц: 6, год: y}}}}",
            ["день: последний → 30", "6 → 5", "6 → 7", "год: y → до: y", "год: y → после: y"],
        ),
    ],
)
def test_a_moment_is_taken_for_one_near_it(rule: str, words: list[str]) -> None:
    near = {"a": ["b"], "b": ["a"]}
    node = parse(f"если: {rule}", "p.md")
    assert [one.words.ru for one in slips.moments(node, lambda word: near.get(word, []))] == words


def test_near_is_what_stands_beside_it_in_the_usual_order(folder: Path) -> None:
    pack = folder / "pack.yaml"
    order = "порядок_событий: {loan: [[lent_at, returned_at]]}\n"
    pack.write_text(pack.read_text("utf-8") + order, "utf-8")
    standing = Bench.of(folder).standing
    assert standing.near("loan", "выдана") == ["возвращена"]
    assert standing.near("loan", "продлений") == []


def test_every_key_of_every_verb_can_slip() -> None:
    """A new kind of argument needs an operator, or a reason why it needs none."""
    elsewhere = {
        Arg.MOMENT: "slips.moments",
        Arg.PERIOD: "slips.left_out, and its ends slips.moments",
        Arg.CONDITIONS: "all ↔ any, and each condition by itself",
        Arg.FIELDS: "one fewer",
        Arg.FIELD: "the whole condition is dropped and negated",
        Arg.SET: "the whole condition is dropped and negated",
        Arg.LIST: "the whole condition is dropped and negated",
        Arg.RULE: "the whole condition is dropped and negated",
    }
    kinds = {arg.kind for verb in VERBS for arg in verb.SPEC.args} | {verb.SPEC.bare for verb in VERBS} - {
        None
    }
    assert kinds == set(SLIPS) | set(elsewhere)


def test_a_definition_is_pointed_elsewhere_and_loses_its_branches() -> None:
    node = parse("варианты: [{если: {есть: a}, это: a}, {это: b}]", "p.md")
    words = {change.words.ru for change in of_definition(node, ["a", "b", "нет"])}
    assert {"это: a → b", "это: b → нет", "без варианта «это: b»", "«не» перед «есть: a»"} <= words


def all_of(folder: Path) -> Tally:
    return mutate(folder, jobs=1)


def test_good_cases_notice_every_slip(folder: Path) -> None:
    tally = all_of(folder)
    assert [one.sentence().ru for one in tally.survived if one.subject != "действует"] == []
    assert tally.mutants > 10
    assert tally.killed + len(tally.survived) == tally.mutants


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


def test_a_reason_in_the_page_is_counted_apart(folder: Path, page: Path) -> None:
    words = page.read_text("utf-8").replace("| на ночь | ночная | | 2014-03-20 | | не применимо |\n", "")
    page.write_text(words, "utf-8")
    without = {one.words.ru for one in all_of(folder).survived}
    assert "без «вид: обычная»" in without
    excuse = '{о: p1-return, что: "без «вид: обычная»", почему: "ночных выдач больше нет"}'
    reason = f"```yaml\nбез_случая:\n  - {excuse}\n```\n"
    page.write_text(words.replace("## Правило", f"{reason}\n## Правило"), "utf-8")
    tally = all_of(folder)
    assert [one.reason.ru for one in tally.excused if one.reason] == ["ночных выдач больше нет"]
    assert "без «вид: обычная»" not in {one.words.ru for one in tally.survived}


def test_a_step_that_changes_nothing_is_no_mutant(folder: Path, page: Path) -> None:
    before = all_of(folder)
    page.write_text(
        page.read_text("utf-8").replace("если: {вид: обычная}", "если: {вид: обычная, есть: выдана}"), "utf-8"
    )
    after = all_of(folder)
    assert after.equivalent > before.equivalent, "the term asks for its start anyway"


def test_the_default_of_a_reading_is_swapped(folder: Path) -> None:
    bench = Bench.of(folder)
    [mutant] = bench.parts["reading/p1-first"].mutants()
    assert mutant.words.ru == "по умолчанию: next_day → same_day"
    assert bench.fate(mutant) is True


def test_several_cores_find_the_same(folder: Path) -> None:
    one, two = mutate(folder, jobs=1), mutate(folder, jobs=2)
    assert (one.mutants, one.killed, one.equivalent) == (two.mutants, two.killed, two.equivalent)


def test_progress_is_told(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    mutate(folder, 1, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
