"""Drafts in Word: filled from the record, every gap marked and told, words from outside only words."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from commands import shell

docx = pytest.importorskip("docx", reason="drafts need the extra `word`")

import qcrules  # noqa: E402
from qcrules.drafts import TEMPLATES, drafted, names  # noqa: E402

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
