"""The face of a terminal: the counts first, the worst first, the receipt last."""

from __future__ import annotations

import re

import pytest

from qcrules.finding import Missing, Verdict
from qcrules.render import text
from qcrules.text import Text


def lines(*assessments, **how):
    return text.render(assessments, **how).splitlines()


def test_the_first_line_is_the_counts(sample):
    assert lines(sample.full())[0] == (
        "3 нарушения, 2 срока идут, 1 зависит от недостающего факта, 2 соблюдено, 1 не применимо, 2 спорных"
    )
    assert lines(sample.full("en"))[0] == (
        "3 violations, 2 terms are running, 1 depends on a missing fact, 2 complied with, "
        "1 not applicable, 2 contested"
    )


def test_no_violations_are_said_in_words(sample):
    assert lines(sample.assessment(sample.finding("a", Verdict.COMPLIANT)))[0] == "нарушений нет, 1 соблюдено"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 нарушение"), (2, "2 нарушения"), (5, "5 нарушений"), (11, "11 нарушений"), (21, "21 нарушение")],
)
def test_russian_plurals(sample, count, words):
    assert lines(sample.assessment(*[sample.violated(f"r{n}") for n in range(count)]))[0] == words


def test_a_violation_shows_due_actual_delay_and_evidence(sample):
    shown = lines(sample.assessment(sample.violated()))
    at = shown.index("✗ п.10 ч.1  Слова о p10-planned-notice.")
    assert shown[at + 1 : at + 4] == [
        "    срок 30.12.2013, исполнено 08.01.2014, +3 рабочих дня",
        "    от 26.12.2013 (письмо.направлено), счёт с 27.12.2013, не считаются 28.12–29.12 выходной",
        "    извещение.вручено: 08.01.2014 (строка 12)",
    ]


def test_what_was_never_done_says_so(sample):
    shown = "\n".join(lines(sample.assessment(sample.violated(actual=None, delay=None))))
    assert "срок 30.12.2013, не исполнено\n" in shown


@pytest.mark.parametrize(
    ("lang", "words"), [("ru", "исполнено 08.01.2014 или позже,"), ("en", "done 2014-01-08 or later,")]
)
def test_a_day_that_is_not_known_exactly_is_said_in_the_language_of_the_answer(sample, lang, words):
    vague = sample.violated(actual=Text("08.01.2014 или позже", "2014-01-08 or later"))
    assert words in text.render([sample.assessment(vague, lang=lang)])
    assert vague.actual == "08.01.2014 или позже", "an assessment in Russian"


def test_sections_stand_in_order_and_each_in_its_own(sample):
    shown = lines(sample.full())
    titles = [
        "Нарушения",
        "Сроки идут",
        "Недостаточно данных",
        "Решено, но спорно",
        "Рекомендации (не обязательны)",
        "Предупреждения о записи",
        "Допущения",
    ]
    assert [row for row in shown if row in titles] == titles
    assert shown.index("… п.10 ч.1  Слова о p18-sooner.") < shown.index("… п.10 ч.1  Слова о p18-later.")
    assert shown.index("✗ п.10 ч.1  Слова о p20-hours.") < shown.index("✗ п.10 ч.1  Слова о p10-hours.")


def test_a_pending_duty_says_when_and_how_long(sample):
    shown = lines(sample.full())
    assert "    срок 15.01.2014, осталось 5 дней" in shown
    assert "    due 2014-01-15, 5 days left" in lines(sample.full("en"))


def test_the_last_day_is_not_overdue(sample):
    assert "    срок 10.01.2014, истекает сегодня" in lines(sample.assessment(sample.pending("a", 10)))


def test_an_open_one_names_the_fact_and_what_decides_it(sample):
    shown = lines(sample.full(), width=200)
    assert (
        "    нужно: извещение.вручено (notice.delivered_at) — "
        "до 01.04.2014 — соответствует, позже — нарушение" in shown
    )


def test_readings_are_shown_only_where_they_disagree(sample):
    shown = lines(sample.full())
    assert "    чтение p10-clear-days: difference — нарушение; full_days — соответствует" in shown
    assert not [row for row in shown if "p10-form" in row]


def test_quiet_findings_are_counts_until_asked_for(sample):
    assert "2 соблюдено, 1 не применимо (-v покажет списком)" in lines(sample.full())
    assert "– п.10 ч.1 obstructions[1]  Слова о p12-protocol." not in lines(sample.full())
    assert "– п.10 ч.1 obstructions[1]  Слова о p12-protocol." in lines(sample.full(), verbose=True)
    assert "✓ п.10 ч.1  Слова о p1-subject." in lines(sample.full(), verbose=True)


def test_the_last_line_is_the_receipt(sample):
    assert lines(sample.full())[-1] == (
        "правила kz-06-7-63 1.0.0 (abababab) · календарь KZ (cdcdcdcd) · движок reference"
        " · день проверки 10.01.2014 (из записи)"
    )


def test_colour_only_where_asked_for_and_it_changes_no_word(sample):
    plain, painted = text.render([sample.full()]), text.render([sample.full()], colour=True)
    assert "\x1b" not in plain
    assert "\x1b[31;1m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_keep_to_the_width(sample, width):
    assert all(len(row) <= width for row in lines(sample.full(), width=width)[1:-1])


def test_the_same_assessment_gives_the_same_page(sample):
    assert text.render([sample.full()]) == text.render([sample.full()])


def test_readings_that_were_settled_stand_in_the_receipt(sample):
    shown = lines(sample.assessment(readings={"p18-first-day": "same_day"}))
    assert shown[-1].endswith(" · чтения p18-first-day=same_day")


def test_evidence_from_afar_is_shown_only_where_more_is_asked_for(sample):
    found = sample.assessment(sample.violated())
    assert not [row for row in lines(found) if "приказ.издан" in row]
    assert [row for row in lines(found, verbose=True) if "приказ.издан" in row]


def test_an_item_is_named_in_the_words_of_the_record(sample):
    item = sample.Item("act.violations", 2)
    evidence = sample.Evidence("act.violations[2].basis", sample.TERM, "x", sample.TERM, item=item)
    one = sample.violated(item=item, each=sample.Text("акт.нарушения", "violations"), evidence=(evidence,))
    [row] = [row for row in lines(sample.assessment(one)) if "✗" in row]
    assert row.startswith("✗ п.10 ч.1 акт.нарушения[2]  ")


def test_harmless_disagreements_of_readings_are_left_to_those_who_ask(sample):
    harmless = sample.contested("a", Verdict.COMPLIANT, Verdict.NOT_APPLICABLE)
    assert "Решено, но спорно" not in lines(sample.assessment(harmless))
    assert "Решено, но спорно" in lines(sample.assessment(harmless), verbose=True)


def test_a_record_cannot_steer_the_terminal(sample):
    evil = sample.violated(text=sample.Text("ой \x1b[2J\x9b2J\x07", ""))
    shown = text.render([sample.assessment(evil, subject_id="\x1b]0;x\x07")])
    assert not [
        letter for letter in shown if (ord(letter) < 32 and letter != "\n") or 127 <= ord(letter) < 160
    ]


def undecided(sample, count, **how):
    """Findings that wait for one fact each, the even ones for another, too."""
    other = Missing("order.issued_on", Text("приказ.издан", "order issued"), Text("", ""))
    return [
        sample.finding(
            f"u{number}",
            Verdict.UNDETERMINED,
            missing=(
                *([other] if number % 2 == 0 else []),
                Missing(f"f{number}", Text.same(f"f{number}"), Text("", "")),
            ),
            citation=f"п.{number}",
            **how,
        )
        for number in range(count)
    ]


def test_many_undecided_findings_are_told_by_what_they_need(sample):
    shown = lines(sample.assessment(*undecided(sample, 9)))
    assert shown[0] == "почти ничего не известно, 9 зависят от недостающих фактов"
    assert "Недостаточно данных: 9" in shown
    [first, *rest] = [row for row in shown if row.startswith("? нужно:")]
    assert first == "? нужно:  приказ.издан (order.issued_on) — п.0, п.2, п.4, п.6, п.8"
    assert len(rest) == 4
    assert not [row for row in lines(sample.assessment(*undecided(sample, 6))) if row.startswith("? нужно:")]


def test_a_reading_that_divides_as_before_is_not_told_again(sample):
    shown = lines(
        sample.assessment(
            sample.contested("a", Verdict.VIOLATED, Verdict.COMPLIANT),
            sample.contested("b", Verdict.VIOLATED, Verdict.COMPLIANT),
        )
    )
    readings = [row.strip() for row in shown if row.strip().startswith("чтение ")]
    assert readings[1] == readings[0].partition(":")[0] + ": как выше"


def test_what_the_sentence_says_is_not_said_again(sample):
    words = Text("Извещено 08.01.2014, а срок истёк 30.12.2013.", "Notified 2014-01-08, due 2013-12-30.")
    shown = lines(sample.assessment(sample.violated(text=words)))
    assert not [row for row in shown if "исполнено" in row or "извещение.вручено" in row]
    assert [
        row
        for row in lines(sample.assessment(sample.violated(text=words)), verbose=True)
        if "исполнено" in row
    ]
