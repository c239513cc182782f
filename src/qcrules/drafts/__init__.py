"""Drafts of documents in Word, filled from a record (extra ``word``); every gap is marked.

A template is a .docx with places such as ``{{ inspection.subject.name }}``: the English keys of the vocabulary. What
the record does not have stands there as ``[не записано: …]``, for a person to fill in.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ..errors import Problem, UsageError
from ..facts.field import Field
from ..facts.words import UNKNOWN_MARK, says_nothing
from ..finding import Assessment
from ..judge.judgement import Judgement
from ..text import Lang, Text

TEMPLATES = Path(__file__).with_name("templates")
_GAP = Text("[не записано: {}]", "[not recorded: {}]")


def names() -> list[str]:
    """The drafts that come with qcrules."""
    return sorted(path.stem for path in TEMPLATES.glob("*.docx"))


@frozen
class FilledDraft:
    """A filled document, and what is missing in it."""

    document: bytes
    gaps: tuple[Text, ...]


def drafted(assessment: Assessment, template: Path, item: int = 1) -> FilledDraft:
    """A template filled from a record that was checked; ``item``: of which obstruction, from 1.

    UsageError where the template cannot be read, or names what the vocabulary does not have.
    """
    from docxtpl import DocxTemplate
    from jinja2.exceptions import TemplateError

    from .sandbox import TemplateItems, environment, opened

    judgement: Judgement = assessment.basis
    _whole(judgement, item, template)
    gaps: dict[str, Text] = {}
    taken = [0]
    root = _TemplateFacts(judgement.given.kind.root, "", judgement, assessment.lang, gaps, taken)
    context = {
        judgement.given.kind.key: root,
        "item": item,
        "gap": _GAP.filled("…")(assessment.lang),
        "violations": TemplateItems(
            [f"{one.citation}: {one.message}" for one in assessment.violations], taken
        ),
        "due": _Dues(assessment, gaps),
    }
    try:
        document = DocxTemplate(opened(template))
        document.render(context, jinja_env=environment(), autoescape=True)
        out = BytesIO()
        document.save(out)
    except (TemplateError, LookupError, ValueError, TypeError, OSError, SyntaxError, RecursionError) as wrong:
        why = " ".join(str(wrong).split())[:200]
        raise UsageError(
            Problem(Text(f"{template}: шаблон не заполняется: {why}", f"{template}: cannot be filled: {why}"))
        ) from None
    return FilledDraft(out.getvalue(), tuple(gaps.values()))


def _whole(judgement: Judgement, item: int, template: Path) -> None:
    """UsageError where there is no template, or no such item to draw a protocol of."""
    if not template.is_file():
        known = ", ".join(names())
        raise UsageError(
            Problem(
                Text(
                    f"шаблона `{template}` нет; есть: {known}",
                    f"no template `{template}`; there are: {known}",
                )
            )
        )
    there = judgement.facts.items.get("obstructions", {})
    if template.stem == "protocol" and item not in there:
        raise UsageError(
            Problem(
                Text(f"воспрепятствований записано: {len(there)}", f"obstructions recorded: {len(there)}")
            )
        )


@define(eq=False)
class _TemplateFacts:
    """The facts of a record, or of an object in it, as a template names them."""

    _fact: Field
    _path: str
    _judgement: Judgement
    _lang: Lang
    _gaps: dict[str, Text] = field(repr=False)
    _taken: list[int]

    def __getattr__(self, name: str) -> Any:
        child = self._fact.children.get(name)
        if child is None:
            raise AttributeError(name)
        return self._value(child, f"{self._path}.{name}" if self._path else name)

    def _value(self, fact: Field, path: str) -> Any:
        recorded = self._judgement.facts.recorded.get(path)
        if fact.type.has_items:
            listed = recorded is not None and isinstance(recorded.value, list | tuple)
            count = len(recorded.value) if recorded is not None and listed else 0
            if not count:
                self._gaps.setdefault(path, fact.label)
            from .sandbox import TemplateItems

            return TemplateItems(
                [self._item(fact, path, number) for number in range(1, count + 1)], self._taken
            )
        if fact.type.has_fields:
            return _TemplateFacts(fact, path, self._judgement, self._lang, self._gaps, self._taken)
        if recorded is None or says_nothing(recorded.value) or recorded.value == UNKNOWN_MARK:
            self._gaps.setdefault(path, fact.label)
            return _GAP.filled(fact.label)(self._lang)
        return recorded.words()(self._lang)

    def _item(self, fact: Field, path: str, number: int) -> Any:
        here = f"{path}[{number}]"
        if fact.children:
            return _TemplateFacts(fact, here, self._judgement, self._lang, self._gaps, self._taken)
        recorded = self._judgement.facts.recorded[path]
        return str(recorded.value[number - 1])


@define(eq=False)
class _Dues:
    """The last day of a rule's term, by the rule's id."""

    _assessment: Assessment
    _gaps: dict[str, Text]

    def __getitem__(self, rule: str) -> str:
        lang = self._assessment.lang
        for one in self._assessment.findings:
            if one.rule == rule and one.due is not None:
                return f"{one.due.at:%d.%m.%Y}" if lang == "ru" else str(one.due.at)
        about = Text(f"срок ({rule})", f"due day ({rule})")
        self._gaps.setdefault(rule, about)
        return _GAP.filled(about)(lang)
