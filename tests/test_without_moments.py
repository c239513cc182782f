"""What the same rules take without moments as expressions: as many answers, far more lines."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from qcrules.finding import Finding
from qcrules.judge.rulebook import load_rules
from qcrules.testing.cases.run import cases_of, judged

HERE = Path(__file__).parent
PACKS = HERE.parent / "examples" / "packs"
WORST = ["not_applicable", "compliant", "undetermined", "pending", "violated"]
COMING_FROM = (HERE.parent / "docs/explanation/coming-from.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("pack", "page", "file", "rule", "made_of", "prefix", "times"),
    [
        ("us-frcp", "r12.md", "without_moments_frcp.yaml", "r12-answer", "(conditions:.*?)```", "o12-", 2.5),
        (
            "eu-gdpr",
            "a12.md",
            "without_moments_gdpr.yaml",
            "a12-answered",
            "(definitions:.*?)```",
            "o12-",
            1.1,
        ),
    ],
)
def test_the_same_takes_more_lines(
    tmp_path: Path, pack: str, page: str, file: str, rule: str, made_of: str, prefix: str, times: float
) -> None:
    """A rule with what it is made of, and a rule for each term: under the usual readings the same answers."""
    words, longer = (PACKS / pack / page).read_text("utf-8"), (HERE / file).read_text("utf-8")
    copytree(PACKS / pack, tmp_path / "pack")
    both = words.replace("## Rule\n```yaml\n", f"## Rule\n```yaml\n{longer}\n")
    (tmp_path / "pack" / page).write_text(both, encoding="utf-8")
    book, asked = load_rules(tmp_path / "pack"), 0
    for row in (case.read() for case in cases_of(book.pack)):
        if any(rule in one.rules for one in row.asserted) and not row.readings:
            found = judged(book, row, "reference", "en").findings()
            assert told(found, prefix) == told(found, rule), row.title
            asked += 1
    assert asked > 20
    [moments] = re.findall(f"```yaml\n(?:readings:.*?)?{made_of}", words, re.S)
    [own] = re.findall(f"(- id: {rule}\n.*?)\n\n", words, re.S)
    few, many = lines(moments + own), lines(longer)
    assert many > times * few
    assert f"{few} lines" in COMING_FROM
    assert f"{many}" in COMING_FROM


def told(findings: tuple[Finding, ...], rules: str) -> tuple[str, set[str]]:
    """The worst verdict of some rules, and when it was due; of what is not decided no day is sure."""
    found = [one for one in findings if one.rule.startswith(rules)]
    worst = max((str(one.verdict) for one in found), key=WORST.index)
    decided = [one for one in found if str(one.verdict) == worst != "undetermined"]
    return worst, {str(one.due.at) for one in decided if one.due is not None}


def lines(words: str) -> int:
    return sum(bool(line.strip()) and line[0] != "#" for line in words.splitlines())
