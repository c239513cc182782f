"""A provision for a reader: the law's words, their encoding in plain sentences, readings, editions, cases.

``describe`` gives it as plain data (the JSON face); the other faces only lay that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from qcrules.finding import Force
from qcrules.law.lowering import rule_fields
from qcrules.law.model import (
    Case,
    CaseTable,
    Choice,
    Definition,
    Earliest,
    Pack,
    Page,
    Reading,
    Rule,
    RuleForm,
    choice_of,
)
from qcrules.law.verbs import AllOf, BuiltDay, Condition, quoted
from qcrules.text import Lang, Text

from .paper import Paper
from .words import iso, when

SCHEMA = "qcrules/provision/1"
Data = dict[str, Any]

_FORCE = {
    Force.MANDATORY: Text("обязательная", "mandatory"),
    Force.RECOMMENDATION: Text("рекомендация", "recommendation"),
    Force.ADVISORY: Text("проверка правдоподобия", "check of plausibility"),
}


_NOTHING = Text("ничего: норма соблюдена всегда", "nothing: it is always complied with")


def describe(pack: Pack, page: Page, lang: Lang, *, wanted: Iterable[str] | None = None) -> Data:
    """A page as plain data; ``wanted``: only these rules, with the cases that speak of them."""
    only = None if wanted is None else frozenset(wanted)
    rules = [rule for rule in _rules(pack, page) if only is None or rule.id in only]
    definitions = [one for one in _definitions(pack) if one.place.file == page.file] if only is None else []
    readings = _readings_of(pack, page, rules, whole=only is None)
    return {
        "schema": SCHEMA,
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "language": lang,
        "page": page.id,
        "paragraph": page.number,
        "title": page.title,
        "kinds": list(page.kinds),
        "later": page.later,
        "law": list(page.quote),
        "rules": [_rule(pack, rule, lang) for rule in rules],
        "definitions": [_definition(pack, one, lang) for one in definitions],
        "not_checked": [
            {"citation": claim.citation.words, "reason": claim.reason(lang)}
            for claim in page.claims
            if only is None
        ],
        "readings": [_reading(reading, lang) for reading in readings],
        "cases": _cases(page.tables, {rule.id for rule in rules}),
    }


# -- plain data --------------------------------------------------------------------------------------


def _rules(pack: Pack, page: Page) -> list[Rule]:
    by_id = pack.every_rule()
    return [by_id[name] for name in page.rules if name in by_id]


def _definitions(pack: Pack) -> list[Definition]:
    return [one for one in pack.every_definition() if one.citation]


def _readings_of(pack: Pack, page: Page, rules: list[Rule], *, whole: bool) -> list[Reading]:
    names = [*page.readings] if whole else []
    names += [name for rule in rules for name in rule.readings]
    return [pack.readings[name] for name in dict.fromkeys(names) if name in pack.readings]


def _rule(pack: Pack, rule: Rule, lang: Lang) -> Data:
    default = choice_of(rule.readings, pack.defaults())
    form = rule.forms[default]
    bearer = pack.bearers.get(rule.bearer) if rule.bearer else None
    life = _life(pack)
    plain = _form(form, life, lang)
    return {
        "id": rule.id,
        "citations": [citation.words for citation in rule.citations],
        "gist": form.gist(lang),
        "bearer": bearer.id if bearer else rule.bearer,
        "bearer_words": bearer.words(lang) if bearer else rule.bearer,
        "force": str(rule.force),
        "for_each": rule.for_each.label(lang) if rule.for_each else None,
        **plain,
        "reads": [fact.label(lang) for fact in rule_fields(rule)],
        "messages": {name: message(lang) for name, message in form.messages.items()},
        "readings": list(rule.readings),
        "variants": _variants(rule.forms, default, lambda other: _form(other, life, lang), plain),
        "source": str(rule.place),
    }


def _life(pack: Pack) -> tuple[date, date | None]:
    life = pack.life[choice_of(pack.life_readings, pack.defaults())]
    return life.first, None if life.endless else life.last


def _form(form: RuleForm, life: tuple[date, date | None], lang: Lang) -> Data:
    """One edition under one choice of readings, in sentences."""
    asked = "forbids" if form.prohibited else "requires"
    data: Data = {
        "in_force": {"from": iso(form.window.first or life[0]), "to": iso(form.window.last or life[1])},
        "if": _said(form.condition, lang),
        "unless": [
            {"citation": exception.citation.words, "if": exception.condition.words(lang)}
            for exception in form.exceptions
        ],
    }
    if form.requirement is None:
        return data | {"undecidable": form.undecidable(lang) if form.undecidable else ""}
    return data | {asked: _said(form.requirement, lang) or _NOTHING(lang)}


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


def _branches(cases: Iterable[Case], lang: Lang) -> list[Data]:
    return [
        {"if": None if case.condition is None else case.condition.words(lang), "is": _choice(case, lang)}
        for case in cases
    ]


def _choice(case: Case, lang: Lang) -> str:
    if case.choice is None:
        return Text("нет", "none")(lang)
    if isinstance(case.choice, Earliest):
        earliest = case.choice
        words = (quoted(earliest.what, lang), quoted(earliest.items, lang), earliest.where.words(lang))
        return Text(
            "самое раннее {} среди {}, где {}".format(*words),
            "the earliest {} among {} where {}".format(*words),
        )(lang)
    return case.choice.words(lang) if isinstance(case.choice, BuiltDay) else quoted(case.choice, lang)


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
    """The rows that assert something of these rules."""
    found = []
    for table in tables:
        names = [cell.text for cell in table.header]
        for row in table.rows:
            cells = {name: cell.text for name, cell in zip(names, row, strict=False) if cell.text}
            verdicts = {name: words for name, words in cells.items() if name in rules}
            if verdicts:
                found.append(
                    {
                        "case": row[0].text,
                        "table": table.title or None,
                        "facts": {
                            name: words for name, words in list(cells.items())[1:] if name not in verdicts
                        },
                        "verdicts": verdicts,
                        "source": str(row[0].place),
                    }
                )
    return found


# -- for a terminal ----------------------------------------------------------------------------------


def render(data: Data, *, width: int = 100, colour: bool = False) -> str:
    """The provision for a person at a terminal."""
    paper, say = Paper(width=width, colour=colour), Words(data["language"])
    paper.line(data["title"], style="bold")
    for paragraph in data["law"]:
        paper.gap()
        paper.line(paragraph, indent=2, hang=2)
    if data["later"]:
        paper.gap()
        paper.line(f"{say('Кодируется позже', 'To be encoded later')}: {data['later']}", style="yellow")
    for rule in data["rules"]:
        paper.gap()
        paper.entry(f"{rule['citations'][0]} · {rule['id']}", rule["gist"], style="bold")
        for title, words in rule_rows(rule, say):
            paper.line(f"{title}: {words}", indent=4, hang=8)
        _case_rows(paper, rule["id"], data["cases"], say)
    for definition in data["definitions"]:
        paper.gap()
        paper.entry(
            f"{definition['citation']} · {definition['term']}", say("определение", "definition"), style="bold"
        )
        for words in definition_rows(definition, say):
            paper.line(words, indent=4, hang=8)
    if data["not_checked"]:
        paper.gap()
        paper.line(say("Не проверяется", "Not checked"), style="bold")
        for claim in data["not_checked"]:
            paper.entry(claim["citation"], claim["reason"], indent=2)
    if data["readings"]:
        paper.gap()
        paper.line(say("Чтения", "Readings"), style="bold")
    for reading in data["readings"]:
        paper.entry(reading["id"], reading["question"], indent=2, style="cyan")
        for option in reading["options"]:
            usual = say(" (по умолчанию)", " (default)") if option["option"] == reading["default"] else ""
            paper.line(f"{option['option']}{usual}: {option['title']}", indent=6, hang=10)
            if option["argument"]:
                paper.line(option["argument"], indent=10, hang=10, style="dim")
    return paper.text()


def _case_rows(paper: Paper, rule: str, cases: list[Data], say: Words) -> None:
    shown = [case for case in cases if rule in case["verdicts"]]
    if shown:
        paper.line(say("случаи:", "cases:"), indent=4)
    for case in shown:
        paper.line(f"{case['case']} — {case['verdicts'][rule]}", indent=8, hang=10, style="dim")


class Words:
    """«say» in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, ru: str, en: str) -> str:
        return ru if self.lang == "ru" else en


def rule_rows(rule: Data, say: Words) -> list[tuple[str, str]]:
    """What there is to say of a rule, each under its title."""
    rows = []
    if rule["bearer_words"]:
        rows.append((say("обязан", "bound"), rule["bearer_words"]))
    if rule["force"] != Force.MANDATORY:
        rows.append((say("сила", "force"), _FORCE[Force(rule["force"])](say.lang)))
    if rule["for_each"]:
        rows.append((say("для каждого", "for each"), rule["for_each"]))
    rows += _form_rows(rule, say)
    for variant in rule["variants"]:
        title = f"{say('при чтении', 'under')} {variant['reading']}={variant['option']}"
        words = "; ".join(f"{name}: {words}" for name, words in _form_rows(variant["instead"], say))
        rows.append((title, words or say("то же", "the same")))
    if rule["reads"]:
        rows.append(
            (
                say("нужно знать", "needs to know"),
                ", ".join(f"«{one}»" if say.lang == "ru" else f"“{one}”" for one in rule["reads"]),
            )
        )
    return rows


def _day(told: str | None, lang: Lang) -> str:
    return when(date.fromisoformat(told), lang) if told else "…"


def _form_rows(form: Data, say: Words) -> list[tuple[str, str]]:
    rows = []
    window = form.get("in_force") or {}
    if window.get("from") or window.get("to"):
        days = (_day(window.get(end), say.lang) for end in ("from", "to"))
        rows.append((say("действует", "in force"), " — ".join(days)))
    if form.get("if"):
        rows.append((say("если", "if"), form["if"]))
    for key, title in (
        ("requires", say("требуется", "required")),
        ("forbids", say("запрещено", "forbidden")),
        ("undecidable", say("не решается", "cannot be decided here")),
    ):
        if form.get(key):
            rows.append((title, form[key]))
    rows += [
        (say(f"кроме ({one['citation']})", f"unless ({one['citation']})"), one["if"])
        for one in form.get("unless", ())
    ]
    return rows


def definition_rows(definition: Data, say: Words) -> list[str]:
    """What a definition chooses, a line a branch."""
    rows = [_branch(branch, say) for branch in definition["is"]]
    for variant in definition["variants"]:
        said = "; ".join(_branch(branch, say) for branch in variant["instead"])
        rows.append(f"{say('при чтении', 'under')} {variant['reading']}={variant['option']}: {said}")
    return rows


def _branch(branch: Data, say: Words) -> str:
    if branch["if"] is None:
        return f"{say('иначе', 'otherwise')} — {branch['is']}"
    return f"{say('если', 'if')} {branch['if']}: {branch['is']}"


# -- Markdown ----------------------------------------------------------------------------------------


def markdown(data: Data, *, beside: bool = False) -> str:
    """The provision as a page of Markdown; ``beside``: the law's words left, the encoding right."""
    say = Words(data["language"])
    law, encoding = _quoted_law(data["law"]), _encoding(data, say, deeper="#" if beside else "")
    rows = [f"# {data['title']}", ""]
    if beside:
        heads = say("Текст нормы", "The law"), say("Как это закодировано", "How it is encoded")
        rows += ["<table>", f'<tr><th width="42%">{heads[0]}</th><th>{heads[1]}</th></tr>', "<tr>"]
        rows += ['<td valign="top">', "", *law, "</td>", '<td valign="top">', "", *encoding, "</td>"]
        rows += ["</tr>", "</table>", ""]
    else:
        rows += [*law, *encoding]
    if beside:
        for rule in data["rules"]:
            table = _case_table(rule["id"], data["cases"], say)
            rows += [f"## {say('Случаи', 'Cases')}: `{rule['id']}`", "", *table] if table else []
    return "\n".join(rows).rstrip() + "\n"


def _encoding(data: Data, say: Words, deeper: str) -> list[str]:
    """Rules, definitions, reasons and readings; ``deeper``: how much lower their headings stand."""
    rows: list[str] = []
    if data["later"]:
        rows += [f"*{say('Кодируется позже', 'To be encoded later')}: {data['later']}*", ""]
    for rule in data["rules"]:
        rows += [f"##{deeper} {', '.join(rule['citations'])}: {rule['gist']}", "", f"`{rule['id']}`", ""]
        rows += [f"- **{title}**: {words}" for title, words in rule_rows(rule, say)]
        rows.append("")
        rows += [] if deeper else _case_table(rule["id"], data["cases"], say)
    for definition in data["definitions"]:
        rows += [f"##{deeper} {definition['citation']}: {definition['term']}", ""]
        rows += [*(f"- {words}" for words in definition_rows(definition, say)), ""]
    if data["not_checked"]:
        rows += [f"##{deeper} {say('Не проверяется', 'Not checked')}", ""]
        rows += [*(f"- **{claim['citation']}**: {claim['reason']}" for claim in data["not_checked"]), ""]
    if data["readings"]:
        rows += [f"##{deeper} {say('Чтения', 'Readings')}", ""]
    for reading in data["readings"]:
        rows += [f"**`{reading['id']}`** {reading['question']}", ""]
        for option in reading["options"]:
            usual = say(" *(по умолчанию)*", " *(default)*") if option["option"] == reading["default"] else ""
            argument = f" — {option['argument']}" if option["argument"] else ""
            rows.append(f"- `{option['option']}`{usual}: {option['title']}{argument}")
        rows.append("")
    return rows


def _quoted_law(law: list[str]) -> list[str]:
    rows: list[str] = []
    for paragraph in law:
        rows += [f"> {paragraph}", ">"]
    return [*rows[:-1], ""]


def _case_table(rule: str, cases: list[Data], say: Words) -> list[str]:
    shown = [case for case in cases if rule in case["verdicts"]]
    if not shown:
        return []
    rows = [f"| {say('случай', 'case')} | {say('вердикт', 'verdict')} |", "|---|---|"]
    rows += [f"| {case['case']} | {case['verdicts'][rule]} |".replace("\n", " ") for case in shown]
    return [*rows, ""]
