"""A pack from its folder: every kind of mistake is told with its place and the nearest right word, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packs import HEAD, SMALL, VOCABULARY, load, rule, write_pack
from tables import rows_of

from qcrules.errors import PackError, Problem
from qcrules.judge.rulebook import load_rules
from qcrules.law.combinations import MOST_COMBINATIONS

GOOD = {path.name: path.read_text(encoding="utf-8") for path in SMALL.iterdir()}
MISTAKES = {name: row for name, *row in rows_of("mistakes/of-a-pack.md")}


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


@pytest.mark.parametrize(
    "name",
    [
        "readings and definitions that are no YAML",
        "page whose keys are no YAML",
        "the earliest of no list",
        "left out of no list",
        "left out at most, in what days",
        "a year that is none",
        "a number that is a list",
        "provision and id",
        "provision of a definition misread",
        "rule of words",
        "exception of words",
        "condition with a name and words",
        "several by no name",
        "level of units of what number",
        "type of a definition",
        "default",
        "day of life",
        "day of the calendar",
    ],
)
def test_what_follows_from_a_mistake_is_not_told(spoil, name):
    assert len(spoil(MISTAKES[name][:3])) == 1


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_a_page_that_is_saved_in_another_encoding_is_told_alone(tmp_path, encoding):
    for name, words in GOOD.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    speaks = GOOD["p2.md"].replace("требуется:", "если: {вердикт: p1-back, есть: начало}, требуется:")
    (tmp_path / "p2.md").write_text(speaks, encoding="utf-8")
    (tmp_path / "p1.md").write_bytes(GOOD["p1.md"].encode(encoding, "replace"))
    (tmp_path / "p1.case.md").write_text("## Случаи\n", encoding="utf-8")
    assert [problem.place.file for problem in told(tmp_path) if problem.place] == [str(tmp_path / "p1.md")]


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

    def test_thirty_two_are_as_many_as_may_be(self, tmp_path):
        assert MOST_COMBINATIONS == 32
        write_pack(tmp_path, [rule(требуется={"все": self.turns(5)})], readings=self.readings(5))
        book = load_rules(tmp_path)
        assert len(book.machine("loan").lowered.by_rule["p1-rule"]) == 32

    @pytest.mark.parametrize("many", [6, 40])
    def test_more_are_refused(self, tmp_path, many):
        """At once, however many more: forty readings of two options are a million million."""
        write_pack(tmp_path, [rule(требуется={"все": self.turns(many)})], readings=self.readings(many))
        [problem] = told(tmp_path)
        assert f"rule `p1-rule` depends on {2**many} combinations of readings" in problem.message.en
        assert "32 are allowed" in problem.message.en
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
            rule("p1-a", требуется={"все": [*self.turns(6)[3:], {"есть": "начало"}]}),
            rule("p1-b", если={"вердикт": "p1-a"}, требуется={}),
        ]
        write_pack(tmp_path, rules, readings=self.readings(6), definitions=definitions)
        assert [problem.message.en.split("`")[1] for problem in told(tmp_path)] == ["p1-a", "p1-b"]

    @pytest.mark.parametrize("many", [6, 40])
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

    def test_those_of_one_definition_within_another_are_counted_too(self, tmp_path):
        def chosen(path: str, turns: list[dict[str, object]], other: str) -> dict[str, object]:
            cases = [{"если": {"все": turns}, "это": "выдана"}, {"это": other}]
            return {"путь": path, "тип": "событие", "норма": "п.1", "варианты": cases}

        definitions = {
            "начало": chosen("start", self.turns(3), "напомнено"),
            "конец": chosen("end", self.turns(6)[3:], "начало"),
        }
        write_pack(
            tmp_path,
            [rule(требуется={"есть": "конец"})],
            readings=self.readings(6),
            definitions=definitions,
        )
        [problem] = told(tmp_path)
        assert "definition “end” depends on 64 combinations" in problem.message.en

    def test_a_contradiction_of_too_many_is_refused(self, tmp_path):
        wrong = json.dumps({"loan": [{"суть": "Не так", "если": {"все": self.turns(6)}}]}, ensure_ascii=False)
        head = f"{HEAD}противоречия: {wrong}\n"
        write_pack(tmp_path, [rule(требуется={})], readings=self.readings(6), head=head)
        [problem] = told(tmp_path)
        assert "64 combinations" in problem.message.en
        assert problem.place is not None
        assert problem.place.file == str(tmp_path / "pack.yaml")

    def test_the_same_reading_is_counted_once(self, tmp_path):
        rules = [
            rule(f"p1-{n}", если={"вердикт": f"p1-{n - 1}"} if n else {}, требуется={"все": self.turns(4)})
            for n in range(3)
        ]
        write_pack(tmp_path, rules, readings=self.readings(4))
        assert {len(some) for some in load_rules(tmp_path).machine("loan").lowered.by_rule.values()} == {16}


def test_a_field_of_another_kind_names_the_kind(tmp_path):
    vocabulary = VOCABULARY + "  visit: {термин: визит, поля: {came_on: {термин: пришёл, тип: событие}}}\n"
    for need in ({"есть": "came_on"}, {"came_on": "да"}):
        with pytest.raises(PackError) as told:
            load(tmp_path, [rule(требуется=need)], vocabulary=vocabulary)
        [problem] = told.value.problems
        assert "поле `came_on` есть у записи «визит», а здесь речь о записи «выдача»" in problem.message.ru
