"""Drafts in Word: filled from the record, every gap marked and told, words from outside only words."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from commands import shell

docx = pytest.importorskip("docx", reason="drafts need the extra `word`")

import qcrules  # noqa: E402
from qcrules.drafts import TEMPLATES, drafted, names  # noqa: E402
from qcrules.errors import UsageError  # noqa: E402

EXAMPLES = Path(__file__).parents[1] / "examples"


def words(document: bytes | Path) -> str:
    file = BytesIO(document) if isinstance(document, bytes) else str(document)
    return "\n".join(paragraph.text for paragraph in docx.Document(file).paragraphs)


def test_the_letter_says_what_the_record_says(tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    case = EXAMPLES / "planned-with-violations.yaml"
    got = shell("draft", "letter", str(case), "-o", str(out), "--lang", "ru")
    assert got.status == 0
    assert got.err == "не записано (1): акт.нарушения.нормативный правовой акт\n"
    text = words(out)
    assert "Отдел занятости и социальных программ района" in text
    assert "2. Привлечь виновных к ответственности — до 10.07.2014." in text
    assert "[не записано: акт.нарушения.нормативный правовой акт]" in text
    assert "Направить не позднее 09.06.2014 (п. 18)." in text
    assert "{" not in text


@pytest.mark.parametrize("case", ["running", "refusals", "planned-clean"])
@pytest.mark.parametrize("name", ["letter", "protocol"])
def test_each_gap_is_marked_and_told(case: str, name: str) -> None:
    found = qcrules.check(EXAMPLES / f"{case}.yaml", lang="ru")
    if name == "protocol" and case == "planned-clean":
        with pytest.raises(qcrules.UsageError, match="obstructions recorded: 0"):
            drafted(found, TEMPLATES / f"{name}.docx")
        return
    draft = drafted(found, TEMPLATES / f"{name}.docx")
    text = words(draft.document)
    assert ("[не записано" in text) == bool(draft.gaps)
    assert all(f"[не записано: {one.ru}]" in text or "[не записано: …]" in text for one in draft.gaps)


@pytest.mark.long
def test_hostile_words_are_words_and_templates_run_nothing(tmp_path: Path) -> None:
    hostile = "</w:t><w:p/> {{ 7*7 }} <b>&amp;"
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"inspection": {"subject": {"name": hostile}}}), encoding="utf-8")
    assert hostile in words(drafted(qcrules.check(case), TEMPLATES / "letter.docx").document)
    for place in (
        "{{ inspection.nothing }}",
        "{{ inspection.__class__.__mro__ }}",
        "{{ inspection._judgement.book }}",
        "{% broken",
    ):
        document = docx.Document()
        document.add_paragraph(place)
        template = tmp_path / "own.docx"
        document.save(str(template))
        got = shell("draft", str(template), str(case), "-o", str(tmp_path / "out.docx"))
        assert got.status == 2, place
        assert "cannot be filled" in got.err
        assert not (tmp_path / "out.docx").exists()


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    case = str(EXAMPLES / "running.yaml")
    assert "there are: letter, protocol" in shell("draft", "leter", case, "-o", "x.docx").err
    assert shell("draft", "letter", case).status == 2
    assert names() == ["letter", "protocol"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("{{ 9**9**9 }}", "`**`"),
        ("{{ 'x' * 10 }}", "`*`"),
        ("{% for i in range(9) %}x{% endfor %}", "'range' is undefined"),
        ("{{ 'x' | center(1000000000) }}", "No filter named 'center'"),
        ("{{ inspection.__class__ }}", "unsafe"),
        ("{% for a in violations %}" * 7 + "x" + "{% endfor %}" * 7, "> 100000"),
        ("{% if %}", "Expected an expression"),
        (" " * (65 << 20), "> 64 MB"),
    ],
    ids=lambda words: words[:20].strip() or "spaces",
)
def test_a_template_names_facts_and_does_nothing_else(tmp_path: Path, words: str, why: str) -> None:
    template = tmp_path / "own.docx"
    with (
        zipfile.ZipFile(TEMPLATES / "letter.docx") as old,
        zipfile.ZipFile(template, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                part = part.replace("<w:body>", f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>", 1)
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
    found = qcrules.check(EXAMPLES / "planned-with-violations.yaml")
    with pytest.raises(UsageError, match=re.escape(why)):
        drafted(found, template)


@pytest.mark.parametrize("data", [b"", b"x", b"PK" + bytes(100)])
def test_what_is_no_template_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "own.docx").write_bytes(data)
    with pytest.raises(UsageError, match="cannot be filled"):
        drafted(qcrules.check(EXAMPLES / "planned-with-violations.yaml"), tmp_path / "own.docx")
