"""A provision as plain data, for machines and for the renderers: the law's words, their encoding in plain sentences,
readings, editions, cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from qcrules.law.dependencies import named_fields
from qcrules.law.lookup import Found, quoted
from qcrules.law.model import Branch, Definition, Pack, Reading, Rule, RuleForm, choice_of
from qcrules.law.page import CaseTable, Claim, Page
from qcrules.law.validity import Choice, InForce
from qcrules.law.verbs import AllOf, Condition
from qcrules.text import Lang, Text

from .words import iso

SCHEMA = "qcrules/provision/1"
Data = dict[str, Any]

_NOTHING = Text("ничего: норма соблюдена всегда", "nothing: it is always complied with")


def describe(pack: Pack, found: Sequence[Found], lang: Lang) -> Data:
    """The pages of one provision as plain data; of rules that are asked for, the cases that speak of them."""
    rules: list[Rule] = []
    definitions: list[Definition] = []
    claims: list[Claim] = []
    names: list[str] = []
    pages = [page for page, _ in found]
    for page, wanted in found:
        own = [rule for rule in _rules(pack, page) if wanted is None or rule.id in wanted]
        rules += own
        if wanted is None:
            definitions += [one for one in _definitions(pack) if one.place.file == page.file]
            claims += page.claims
            names += page.readings
        names += [name for rule in own for name in rule.readings]
    tables = [table for page in pages for table in page.tables if table.header[0].place.file == page.file]
    beside = sum(len(table.rows) for page in pages for table in page.tables) - sum(
        len(one.rows) for one in tables
    )
    return {
        "schema": SCHEMA,
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256, **_text(pack, lang)},
        "language": lang,
        "page": pages[0].id,
        "pages": [page.id for page in pages],
        "paragraph": pages[0].number,
        "title": " · ".join(page.title for page in pages),
        "kinds": list(dict.fromkeys(kind for page in pages for kind in page.kinds)),
        "later": next((page.later for page in pages if page.later), None),
        "law": list(quoted(pages)),
        "rules": [_rule(pack, rule, lang) for rule in rules],
        "definitions": [_definition(pack, one, lang) for one in definitions],
        "not_checked": [{"citation": claim.citation.words, "reason": claim.reason(lang)} for claim in claims],
        "readings": [
            _reading(pack.readings[name], lang) for name in dict.fromkeys(names) if name in pack.readings
        ],
        "cases": _cases(tables, {rule.id for rule in rules}),
        "cases_beside": beside,
    }


def _text(pack: Pack, lang: Lang) -> Data:
    """What every page of the pack says of its text, where it says anything."""
    return {"caveat": pack.caveat(lang)} if pack.caveat else {}


def _rules(pack: Pack, page: Page) -> list[Rule]:
    by_id = pack.every_rule()
    return [by_id[name] for name in page.rules if name in by_id]


def _definitions(pack: Pack) -> list[Definition]:
    return [one for one in pack.every_definition() if one.citation]


def _rule(pack: Pack, rule: Rule, lang: Lang) -> Data:
    default = choice_of(rule.readings, pack.defaults())
    form = rule.forms[default]
    bearer = pack.bearers.get(rule.bearer) if rule.bearer else None
    validity = _validity(pack)
    plain = _form(form, validity, lang)
    return {
        "id": rule.id,
        "citations": [citation.words for citation in rule.citations],
        "gist": form.gist(lang),
        "bearer": bearer.id if bearer else rule.bearer,
        "bearer_words": bearer.words(lang) if bearer else rule.bearer,
        "force": str(rule.force),
        "for_each": rule.for_each.label(lang) if rule.for_each else None,
        **plain,
        "reads": [fact.label(lang) for fact in named_fields(rule, pack.definitions[rule.kind])],
        "messages": {name: message(lang) for name, message in form.messages.items()},
        "readings": list(rule.readings),
        "variants": _variants(rule.forms, default, lambda other: _form(other, validity, lang), plain),
        "source": str(rule.place),
    }


def _validity(pack: Pack) -> tuple[date, date | None]:
    validity = pack.validity[choice_of(pack.validity_readings, pack.defaults())]
    return validity.first, None if validity.endless else validity.last


def _form(form: RuleForm, validity: tuple[date, date | None], lang: Lang) -> Data:
    """One edition under one choice of readings, in sentences."""
    asked = "forbids" if form.prohibited else "requires"
    data: Data = {
        "in_force": {
            "from": iso(form.in_force.first or validity[0]),
            "to": iso(form.in_force.last or validity[1]),
        },
        "if": _said(form.condition, lang),
        "unless": [
            {
                "citation": exception.citation.words,
                "if": exception.condition.words(lang),
                **_dated(exception.in_force),
            }
            for exception in form.exceptions
        ],
    }
    if form.requirement is None:
        return data | {"undecidable": form.undecidable(lang) if form.undecidable else ""}
    return data | {asked: _said(form.requirement, lang) or _NOTHING(lang)}


def _dated(in_force: InForce) -> Data:
    """Between which days an exception is there, where it is not as long as its rule."""
    if in_force.first is None and in_force.last is None:
        return {}
    return {"in_force": {"from": iso(in_force.first), "to": iso(in_force.last)}}


def _said(condition: Condition, lang: Lang) -> str | None:
    """The condition in words; None where there is none."""
    words = condition.words(lang)
    return None if words == AllOf().words(lang) else words


def _variants(forms: Mapping[Choice, Any], default: Choice, say: Any, plain: Any) -> list[Data]:
    """How the encoding differs where one reading, the others as by default, is chosen otherwise."""
    found = []
    for choice, form in forms.items():
        changed = [pair for pair, usual in zip(choice, default, strict=True) if pair != usual]
        if len(changed) != 1:
            continue
        said = say(form)
        if isinstance(said, dict):
            said = {key: value for key, value in said.items() if value != plain.get(key)}
        elif said == plain:
            said = None
        if said:
            found.append({"reading": changed[0][0], "option": changed[0][1], "instead": said})
    return found


def _definition(pack: Pack, one: Definition, lang: Lang) -> Data:
    default = choice_of(one.readings, pack.defaults())
    plain = _branches(one.forms[default], lang)
    return {
        "field": one.field.path,
        "term": one.field.label(lang),
        "citation": one.citation.words if one.citation else "",
        "is": plain,
        "readings": list(one.readings),
        "variants": _variants(one.forms, default, lambda cases: _branches(cases, lang), plain),
        "source": str(one.place),
    }


def _branches(cases: Iterable[Branch], lang: Lang) -> list[Data]:
    return [
        {"if": None if case.condition is None else case.condition.words(lang), "is": case.words(lang)}
        for case in cases
    ]


def _reading(reading: Reading, lang: Lang) -> Data:
    return {
        "id": reading.id,
        "question": reading.question(lang),
        "default": reading.default,
        "options": [
            {"option": option.key, "title": option.title(lang), "argument": option.argument}
            for option in reading.options.values()
        ],
        "basis": reading.basis,
    }


def _cases(tables: Iterable[CaseTable], rules: set[str]) -> list[Data]:
    """The rows that assert something of these rules, as they were written."""
    found = []
    for table in tables:
        names = [cell.text for cell in table.header]
        asserted = {name: [one for one in name.split(", ") if one in rules] for name in names}
        for row in table.rows:
            cells = {name: cell.text for name, cell in zip(names, row, strict=False) if cell.text}
            verdicts = {rule: words for name, words in cells.items() for rule in asserted[name]}
            if verdicts:
                found.append(
                    {
                        "case": row[0].text,
                        "table": table.title or None,
                        "facts": {
                            name: words for name, words in list(cells.items())[1:] if not asserted[name]
                        },
                        "verdicts": verdicts,
                        "source": str(row[0].place),
                    }
                )
    return found
