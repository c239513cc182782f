"""Cases that were run, as JUnit XML: a suite a page, a test case a case."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from qcrules.testing.cases.run import Result
from qcrules.text import Lang


def render(results: Sequence[Result], lang: Lang) -> str:
    """The whole document."""
    top = Element("testsuites", {"name": "qcrules", **_counts(results)})
    for page, some in groupby(results, key=lambda result: result.case.page):
        group = list(some)
        suite = SubElement(top, "testsuite", {"name": page, **_counts(group)})
        for result in group:
            _case(suite, result, lang)
    indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(top, encoding="unicode")}\n'


def _counts(results: Sequence[Result]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(not one.passed and one.broken is None for one in results)),
        "errors": str(sum(one.broken is not None for one in results)),
    }


def _case(suite: Element, result: Result, lang: Lang) -> None:
    place = {"file": result.case.place.file, "line": str(result.case.place.line or 0)}
    case = SubElement(suite, "testcase", {"classname": result.case.page, "name": result.case.name, **place})
    if result.passed:
        return
    words = result.told(lang)
    kind = "error" if result.broken else "failure"
    SubElement(case, kind, {"message": words.split("\n")[0]}).text = f"{result.case.place}\n{words}"
