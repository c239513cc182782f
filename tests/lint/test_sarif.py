"""SARIF: what the schema of version 2.1.0 asks of the parts that are written here."""

from __future__ import annotations

from qcrules.lint import report
from qcrules.render.issues import sarif


def _log(pack):
    pack.change("vocabulary.yaml", "    поля:\n", "    поля:\n      shelf: {термин: полка, тип: текст}\n")
    pack.change("p1.md", "> Книга возвращается", "> Книги возвращаются")
    (pack.folder / "lint.yaml").write_text(
        '- {код: QC030, что: "loan.*", почему: {ru: для поиска, en: for finding}}\n', encoding="utf-8"
    )
    return sarif(report(pack.folder).issues, "ru")


def test_the_log_has_what_the_schema_requires(pack):
    log = _log(pack)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "qcrules"
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert run["results"]
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert " " not in physical["artifactLocation"]["uri"]
            assert physical["artifactLocation"]["uri"].isascii()
            region = physical.get("region", {"startLine": 1, "startColumn": 1})
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1


def test_what_the_pack_argues_for_is_suppressed_with_its_reason(pack):
    [run] = _log(pack)["runs"]
    by_code = {result["ruleId"]: result for result in run["results"]}
    assert by_code["QC030"]["suppressions"] == [{"kind": "external", "justification": "для поиска"}]
    assert by_code["QC030"]["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert "suppressions" not in by_code["QC003"]
