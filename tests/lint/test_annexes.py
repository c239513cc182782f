"""The annexes as official text: rows of forms, points of explanations."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.lint import whole_text
from qcrules.lint.annexes import annexes
from qcrules.source.pack import load_pack

RULES = Path(__file__).parents[2] / "rules" / "kz-06-7-63"
PACK = load_pack(RULES)
ROWS = 43


@pytest.mark.parametrize("form", ["1-мк", "2-мк"])
def test_every_row_and_every_head_of_a_form_is_a_unit(form: str) -> None:
    units = {unit.citation: unit.words for unit in whole_text(PACK)[f"форма {form}"].units}
    assert sum("стр." in citation for citation in units) == ROWS
    assert units[f"форма {form}, срок представления"].endswith(
        "не позднее 5 числа месяца, следующего за отчетным периодом"
    )
    assert units[f"форма {form}, индекс"] == f"Индекс: {form}"


def test_the_forms_differ_where_the_law_does() -> None:
    text = whole_text(PACK)
    first, second = (
        {unit.citation[10:].strip(", "): unit.words for unit in text[f"форма {form}"].units}
        for form in ("1-мк", "2-мк")
    )
    differ = {citation for citation in first if first[citation] != second[citation]}
    assert differ == {"индекс", "название", "представляют", "стр.10.1", "стр.12"}


@pytest.mark.parametrize("form", ["1-мк", "2-мк"])
def test_every_point_of_an_explanation_is_a_unit(form: str) -> None:
    units = [unit.citation for unit in whole_text(PACK)[f"пояснение {form}"].units]
    points = [f"п.{point}" for point in range(1, 20) if point != 7]
    assert sorted(units) == sorted(f"пояснение {form} {point}" for point in [*points, "п.7 ч.1", "п.7 ч.2"])


def test_every_unit_of_an_annex_can_be_cited() -> None:
    for annex in annexes(RULES, PACK.documents):
        for unit in annex.units:
            assert PACK.documents.parse(unit.citation) is not None, unit.citation


def test_a_pack_without_annexes_has_none(tmp_path: Path) -> None:
    assert list(annexes(tmp_path, PACK.documents)) == []
