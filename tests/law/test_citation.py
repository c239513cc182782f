"""How units are cited is what the pack says by examples; in the text they have the numbers that are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcrules.errors import PackError
from qcrules.law.lookup import provision, rules_citing
from qcrules.lint import whole_text
from qcrules.source.pack import load_pack

VOCABULARY = "kinds:\n  letter: {term: письмо, fields: {sent: {term: отправлено, type: event}}}\n"
PAGE = """---
id: page
paragraph: {number}
---
# Title

## Text
> Words.

## Interpretation
Plain.

## Rule
```yaml
- id: p-sent
  provision: "{provision}"
  gist: It is sent
  require: {{has: sent}}
```

## Cases
| case | sent | p-sent |
|---|---|---|
"""


def pack_of(folder: Path, head: str, source: str, number: str, provision: str):
    """A pack with one page, which cites as its head says."""
    begun = 'id: small\nversion: "1"\ntitle: Small\nlanguage: en\ncalendar: weekends\nin_force: {from: 2014-01-01}\n'
    (folder / "pack.yaml").write_text(begun + head, encoding="utf-8")
    (folder / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "source.md").write_text(source, encoding="utf-8")
    (folder / "page.md").write_text(PAGE.format(number=number, provision=provision), encoding="utf-8")
    return load_pack(folder)


def units(pack) -> list[str]:
    return [unit.citation for one in whole_text(pack).values() for unit in one.units]


FRCP = "citation: {paragraph: Rule 6, part: (a), point: (1), subpoint: (C)}\n"
RUSSIAN = "citation: {article: ст.11, part: {cited: ч.2, printed: 2.}, point: 3)}\n"
ARTICLES = (
    "citation: {paragraph: {cited: Article 12, called: article},"
    " part: {cited: (3), printed: 3.}, point: (a), subpoint: (i)}\n"
)


@pytest.mark.parametrize(
    ("head", "source", "number", "cited"),
    [
        (FRCP, "### Rule 6\n\n(a) X\n\n(1) X\n\n(A) X\n\n(C) X\n\n(2) X\n\n(b) X", "Rule 6",
         ["Rule 6(a)", "Rule 6(a)(1)", "Rule 6(a)(1)(A)", "Rule 6(a)(1)(C)", "Rule 6(a)(2)", "Rule 6(b)"]),
        (RUSSIAN, "### Статья 12. Сроки\n\n1. X\n\n1.1. X\n\n2) X\n\n2. X", "ст.12",
         ["ст.12 ч.1", "ст.12 ч.1.1", "ст.12 ч.1.1 2)", "ст.12 ч.2"]),
        (ARTICLES, "### Article 12. Terms\n\n1. X\n\n(h) X\n\n(i) X\n\n(i) X\n\n(ii) X\n\n3. X", "Article 12",
         ["Article 12(1)", "Article 12(1)(h)", "Article 12(1)(i)", "Article 12(1)(i)(i)", "Article 12(1)(i)(ii)",
          "Article 12(3)"]),
        ("", "### s.10\n\n(1) X\n\n(a) X\n\n(1A) X", "10", ["s.10(1)", "s.10(1)(a)", "s.10(1A)"]),
        ("", "### section 10. Time\n\nX", "s.10", ["s.10"]),
    ],
)  # fmt: skip
def test_units_are_numbered_by_what_is_printed(
    tmp_path: Path, head: str, source: str, number: str, cited: list[str]
) -> None:
    pack = pack_of(tmp_path, head, source, number, cited[-1])
    assert units(pack) == cited
    assert all(pack.documents.parse(one) is not None for one in cited)
    assert rules_citing(pack, cited[-1]) == ("p-sent",)
    assert rules_citing(pack, pack.pages[0].words) == ("p-sent",)


INSTRUMENTS = """
citation: {paragraph: {cited: Art. 12, called: article}, part: (3), point: (a)}
documents:
  act: {title: The Act}
  time:
    cited: Regulation 7/71
    title: Time
    section: Annex
    whole: yes
    in_force: {from: 2014-06-01}
    citation: {paragraph: {cited: No. 1, printed: 1.}}
"""


def test_a_page_names_the_text_of_which_it_speaks(tmp_path: Path) -> None:
    source = "### Art. 1\n\n(1) X\n\n## Annex\n\n1. X\n\n2. X"
    pack = pack_of(tmp_path, INSTRUMENTS, source, "Regulation 7/71", "Regulation 7/71 No. 2")
    assert units(pack) == ["Art. 1(1)", "Regulation 7/71 No. 1", "Regulation 7/71 No. 2"]
    citation = pack.every_rule()["p-sent"].citation
    assert (citation.document, citation.paragraph, citation.part) == ("time", "2", None)
    assert str(pack.every_rule()["p-sent"].form({}).in_force.first) == "2014-06-01"
    assert [page.id for page, _ in provision(pack, "Regulation 7/71")] == ["page"]


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("citation: {paragraph: Section}\n", "shows no number"),
        ("documents: {a: {title: A}, b: {title: B}}\n", "there may be one"),
        ("citation: {chapter: Chapter 1}\n", "chapter"),
    ],
)
def test_what_is_wrong_in_the_pattern_is_said(tmp_path: Path, head: str, says: str) -> None:
    with pytest.raises(PackError) as wrong:
        pack_of(tmp_path, head, "### s.1\n\nX", "1", "s.1")
    assert any(says in problem.message.en for problem in wrong.value.problems)


def test_a_heading_that_names_no_unit_is_found(tmp_path: Path) -> None:
    from qcrules.lint import lint_pack

    pack = pack_of(tmp_path, "", "### s.1\n\nWords.\n\n### Article 8\n\nWords.", "1", "s.1")
    assert [one.message.en for one in lint_pack(pack) if one.code == "QC019"] == [
        "heading `Article 8` cites no unit of the text"
    ]
