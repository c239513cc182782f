# ruff: noqa: E501 - a table of mistakes, one a line
"""A pack from its folder: every kind of mistake is told with its place and the nearest right word, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from packs import HEAD, VOCABULARY, page, rule, write_pack

from qcrules.errors import PackError, Problem
from qcrules.judge.rulebook import load_rules
from qcrules.law.lowering import MOST_COMBINATIONS

RULES = """\
- id: p1-back
  норма: [п.1, п.1 ч.2]
  суть: {ru: Книгу возвращают, en: A book is returned}
  обязан: читатель
  сила: обязательная
  действует: {с: 2014-02-01, по: 2014-11-30}
  если: {вид: ночная, продлений: 2, оплачена: да}
  кроме: {норма: п.2, если: {есть: примечание}}
  требуется:
    не_позднее:
      что: возвращена
      через: 5 рабочих дней
      после: начало
      первый_день: {чтение: p1-day, next: не_считается, same: считается}
      перенос: вперёд
  нарушение: "Возвращена {возвращена}."
- id: p1-claims
  норма: п.1
  суть: Претензии
  для_каждого: претензии
  требуется: {любое: [{есть: претензии.заявлена}, {не: {содержит: {в: отметки, что: штамп}}}]}
- id: p1-some
  норма: п.1
  суть: Претензии
  если: {вердикт: p1-back}
  запрещено: {хотя_бы_один: {в: претензии, где: {претензии.вид: утрата}}}
"""
READINGS = """\
p1-day:
  вопрос: "Считается?"
  варианты: {next: {ru: нет, en: "no", довод: обычай}, same: да}
  по_умолчанию: next
"""
DEFINITIONS = """\
начало:
  путь: start
  тип: событие
  норма: п.1
  варианты:
    - {если: {оплачена: да}, это: напомнено}
    - это: {самое_раннее: {в: претензии, где: {претензии.признана: да}, что: претензии.заявлена}}
"""
CALENDAR = "- {день: 2014-05-04, рабочий: да, почему: {ru: перенос, en: moved}, источник: P1400000365}\n"
GOOD = {
    "pack.yaml": HEAD + "порядок_событий: {loan: [[lent_at, returned_at]]}\n",
    "vocabulary.yaml": VOCABULARY,
    "calendar.yaml": CALENDAR,
    "p1.md": page(RULES, readings=READINGS, definitions=DEFINITIONS),
    "p2.md": page([rule("p2-rule", требуется={"есть": "примечание"})], number="2"),
}


def told(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as wrong:
        load_rules(folder)
    return wrong.value.problems


@pytest.fixture
def spoil(tmp_path):
    """Write the good pack with some words replaced, and give what is told of it."""

    def spoil(*changes: tuple[str, str, str]) -> tuple[Problem, ...]:
        files = dict(GOOD)
        for file, old, new in changes:
            assert old in files[file], f"{old!r} is not in {file}"
            files[file] = files[file].replace(old, new, 1)
        for name, words in files.items():
            (tmp_path / name).write_text(words, encoding="utf-8")
        return told(tmp_path)

    return spoil


def test_the_good_pack_is_good(tmp_path):
    for name, words in GOOD.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    assert set(load_rules(tmp_path).pack.rules["loan"]) == {"p1-back", "p1-claims", "p1-some", "p2-rule"}


# file, words, wrong words, the first word of what is told (its place), what is told
MISTAKES: dict[str, tuple[str, str, str, str, str]] = {
    # verbs and fields
    "verb": ("p1.md", "не_позднее:", "не_поздне:", "не_поздне", "verb or field `не_поздне`; did you mean `не_позднее`?"),
    "field as a key": ("p1.md", "{вид: ночная,", "{вит: ночная,", "вит: н", "verb or field `вит`; did you mean `вид`?"),
    "field as a value": ("p1.md", "что: возвращена", "что: возвращина", "возвращина", "unknown field `возвращина`; did you mean `возвращена`?"),
    "key of a verb": ("p1.md", "через: 5", "черес: 5", "черес", "`черес`; did you mean `через`?"),
    "key missing": ("p1.md", "      что: возвращена\n", "", "не_позднее", "key `what` is missing"),
    "no base": ("p1.md", "      после: начало\n", "", "не_позднее", "give `than: …`, or `within: term` and `after: …`"),
    "two bases": ("p1.md", "      после: начало\n", "      после: начало\n      чем: выдана\n", "не_позднее", "give `than: …`"),
    "term": ("p1.md", "5 рабочих дней", "5 рабочьих дней", "5 рабочьих", "5 рабочьих дней"),
    "days of what kind": ("p1.md", "5 рабочих дней", "5 дней", "5 дней", "does not say which days"),
    "not a moment": ("p1.md", "что: возвращена", "что: оплачена", "оплачена\n", "neither an event nor a date"),
    "first day": ("p1.md", "same: считается}", "same: считаеться}", "считаеться", "did you mean `считается`?"),
    "roll": ("p1.md", "перенос: вперёд", "перенос: впред", "впред", "did you mean `вперёд`?"),
    "option": ("p1.md", "{вид: ночная,", "{вид: начная,", "начная", "`начная`; did you mean `ночная`?"),
    "option of a set": ("p1.md", "что: штамп", "что: штапм", "штапм", "did you mean `штамп`?"),
    "not a set": ("p1.md", "в: отметки", "в: примечание", "примечание, что", "`remark` is no set"),
    "not a list": ("p1.md", "запрещено: {хотя_бы_один: {в: претензии", "запрещено: {хотя_бы_один: {в: отметки", "отметки, где", "`marks` is no list"),
    "for each of what": ("p1.md", "для_каждого: претензии", "для_каждого: отметки", "отметки\n", "`marks` is no list"),
    "number": ("p1.md", "продлений: 2", "продлений: два", "два", "`два` is no whole number"),
    "yes or no": ("p1.md", "оплачена: да}\n  кроме", "оплачена: ага}\n  кроме", "ага", "expected yes or no, not `ага`"),
    "text compared": ("p1.md", "{вид: ночная,", "{примечание: ночная,", "ночная,", "is not compared with a value"),
    "item outside its list": ("p1.md", "что: возвращена", "что: претензии.заявлена", "претензии.заявлена\n", "belongs to a list's item"),
    "condition is a word": ("p1.md", "если: {вид: ночная, продлений: 2, оплачена: да}", "если: ночная", "ночная\n", "expected `verb: …` or `field: value`"),
    "verdict of whom": ("p1.md", "вердикт: p1-back", "вердикт: p1-bakc", "- id: p1-some", "`p1-bakc`; did you mean `p1-back`?"),
    # rules
    "key of a rule": ("p1.md", "обязан: читатель", "обязон: читатель", "обязон", "`обязон`; did you mean `обязан`?"),
    "key twice in two languages": ("p1.md", "  обязан: читатель\n", "  обязан: читатель\n  bearer: читатель\n", "bearer", "`bearer` is given twice"),
    "key twice": ("p1.md", "  обязан: читатель\n", "  обязан: читатель\n  обязан: читатель\n", "обязан: читатель\n  сила", ""),
    "no id": ("p1.md", "- id: p1-back\n  норма: [п.1, п.1 ч.2]\n", "- норма: [п.1, п.1 ч.2]\n", "норма: [", "`id` and `provision` are needed"),
    "id of what letters": ("p1.md", "id: p1-claims", "id: P1_Claims", "P1_Claims", "lower-case latin letters, digits and hyphens"),
    "id twice": ("p1.md", "id: p1-claims", "id: p1-back", "- id: p1-back\n  норма: п.1\n", "rule `p1-back` is given twice"),
    "id twice on two pages": ("p2.md", '"p2-rule"', '"p1-back"', '{\n  "id": "p1-back"', "rule `p1-back` is given twice"),
    "provision": ("p1.md", "[п.1, п.1 ч.2]", "[п.1, пункт первый]", "пункт первый", "provision `пункт первый` cannot be read"),
    "no gist": ("p1.md", "  суть: {ru: Книгу возвращают, en: A book is returned}\n", "", "- id: p1-back", "key `gist` is missing"),
    "bearer": ("p1.md", "обязан: читатель", "обязан: читотель", "читотель", "bearer `читотель`; did you mean `читатель`?"),
    "force": ("p1.md", "сила: обязательная", "сила: обезательная", "обезательная", "did you mean `обязательная`?"),
    "no duty": ("p1.md", "  запрещено: {хотя_бы_один: {в: претензии, где: {претензии.вид: утрата}}}\n", "", "- id: p1-some", "exactly one of `require`, `forbid`, `undecidable`"),
    "two duties": ("p1.md", "  запрещено: {хотя", "  требуется: {}\n  запрещено: {хотя", "- id: p1-some", "exactly one of `require`"),
    "two terms": ("p1.md", "требуется: {любое:", "требуется: {не_дольше: {от: выдана, до: возвращена, срок: 1 год}, не_ранее: {что: возвращена, через: 1 год, после: выдана}, любое:", "требуется: {не_д", "a rule has one term; split it"),
    "exception": ("p1.md", "кроме: {норма: п.2, если: {есть: примечание}}", "кроме: {норма: п.2}", "{норма: п.2}", "`provision` and `if` are needed"),
    "field of a message": ("p1.md", "Возвращена {возвращена}.", "Возвращена {возвращина}.", '"Возвращена', "did you mean `возвращена`?"),
    "day of an edition": ("p1.md", "с: 2014-02-01", "с: 01.02.2014", "01.02.2014", "is no day like 2014-01-31"),
    "impossible day": ("p1.md", "с: 2014-02-01", "с: 2014-02-30", "2014-02-30", "is no day like 2014-01-31"),
    # readings
    "verdict in a definition": ("p1.md", "{если: {оплачена: да}, это: напомнено}", "{если: {вердикт: p1-back}, это: напомнено}", "{если: {вердикт", "cannot ask for the verdict of a rule"),
    "reading": ("p1.md", "чтение: p1-day", "чтение: p1-dya", "p1-dya", "reading `p1-dya`; did you mean `p1-day`?"),
    "option of a reading": ("p1.md", "{чтение: p1-day, next: не_считается, same:", "{чтение: p1-day, next: не_считается, sane:", "sane", "`sane`; did you mean `same`?"),
    "option of a reading missing": ("p1.md", "next: не_считается, same: считается}", "next: не_считается}", "p1-day, next", "option `same` of reading `p1-day` is missing"),
    "one option": ("p1.md", ", same: да}", "}", "p1-day:\n    вопрос", "give two options or more"),
    "default": ("p1.md", "по_умолчанию: next", "по_умолчанию: nekst", "p1-day:\n    вопрос", "a `default` among them"),
    "key of a reading": ("p1.md", "вопрос:", "вапрос:", "вапрос", "did you mean `вопрос`?"),
    # definitions
    "type of a definition": ("p1.md", "тип: событие\n    норма", "тип: событее\n    норма", "начало:\n    путь", "`path` and `type` (event, date or bool) are needed"),
    "definition of nothing": ("p1.md", "это: напомнено}", "зто: напомнено}", "зто", "did you mean `это`?"),
    "definition chooses what": ("p1.md", "это: напомнено}", "это: напомнена}", "напомнена}", "did you mean `напомнено`?"),
    "definition of another kind": ("p1.md", "это: напомнено}", "это: повреждена}", "повреждена}", "they are of different kinds"),
    "provision of a definition": ("p1.md", "    норма: п.1\n", "", "начало:\n    путь", "`provision` (such as п.11 ч.2) and `cases` are needed"),
    # the head of the pack
    "key of the pack": ("pack.yaml", "календарь:", "колендарь:", "колендарь", "did you mean `календарь`?"),
    "key of the pack missing": ("pack.yaml", 'version: "1"\n', "", "id: library", "key `version` is missing"),
    "life": ("pack.yaml", "по: 2014-12-31", "по: 2013-12-31", "{с: 2014", "in_force: expected a day `from`"),
    "day of life": ("pack.yaml", "по: 2014-12-31", "по: 2014-12-32", "2014-12-32", "is no day like 2014-01-31"),
    "date of the edition": ("pack.yaml", "{loan: [lent_at]}", "{loan: [lend_at]}", "lend_at", "`lend_at`; did you mean `lent_at`?"),
    "usual order": ("pack.yaml", "[[lent_at, returned_at]]", "[[lent_at, paid]]", "paid", "event `paid`"),
    # the vocabulary
    "type": ("vocabulary.yaml", "тип: дата", "тип: дота", "дота", "`дота`; did you mean `дата`?"),
    "key of a field": ("vocabulary.yaml", "{термин: номер,", "{тирмин: номер,", "тирмин", "did you mean `термин`?"),
    "term twice": ("vocabulary.yaml", "термин: номер", "термин: вид", "kind: {термин: вид, тип", "term «вид» is already taken by field `id`"),
    "place of a part": ("vocabulary.yaml", "внутри: reader", "внутри: raeder", "raeder", "`raeder`"),
    "shape": ("vocabulary.yaml", "элемент: текст", "элемент: replay", "replay", "object `replay`; did you mean `reply`?"),
    "key of the vocabulary": ("vocabulary.yaml", "объекты:", "обьекты:", "обьекты", "did you mean `объекты`?"),
    # the calendar
    "day of the calendar": ("calendar.yaml", "2014-05-04", "04.05.2014", "04.05.2014", "is no day like 2014-01-31"),
    "key of the calendar": ("calendar.yaml", "рабочий:", "робочий:", "робочий", "did you mean `рабочий`?"),
    "no source": ("calendar.yaml", ", источник: P1400000365", "", "{день", "`day`, `working` and `source` are needed"),
    # pages
    "kind of a page": ("p2.md", 'пункт: "2"\n', 'пункт: "2"\nвид: lone\n', "lone", "`lone`; did you mean `loan`?"),
    "key of the front": ("p2.md", 'пункт: "2"\n', 'пункт: "2"\nпозде: нет\n', "позде", "did you mean `позже`?"),
    "heading": ("p2.md", "## Правило", "## Правела", "## Правела", "Правила"[:5]),
    "broken YAML": ("p1.md", "обязан: читатель", "обязан: [читатель", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "needle", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_where_it_is(spoil, tmp_path, file, old, new, needle, words):
    problems = spoil((file, old, new))
    text = (tmp_path / file).read_text(encoding="utf-8")
    start = text.index(needle, text.index(new) - 200 if needle == "- id: p1-some" else 0)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    said = [f"{problem.place}: {problem.message.en}" for problem in problems]
    for problem in problems:
        assert problem.place is not None
        assert problem.place.file == str(tmp_path / file)
        assert problem.place.line
        assert problem.place.column
        assert problem.message.ru != problem.message.en
    if needle:
        column += 2 if needle.startswith("- ") else 0  # a rule begins after the dash of its list
        assert any(
            (problem.place.line, problem.place.column) == (line, column) and words in problem.message.en
            for problem in problems
            if problem.place
        ), f"{line}:{column} is not among {said}"


def test_everything_at_once_in_the_order_of_the_files(spoil, tmp_path):
    some = [
        "verb",
        "option",
        "bearer",
        "day of life",
        "type",
        "day of the calendar",
        "kind of a page",
        "reading",
    ]
    problems = spoil(*(MISTAKES[name][:3] for name in some))
    said = "\n".join(problem.words("en") for problem in problems)
    for name in some:
        assert MISTAKES[name][4] in said, name
    places = [(p.place.file, p.place.line, p.place.column) for p in problems if p.place]
    assert places == sorted(places)
    assert {Path(file).name for file, _, _ in places} == set(GOOD)


def test_nothing_is_told_twice(spoil):
    """A rule is read under every combination of its readings; its mistakes are told once."""
    problems = spoil(("p1.md", "что: возвращена", "что: возвращина"))
    assert len(problems) == len({problem.words("en") for problem in problems})
    assert len([p for p in problems if "возвращина" in p.message.en]) == 1


@pytest.mark.parametrize("name", ["pack.yaml", "vocabulary.yaml"])
def test_a_file_that_must_be_there(tmp_path, name):
    write_pack(tmp_path, [rule(требуется={})])
    (tmp_path / name).unlink()
    [problem] = told(tmp_path)
    assert problem.words("en") == f"{tmp_path}: there is no file {name}"
    assert "нет файла" in problem.message.ru


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"\x00\x01\x02", b"- 1\n", b"just words\n", b"a: [", b"a: 1\na: 2\n"]
)
@pytest.mark.parametrize("name", ["pack.yaml", "vocabulary.yaml", "calendar.yaml", "p1.md"])
def test_whatever_a_file_holds_is_told(tmp_path, name, content):
    for file, words in GOOD.items():
        (tmp_path / file).write_text(words, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    if (name, content) == ("calendar.yaml", b"just words\n"):
        content = b""
    for problem in told(tmp_path):
        assert problem.place is not None
        assert problem.place.file.startswith(str(tmp_path))


class TestCircles:
    def test_definitions(self, tmp_path):
        def chosen(path: str, other: str) -> dict[str, object]:
            return {"путь": path, "тип": "событие", "норма": "п.1", "варианты": [{"это": other}]}

        definitions = {"начало": chosen("start", "конец"), "конец": chosen("end", "начало")}
        write_pack(tmp_path, [rule(требуется={"есть": "начало"})], definitions=definitions)
        [problem] = told(tmp_path)
        assert "definitions refer to each other in a circle: " in problem.message.en
        assert {"start", "end"} <= set(problem.message.en.replace("→", " ").split())
        assert problem.place is not None
        assert problem.place.file == str(tmp_path / "p1.md")

    def test_a_definition_of_itself(self, tmp_path):
        definitions = {
            "начало": {"путь": "start", "тип": "событие", "норма": "п.1", "варианты": [{"это": "начало"}]}
        }
        write_pack(tmp_path, [rule(требуется={"есть": "начало"})], definitions=definitions)
        [problem] = told(tmp_path)
        assert "start → start" in problem.message.ru

    def test_verdicts(self, tmp_path):
        rules = [
            rule("p1-a", если={"вердикт": "p1-b"}, требуется={}),
            rule("p1-b", кроме={"норма": "п.1", "если": {"не": {"вердикт": "p1-c"}}}, требуется={}),
            rule("p1-c", требуется={"любое": [{"вердикт": "p1-a"}]}),
        ]
        write_pack(tmp_path, rules)
        [problem] = told(tmp_path)
        assert "rules read each other's verdicts in a circle: " in problem.message.en
        assert all(name in problem.message.en for name in ("p1-a", "p1-b", "p1-c"))
        assert problem.place is not None
        assert problem.place.file == str(tmp_path / "p1.md")

    def test_a_shape_inside_itself(self, tmp_path):
        vocabulary = VOCABULARY.replace(
            "      signed: {термин: подписан, тип: да_нет}\n",
            "      signed: {термин: подписан, тип: да_нет}\n      next: {термин: следующий, тип: reply}\n",
        )
        write_pack(tmp_path, [rule(требуется={})], vocabulary=vocabulary)
        assert any("reply" in problem.message.en for problem in told(tmp_path))


class TestCombinations:
    def readings(self, many: int) -> dict[str, object]:
        return {
            f"p1-r{n}": {"вопрос": "?", "варианты": {"a": "а", "b": "б"}, "по_умолчанию": "a"}
            for n in range(many)
        }

    def turns(self, many: int) -> list[dict[str, object]]:
        return [{"чтение": f"p1-r{n}", "a": {}, "b": {"есть": "примечание"}} for n in range(many)]

    def test_sixteen_are_as_many_as_may_be(self, tmp_path):
        assert MOST_COMBINATIONS == 16
        write_pack(tmp_path, [rule(требуется={"все": self.turns(4)})], readings=self.readings(4))
        book = load_rules(tmp_path)
        assert len(book.machine("loan").lowered.by_rule["p1-rule"]) == 16

    @pytest.mark.parametrize("many", [5, 40])
    def test_more_are_refused(self, tmp_path, many):
        """At once, however many more: forty readings of two options are a million million."""
        write_pack(tmp_path, [rule(требуется={"все": self.turns(many)})], readings=self.readings(many))
        [problem] = told(tmp_path)
        assert f"rule `p1-rule` depends on {2**many} combinations of readings" in problem.message.en
        assert "16 are allowed" in problem.message.en
        assert problem.place is not None
        assert problem.place.line

    def test_those_of_definitions_and_verdicts_count_too(self, tmp_path):
        definitions = {
            "начало": {
                "путь": "start",
                "тип": "событие",
                "норма": "п.1",
                "варианты": [{"если": {"все": self.turns(3)}, "это": "выдана"}],
            }
        }
        rules = [
            rule("p1-a", требуется={"все": [*self.turns(5)[3:], {"есть": "начало"}]}),
            rule("p1-b", если={"вердикт": "p1-a"}, требуется={}),
        ]
        write_pack(tmp_path, rules, readings=self.readings(5), definitions=definitions)
        assert [problem.message.en.split("`")[1] for problem in told(tmp_path)] == ["p1-a", "p1-b"]

    @pytest.mark.parametrize("many", [5, 40])
    def test_a_definition_of_too_many_is_refused(self, tmp_path, many):
        definitions = {
            "начало": {
                "путь": "start",
                "тип": "событие",
                "норма": "п.1",
                "варианты": [{"если": {"все": self.turns(many)}, "это": "выдана"}],
            }
        }
        write_pack(
            tmp_path,
            [rule(требуется={"есть": "начало"})],
            readings=self.readings(many),
            definitions=definitions,
        )
        assert any(f"{2**many} combinations" in problem.message.en for problem in told(tmp_path))

    def test_the_same_reading_is_counted_once(self, tmp_path):
        rules = [
            rule(f"p1-{n}", если={"вердикт": f"p1-{n - 1}"} if n else {}, требуется={"все": self.turns(4)})
            for n in range(3)
        ]
        write_pack(tmp_path, rules, readings=self.readings(4))
        assert {len(some) for some in load_rules(tmp_path).machine("loan").lowered.by_rule.values()} == {16}
