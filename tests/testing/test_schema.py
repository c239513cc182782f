"""`qcrules schema`: the words of a pack for an editor. Whatever the reader takes fits; a misspelt word does not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from commands import shell
from hypothesis import given, settings
from hypothesis import strategies as st

import qcrules
from qcrules.errors import QcrulesError
from qcrules.judge.rulebook import load_rules
from qcrules.source.pack import load_pack
from qcrules.source.tree import plain
from qcrules.source.yaml import parse, read_text
from qcrules.testing.cases.schema import schema_of
from qcrules.testing.strategies import records

jsonschema = pytest.importorskip("jsonschema")

ROOT = Path(__file__).parents[2]
PACKS = {
    path.name: path
    for path in (
        *(ROOT / "rules").iterdir(),
        *(ROOT / "examples" / "packs").iterdir(),
        *(ROOT / "tests" / "conformance" / name for name in ("library", "shop")),
    )
}
RECORDS = [
    *(("kz-06-7-63", path) for path in sorted((ROOT / "examples").glob("*.yaml"))),
    *(
        (name, path)
        for name in ("kz-401-v", "kz-88-v")
        for path in sorted((ROOT / "examples" / name).glob("*.yaml"))
        if path.name != "columns.yaml"
    ),
    ("library", ROOT / "tests" / "conformance" / "library" / "complete.case.yaml"),
    ("shop", ROOT / "tests" / "conformance" / "shop" / "bases.case.yaml"),
    ("kz-06-7-63", ROOT / "tests" / "conformance" / "left-out.case.yaml"),
]


@cache
def book(name):
    return load_rules(PACKS[name])


@cache
def validator(name):
    return jsonschema.Draft202012Validator(schema_of(book(name).core))


def mistakes(name, data):
    return [f"{list(one.path)}: {one.message[:200]}" for one in validator(name).iter_errors(data)]


@pytest.mark.long
@pytest.mark.parametrize("name", PACKS)
def test_the_schema_of_a_pack_is_one(name):
    from schemas import check_schema

    check_schema(validator(name).schema)


@pytest.mark.parametrize(("name", "path"), RECORDS, ids=lambda one: getattr(one, "name", one))
def test_every_example_and_every_file_of_cases_fits(name, path):
    data, _ = plain(parse(read_text(path), str(path)))
    assert mistakes(name, data) == []


@pytest.mark.parametrize("name", PACKS)
def test_every_record_that_is_drawn_fits(name):
    kinds = [kind.key for kind in book(name).core.vocabulary.kinds.values() if kind.inside is None]

    @settings(max_examples=5 * len(kinds), deadline=None, database=None)
    @given(st.sampled_from(kinds).flatmap(lambda kind: records(book(name), kind)))
    def fits(record):
        assert mistakes(name, json.loads(json.dumps(record, default=str))) == []

    fits()


def request(**more):
    return {"запрос": {"как подан": "почтой", **more}}


FITTING = [
    request(плата={"за информацию": 10**15 - 1}),
    request(плата={"за информацию": "9" * 15}),
    request(анонимный="ДА"),
    request(**{"Вне  Компетенции": "н/д"}),
    {"Запрос": {"предмет": "ГРАФИК  РАБОТЫ"}, "на дату": "2020-01-01", "Полная": "да"},
    {"information_request": {"topic": "vacancies", "reply": "—", "costs": '{"charged": 3}'}},
    {"information_request": {"registered_on": "?", "costs": {"charged": 3.0, "actual": None}}},
]
WRONG = [
    request(плата={"за информацию": 10**15}),
    request(плата={"за информацию": "9" * 16}),
    request(анонимен="да"),
    request(**{"как подан": "почта"}),
    request(анонимный="может быть"),
    request(плата={"за информацию": "много"}),
    request(содержание={"подписано": "да"}),
    {"запорс": {}},
    {"запрос": {}, "на_дот": "2020-01-01"},
    {"случаи": [{"запрос": {"номр": "1"}, "ожидается": {"p10-reply": "нарушение"}}]},
    {"случаи": [{"запрос": {}, "ожидается": {"p10-repl": "нарушение"}}]},
    {"случаи": [{"запрос": {}, "ожидается": {"п.10": "нарушено"}}]},
    {"случаи": [{"запрос": {}, "ожидатся": {}}]},
    {"основы": {"а": {"запросы": {}}}, "случаи": []},
]


@pytest.mark.parametrize("data", FITTING)
def test_what_the_reader_takes_fits_however_it_is_spelt(data, tmp_path):
    assert mistakes("kz-401-v", data) == []
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    qcrules.check(path, rules=book("kz-401-v"))


@pytest.mark.parametrize("data", WRONG)
def test_a_misspelt_word_does_not_fit(data, tmp_path):
    assert mistakes("kz-401-v", data) != []
    if "запрос" in data:
        path = tmp_path / "case.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        with pytest.raises(QcrulesError):
            qcrules.check(path, rules=book("kz-401-v"))


def test_cases_may_say_facts_that_the_pack_defines_and_names_with_dots():
    data = {
        "случаи": [
            {
                "случай": "так",
                "основа": "а",
                "запрос": {"ответ.дан": "2020-01-01"},
                "ожидается": {
                    "п.10 ч.1": "нарушение; срок 2020-01-01; +2",
                    "p10-reply": "не применимо / нарушение",
                },
            }
        ]
    }
    assert mistakes("kz-401-v", data) == []


def test_a_word_is_described_in_its_own_language_and_an_english_pack_offers_no_russian():
    schema = schema_of(book("kz-401-v").core)
    record = schema["$defs"]["record-information_request"]["properties"]
    assert record["как подан"]["description"] == "как подан: выбор"
    assert record["channel"]["description"] == "how it was made: choice"
    assert record["как подан"]["anyOf"][0]["enum"][0] == "лично"
    assert record["channel"]["anyOf"][0]["enum"][0] == "in_person"

    def offered(part):
        if isinstance(part, dict):
            for key, inner in part.items():
                if key in ("properties", "enum"):
                    yield from inner
                if key in ("description", "title"):
                    yield inner
                yield from offered(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from offered(inner)

    for name in ("uk-foia", "eu-gdpr", "us-frcp"):
        words = " ".join(map(str, offered(schema_of(book(name).core))))
        assert not any("а" <= letter <= "я" for letter in words.lower())


def test_the_command_writes_it(tmp_path):
    path = tmp_path / "words.schema.json"
    assert shell("schema", "kz-88-v", "-o", str(path)).status == 0
    assert json.loads(path.read_text(encoding="utf-8")) == schema_of(load_pack(PACKS["kz-88-v"]))
    wrong = shell("schema", "no-such-pack", "--lang", "en")
    assert (wrong.status, wrong.out) == (2, "")
    assert "no-such-pack" in wrong.err
