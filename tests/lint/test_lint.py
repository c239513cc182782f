"""The lint: each code fires where it should, and a sound pack is sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from packs import rule, write_pack
from tables import rows_of

from qcrules.lint import CHECKS, CODES, Level, coverage, lint, report
from qcrules.source.pack import load_pack

LATER = ["QC040", "QC040"]


_ROW = "| неизвестно когда | | 2014-02-03 | ? | недостаточно данных; нужно возвращена |"
_MESSAGE = '{ru: "Книга возвращена {возвращена}.", en: "The book was returned on {возвращена}."}'
_SAME = "{не_позднее: {что: возвращена, чем: возвращена}}"
_TERM = """
    не_позднее:
      что: возвращена
      через: 14 календарных дней
      после: выдана
      первый_день: {чтение: p1-day, next: не_считается, same: считается}"""
_MORE = """    поля:
      loud: {термин: громко, тип: да_нет}
      room: {термин: зал, тип: выбор, варианты: {first: первый, second: второй}}
"""
_CIRCLE = """```yaml
определения:
  начало: {путь: first, термин: начало, тип: событие, норма: п.1, варианты: [{это: конец}]}
  конец: {путь: last, термин: конец, тип: событие, норма: п.1, варианты: [{это: начало}]}
```

"""
_UNUSED = """```yaml
определения:
  конец: {путь: end, термин: конец, en: end, тип: событие, норма: п.1, варианты: [{это: возвращена}]}
```

"""


def test_a_sound_pack_has_only_what_comes_later(pack):
    assert pack.codes() == LATER
    assert all(issue.level is Level.OPEN for issue in pack.found())


def test_units_are_counted(pack):
    covered = coverage(load_pack(pack.folder))
    assert (covered.units, covered.claimed, covered.later) == (4, 2, 2)


@pytest.mark.parametrize(("file", "old", "new", "code", "says"), rows_of("mistakes/found-by-the-lint.md"))
def test_each_code_says_where_and_what(pack, file, old, new, code, says):
    pack.change(file, old, new)
    found = [issue for issue in pack.found() if issue.code not in LATER]
    assert code in [issue.code for issue in found]
    issue = next(issue for issue in found if issue.code == code)
    assert says in issue.message.ru
    assert issue.cure.ru
    assert issue.cure.en
    assert issue.place.file.startswith(str(pack.folder))


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("если: {громко: да}", []),
        ("если: {все: [{громко: да}, {громко: нет}]}", ["QC008"]),
        ("если: {все: [{зал: первый}, {не: {зал: [первый, второй]}}]}", ["QC008"]),
        ("если: {все: [{громко: да}, {любое: [{громко: нет}, {зал: первый}]}]}", []),
        ("если: {громко: да}\n  кроме: {норма: п.1, если: {громко: да}}", ["QC008"]),
    ],
)
def test_conditions_that_exclude_each_other(pack, condition, codes):
    pack.change("vocabulary.yaml", "    поля:\n", _MORE)
    pack.change("p1.md", "  требуется:\n", f"  {condition}\n  требуется:\n")
    assert [code for code in pack.codes() if code in ("QC008", "QC009")] == codes


@pytest.mark.parametrize(
    ("unsaid", "requirement", "told"),
    [
        ("", "{громко: да}", 1),
        ("", "{громко: нет}", 0),
        ("", "{не: {громко: да}}", 0),
        ("", "{не: {громко: нет}}", 1),
        ("", "{любое: [{зал: первый}, {громко: да}]}", 1),
        (", если_не_сказано: да", "{громко: да}", 0),
        (", если_не_сказано: нет", "{громко: да}", 0),
        (", если_не_сказано: неизвестно", "{громко: да}", 0),
    ],
)
def test_a_silence_that_accuses(pack, unsaid, requirement, told):
    pack.change("vocabulary.yaml", "    поля:\n", _MORE.replace("да_нет", f"да_нет{unsaid}"))
    pack.change("p1.md", _TERM, f" {requirement}")
    found = [issue for issue in pack.found() if issue.code == "QC033"]
    assert len(found) == told
    if told:
        [issue] = found
        assert (issue.subject, issue.fails, issue.place.line) == ("loan.loud", False, 5)
        (pack.folder / "lint.yaml").write_text('- {код: QC033, что: "*.loud", почему: {ru: так, en: so}}\n')
        assert [issue.argued.en for issue in pack.found() if issue.code == "QC033"] == ["so"]


def test_a_key_with_nothing_after_it_says_that_nobody_knows(pack):
    table = "| случай | p1-day | выдана |"
    pack.change("p1.md", table, f"```yaml\nоснова: {{возвращена: }}\n```\n\n{table}")
    (pack.folder / "more.case.yaml").write_text(
        "случаи:\n  - случай: а\n    выдача:\n      выдана: 2014-02-03\n      возвращена:\n"
        "    ожидается: {p1-back: недостаточно данных}\n"
    )
    found = [(one.subject, Path(one.place.file).name, one.place.line, one.fails) for one in pack.found()]
    assert found[-2:] == [
        ("выдача.возвращена", "more.case.yaml", 5, False),
        ("возвращена", "p1.md", 44, False),
    ]


def test_a_blank_in_a_list_of_a_case_is_found_whatever_other_files_say(pack):
    (pack.folder / "a.case.yaml").write_text("случаи: [", encoding="utf-8")
    (pack.folder / "b.case.yaml").write_text(
        "случаи:\n- выдача: {претензии: [{заявлена: }]}\n", encoding="utf-8"
    )
    assert [one.subject for one in pack.found() if one.code == "QC018"] == ["выдача.претензии[1].заявлена"]


def test_a_requirement_that_always_holds(pack):
    pack.change("vocabulary.yaml", "    поля:\n", _MORE)
    pack.change("p1.md", _TERM, " {любое: [{громко: да}, {громко: нет}]}")
    assert "QC009" in pack.codes()


def test_an_allowance_argues_for_a_warning_and_for_nothing_else(pack):
    pack.change("vocabulary.yaml", "    поля:\n", "    поля:\n      shelf: {термин: полка, тип: текст}\n")
    assert report(pack.folder).fails
    (pack.folder / "lint.yaml").write_text('- {код: QC030, что: "loan.*", почему: {ru: так, en: so}}\n')
    [argued] = [issue for issue in pack.found() if issue.code == "QC030"]
    assert argued.argued is not None
    assert argued.argued.ru == "так"
    assert not report(pack.folder).fails
    (pack.folder / "lint.yaml").write_text("- {код: QC030, что: loan.shefl, почему: {ru: так, en: so}}\n")
    [idle] = [issue for issue in pack.found() if issue.code == "QC050"]
    assert idle.message.en == "QC030 `loan.shefl`: no such warning; did you mean `loan.shelf`?"
    (pack.folder / "lint.yaml").write_text("- {код: QC030, что: loan.shelf, почему: {ru: так, en: so}}\n" * 2)
    [twice] = [issue for issue in pack.found() if issue.code == "QC050"]
    assert twice.message.en == "QC030 `loan.shelf`: no such warning"
    pack.change("vocabulary.yaml", "      shelf: {термин: полка, тип: текст}\n", "")
    assert "QC050" in pack.codes()
    (pack.folder / "lint.yaml").write_text('- {код: QC001, что: "*", почему: {ru: так, en: so}}\n')
    pack.change("p1.md", 'норма: [п.1, "п.1 1)"]', "норма: п.1")
    assert report(pack.folder).fails


@pytest.mark.parametrize(
    ("allowance", "place", "told"),
    [
        ("{код: QC999, что: a, почему: так}", (1, 9), "unknown code `QC999`"),
        ("{код: QC030, что: a}", (1, 3), "`code`, `what` and `why` are needed"),
        ("просто", (1, 3), "allowance: expected `key: value` pairs"),
    ],
)
def test_an_allowance_that_cannot_be_read(pack, allowance, place, told):
    (pack.folder / "lint.yaml").write_text(f"- {allowance}\n", encoding="utf-8")
    [found] = pack.found()
    assert (found.place.line, found.place.column) == place
    assert told in found.message.en


def test_a_misspelt_word_is_found_with_the_nearest_right_one(pack):
    pack.change("p1.md", "не_позднее:", "не_поздней:")
    found = pack.found()
    assert {issue.code for issue in found} == {"QC091"}
    assert "`не_позднее`" in found[0].message.ru
    assert found[0].place.line
    assert report(pack.folder).fails


def test_a_page_out_of_form_is_found_with_all_that_is_wrong_elsewhere(pack):
    pack.change("p1.md", "## Толкование", "## Толкования")
    pack.change("pack.yaml", "язык: ru", "язик: ru")
    assert {issue.code for issue in pack.found()} >= {"QC090", "QC091"}
    assert report(pack.folder).covered is None


def test_the_code_is_that_of_the_mistake_and_not_of_its_words(pack):
    pack.change("p1.md", 'норма: [п.1, "п.1 1)"]', 'норма: "unknown in a circle: "')
    assert {issue.code for issue in pack.found()} == {"QC090"}


def test_a_pack_that_cannot_be_loaded_is_bad_input_and_not_a_finding(pack):
    assert report(pack.folder).status == 0
    pack.change("p1.md", 'норма: [п.1, "п.1 1)"]', "норма: п.1")
    assert report(pack.folder).status == 1
    pack.change("p1.md", "не_позднее:", "не_поздней:")
    assert report(pack.folder).status == 2


def test_definitions_in_a_circle(pack):
    pack.change("p1.md", "## Правило\n", _CIRCLE + "## Правило\n")
    [found] = pack.found()
    assert found.code == "QC092"
    assert "first" in found.message.en


def test_every_code_has_a_page_in_both_languages():
    for code, known in CODES.items():
        for words in (known.page.ru, known.page.en):
            assert words.startswith(f"# {code}: ")
            assert len(words) > 120
        assert known.why.ru != known.why.en


def test_the_first_difference_of_a_quotation_is_shown(pack):
    pack.change("p1.md", "> 1) не позднее 14 календарных", "> 1) не позднее 15 календарных")
    [issue] = [issue for issue in pack.found() if issue.code == "QC003"]
    assert "в тексте «4», а в цитате «5»" in issue.message.ru
    page = (pack.folder / "p1.md").read_text(encoding="utf-8").split("\n")
    assert page[issue.place.line - 1].startswith("> 1) не позднее 15")


_DATED = """\
- id: p1-old
  норма: п.1
  суть: {ru: прежняя, en: earlier}
  действует: {с: 2014-01-01, по: LAST}
  не_решается: {ru: нет текста, en: no text}
- id: p1-back
"""


@pytest.mark.parametrize(
    ("last", "codes"), [("2014-05-31", []), ("2014-05-30", ["QC006"]), ("2014-06-01", ["QC007"])]
)
def test_editions_meet_without_gap_and_overlap(pack, last, codes):
    pack.change("p1.md", "- id: p1-back\n", _DATED.replace("LAST", last))
    pack.change("p1.md", "  обязан: читатель\n", "  действует: {с: 2014-06-01}\n")
    pack.change("p1.md", 'норма: [п.1, "п.1 1)"]', "норма: п.1")
    assert [code for code in pack.codes() if code in ("QC005", "QC006", "QC007")] == codes


def test_every_code_is_that_of_one_check():
    asked = sorted(code for codes in CHECKS.values() for code in codes)
    assert asked == [code for code in CODES if code < "QC050"]


def test_a_reading_that_changes_nothing_about_the_days_in_force(pack):
    life = (
        "действует: {чтение: p1-day, next: {с: 2014-01-01, по: LAST}, same: {с: 2014-01-01, по: 2014-12-31}}"
    )
    pack.change("pack.yaml", "действует: {с: 2014-01-01, по: 2014-12-31}", life.replace("LAST", "2014-12-31"))
    pack.change("p1.md", "{чтение: p1-day, next: не_считается, same: считается}", "не_считается")
    assert "QC023" in pack.codes()
    pack.change("pack.yaml", "next: {с: 2014-01-01, по: 2014-12-31}", "next: {с: 2014-01-01, по: 2014-12-30}")
    assert "QC023" not in pack.codes()


def test_what_the_language_cannot_say_does_not_make_a_pack_speak_two(tmp_path):
    rules = [
        rule("p1-said", суть="Так", требуется={"есть": "возвращена"}),
        rule("p1-not", суть="Иначе", не_выражается="Цену считают в процентах"),
    ]
    assert "QC015" not in {one.code for one in lint(write_pack(tmp_path, rules))}
