"""The JSON Schemas: every file of every pack fits them, and a misspelt key does not."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from qcrules.source.copies import copies
from qcrules.source.parts import BESIDE, INTERPRETATION, NOT_CHECKED, RULE, WITHOUT_CASE
from qcrules.source.splitter import sound_parts, sound_sections
from qcrules.source.tree import plain
from qcrules.source.yaml import parse, read_text

jsonschema = pytest.importorskip("jsonschema")

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "docs" / "reference" / "schemas"
PACKS = [
    ROOT / "rules" / "kz-06-7-63",
    ROOT / "rules" / "kz-401-v",
    ROOT / "rules" / "kz-88-v",
    ROOT / "examples" / "packs" / "uk-foia",
    ROOT / "examples" / "packs" / "eu-gdpr",
    ROOT / "examples" / "packs" / "us-frcp",
]
FILES = [
    path
    for pack in PACKS
    for path in sorted(pack.iterdir())
    if path.suffix in (".md", ".yaml") and not path.name.startswith(("source", "README"))
]
BLOCKS = {INTERPRETATION: "interpretation", RULE: "rules", NOT_CHECKED: "claims", WITHOUT_CASE: "waivers"}


@cache
def _validator(name):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _parts(path):
    """The pieces of a file, each with the name of its schema."""
    if path.suffix == ".yaml":
        name = "case" if path.name.endswith(".case.yaml") else path.stem
        name = "vocabulary" if name == "common" else name
        yield name, parse(read_text(path), str(path))
        return
    if path.name.endswith(BESIDE):
        sections, _ = sound_sections(read_text(path), str(path))
    else:
        page, _ = sound_parts(read_text(path), str(path))
        assert page is not None
        yield "page", page.front
        sections = copies(read_text(path), str(path))[0][0][0].sections
    for heading, name in BLOCKS.items():
        for block in sections[heading].blocks if heading in sections else ():
            yield name, block


@pytest.mark.parametrize(
    "name", [path.name.removesuffix(".schema.json") for path in sorted(SCHEMAS.iterdir())]
)
def test_a_schema_is_one(name):
    from schemas import check_schema

    check_schema(_validator(name).schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_fits_its_schema(path):
    for name, node in _parts(path):
        data, _ = plain(node)
        wrong = [
            f"{path.name}:{node.line} {list(one.path)}: {one.message[:200]}"
            for one in _validator(name).iter_errors(data)
        ]
        assert wrong == []


def _forms():
    file = PACKS[0] / "forms.yaml"
    return plain(parse(read_text(file), str(file)))[0]


_RULE = {"id": "p1-x", "норма": "п.1", "суть": "так", "требуется": {"есть": "письмо.направлено"}}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rules", [{**_RULE, "треубется": {}}]),
        ("rules", [{**_RULE, "требуется": {"не_позднее": {"что": "a", "черз": "5 рабочих дней"}}}]),
        ("rules", [{**_RULE, "требуется": {"не_позднее": {"чем": "a"}}}]),
        ("rules", [{**_RULE, "сила": "сильная"}]),
        ("rules", [{**_RULE, "id": "П1"}]),
        ("rules", [{"id": "p1-x", "норма": "п.1"}]),
        ("pack", {"id": "x"}),
        ("vocabulary", {"виды": {"a": {"поля": {"b": {"термин": "б"}}}}}),
        ("calendar", [{"день": "4 мая", "рабочий": "да", "источник": "x"}]),
        ("calendar", [{"день": "2014-05-04", "рабочий": "может быть", "источник": "x"}]),
        ("interpretation", {"чтения": {"r": {"вопрос": "?", "варианты": {"a": "б"}, "по_умолчанию": "a"}}}),
        ("claims", [{"норма": "п.1"}]),
        ("page", {"пункт": "1"}),
        ("lint", [{"код": "QC999", "что": "*", "почему": "x"}]),
        ("case", {"случаи": [{"на дату": "завтра"}]}),
        ("forms", {**_forms(), "лист": None}),
        ("forms", {**_forms(), "лсит": "Форма"}),
        ("forms", {**_forms(), "строки": {"1": {"текст": "Всего", "чсти": "сумма"}}}),
        ("forms", {**_forms(), "строки": {"1": {"текст": "Всего", "части": "суммы"}}}),
        ("forms", {**_forms(), "строки": {"первая": "Всего"}}),
        ("forms", {**_forms(), "формы": {"1-mk": {"индекс": "1-мк"}}}),
    ],
)
def test_what_is_wrong_does_not_fit(name, data):
    assert list(_validator(name).iter_errors(data)) != []


def test_a_key_says_in_russian_what_it_is_for():
    rules = json.loads((SCHEMAS / "rules.schema.json").read_text(encoding="utf-8"))
    keys = rules["anyOf"][0]["items"]["properties"]
    assert keys["требуется"]["description"].startswith("Что должно быть")
    verbs = rules["$defs"]["condition"]["anyOf"][1]["properties"]
    assert {"не_позднее", "not_later", "есть", "has", "вердикт"} <= verbs.keys()
    assert "срока" in verbs["не_позднее"]["description"]


def test_a_key_is_described_in_its_own_language():
    rules = json.loads((SCHEMAS / "rules.schema.json").read_text(encoding="utf-8"))
    keys = rules["anyOf"][0]["items"]["properties"]
    assert keys["require"]["description"] == "What must hold (требуется)"
    assert keys["in_force"]["anyOf"][0]["properties"]["from"]["description"] == "From which day (с)"
    assert "/" in keys["id"]["description"]  # the same word in both languages
    verbs = rules["$defs"]["condition"]["anyOf"][1]["properties"]
    assert (
        "Срок"
        in verbs["не_позднее"]["anyOf"][0]["properties"]["через"]["anyOf"][0]["anyOf"][0]["description"]
    )
    assert (
        "term"
        in verbs["not_later"]["anyOf"][0]["properties"]["within"]["anyOf"][0]["anyOf"][0]["description"]
    )
    case = json.loads((SCHEMAS / "case.schema.json").read_text(encoding="utf-8"))["properties"]["cases"]
    assert {"as_of", "as of", "на дату", "на_дату"} <= case["items"]["properties"].keys()
    assert case["items"]["properties"]["полное"]["description"].startswith("Чего нет")


def test_no_key_goes_without_a_word_of_what_it_is_for():
    def silent(schema, path):
        if isinstance(schema, dict):
            for word, one in schema.get("properties", {}).items():
                if not one.get("description", "").strip(" ()/"):
                    yield f"{path}.{word}"
            for key, one in schema.items():
                yield from silent(one, f"{path}.{key}")
        elif isinstance(schema, list):
            for one in schema:
                yield from silent(one, path)

    for file in sorted(SCHEMAS.glob("*.json")):
        assert list(silent(json.loads(file.read_text(encoding="utf-8")), file.name)) == []


@pytest.mark.long
def test_the_schemas_are_what_the_generator_writes():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_schemas.py"), "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
