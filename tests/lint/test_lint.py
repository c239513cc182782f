"""The lint: each code fires where it should, and a sound pack is sound."""

from __future__ import annotations

import pytest

from qcrules.lint import Level, coverage
from qcrules.loading.pack import load_pack

LATER = ["QC040", "QC040"]


def test_a_sound_pack_has_only_what_comes_later(pack):
    assert pack.codes() == LATER
    assert all(issue.level is Level.OPEN for issue in pack.found())


def test_units_are_counted(pack):
    covered = coverage(load_pack(pack.folder))
    assert (covered.units, covered.claimed, covered.later) == (4, 2, 2)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "says"),
    [
        ("p1.md", 'норма: [п.1, "п.1 1)"]', "норма: п.1", "QC001", "`п.1 1)`"),
        ("p1.md", 'норма: [п.1, "п.1 1)"]', 'норма: [п.1, "п.1 1)", "п.1 2)"]', "QC002", "`п.1 2)`"),
        ("p1.md", "> Книга возвращается", "> Книги возвращаются", "QC003", "Книг"),
        ("p1.md", ">\n> Сноска. Примечание издателя.\n", "", "QC003", "Сноска"),
        ("p1.md", "  обязан: читатель\n", "  действует: {с: 2014-02-01}\n", "QC006", "2014-01-31"),
        ("p1.md", "p1-back |\n|---", "выдана2 |\n|---", "QC010", "`p1-back`"),
        ("p1.md", "+1; спорно", "плюс один", "QC012", "`плюс один`"),
        ("p1.md", "| same | 2014", "| next | 2014", "QC021", "`p1-day`"),
        ("p1.md", ", довод: буква", "", "QC022", "`same`"),
        ("p1.md", "  обязан: читатель\n", "", "QC031", "читатель"),
        (
            "p1.md",
            "{чтение: p1-day, next: не_считается, same: считается}",
            "не_считается",
            "QC020",
            "`p1-day`",
        ),
        ("vocabulary.yaml", "виды:\n  loan:\n    термин: выдача\n    поля:\n",
         "виды:\n  loan:\n    термин: выдача\n    поля:\n      shelf: {термин: полка, тип: текст}\n",
         "QC030", "полка"),
    ],
)  # fmt: skip
def test_each_code_says_where_and_what(pack, file, old, new, code, says):
    pack.change(file, old, new)
    found = [issue for issue in pack.found() if issue.code not in LATER]
    assert code in [issue.code for issue in found]
    issue = next(issue for issue in found if issue.code == code)
    assert says in issue.message.ru
    assert issue.cure.ru
    assert issue.cure.en
    assert issue.place.file.startswith(str(pack.folder))


def test_the_first_difference_of_a_quotation_is_shown(pack):
    pack.change("p1.md", "> 1) не позднее 14 календарных", "> 1) не позднее 15 календарных")
    [issue] = [issue for issue in pack.found() if issue.code == "QC003"]
    assert "в тексте «4», а в цитате «5»" in issue.message.ru


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


def test_the_built_in_pack_is_sound(request):
    folder = request.config.rootpath / "rules" / "kz-06-7-63"
    found = [issue for issue in lint_of(folder) if issue.level is Level.ERROR]
    assert [f"{issue.place}: {issue.message.ru}" for issue in found] == []


def lint_of(folder):
    from qcrules.lint import lint

    return lint(folder)
