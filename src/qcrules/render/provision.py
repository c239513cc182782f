"""A provision for a reader: on a terminal, and as a page of Markdown, of which the HTML is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qcrules.finding import Force
from qcrules.text import Lang, Text

from .layout import TextLayout
from .markdown import Markdown
from .provision_data import Data
from .words import when

FORCE = {
    Force.MANDATORY: Text("обязательная", "mandatory"),
    Force.RECOMMENDATION: Text("рекомендация", "recommendation"),
    Force.ADVISORY: Text("проверка правдоподобия", "check of plausibility"),
    Force.RIGHT: Text("право", "right"),
}
_LATER = Text("Кодируется позже", "To be encoded later")
_NOT_CHECKED, _READINGS = Text("Не проверяется", "Not checked"), Text("Чтения", "Readings")
_DEFAULT = Text("(по умолчанию)", "(default)")
_LAW, _ENCODING = Text("Текст нормы", "The law"), Text("Как это закодировано", "How it is encoded")

_BESIDE = Text("Рядом со страницей ещё случаев: {}", "More cases stand beside the page: {}")

TitledWords = tuple[str, str]
"""A title, empty where there is none, and words."""


def render(data: Data, *, width: int = 100, colour: bool = False) -> str:
    """The provision for a person at a terminal."""
    to, lang = TextLayout(width=width, colour=colour), data["language"]

    def section(lead: str, words: str, rows: Sequence[TitledWords]) -> None:
        to.gap()
        to.entry(lead, words, style="bold")
        for title, said in rows:
            to.line(f"{title}: {said}" if title else said, indent=4, hang=8)

    to.line(data["title"], style="bold")
    if caveat := data["pack"].get("caveat"):
        to.gap()
        to.entry("!", caveat, style="yellow")
    for paragraph in data["law"]:
        to.gap()
        to.line(paragraph, indent=2, hang=2)
    if data["later"]:
        to.gap()
        to.line(f"{_LATER(lang)}: {data['later']}", style="yellow")
    for rule in data["rules"]:
        section(f"{rule['citations'][0]} · {rule['id']}", rule["gist"], _rule_rows(rule, lang))
        cases = [case for case in data["cases"] if rule["id"] in case["verdicts"]]
        if cases:
            to.line(Text("случаи:", "cases:")(lang), indent=4)
        for case in cases:
            to.line(f"{case['case']} — {case['verdicts'][rule['id']]}", indent=8, hang=10, style="dim")
    if data["cases_beside"]:
        to.gap()
        to.line(_BESIDE(lang).format(data["cases_beside"]), style="dim")
    for one in data["definitions"]:
        definition = Text("определение", "definition")(lang)
        section(f"{one['citation']} · {one['term']}", definition, _definition_rows(one, lang))
    if data["not_checked"]:
        to.gap()
        to.line(_NOT_CHECKED(lang), style="bold")
    for claim in data["not_checked"]:
        to.entry(claim["citation"], claim["reason"], indent=2)
    if data["readings"]:
        to.gap()
        to.line(_READINGS(lang), style="bold")
    for reading in data["readings"]:
        to.entry(reading["id"], reading["question"], indent=2, style="cyan")
        for option in reading["options"]:
            usual = f" {_DEFAULT(lang)}" if option["option"] == reading["default"] else ""
            to.line(f"{option['option']}{usual}: {option['title']}", indent=6, hang=10)
            if option["argument"]:
                to.line(option["argument"], indent=10, hang=10, style="dim")
    return to.text()


def markdown(data: Data, *, beside: bool = False) -> str:
    """The provision as a page of Markdown; ``beside``: the law's words left, the encoding right, the cases below."""
    page = Markdown()
    (_write_beside if beside else _write)(data, page)
    return page.text()


def html(data: Data) -> str:
    """The provision beside its law as one HTML page that stands alone."""
    page = Markdown(exact=True)
    _write_beside(data, page)
    return page.html(data["title"], data["language"])


def _write(data: Data, page: Markdown) -> None:
    _write_title(data, page)
    page.quote(data["law"])
    _write_encoding(data, page, level=2)


def _write_beside(data: Data, page: Markdown) -> None:
    lang: Lang = data["language"]
    _write_title(data, page)
    table = '<table class="beside">' if page.exact else "<table>"
    heads = f'<tr><th width="42%">{_LAW(lang)}</th><th>{_ENCODING(lang)}</th></tr>'
    page.block(f'{table}\n{heads}\n<tr>\n<td valign="top">')
    page.quote(data["law"])
    page.block('</td>\n<td valign="top">')
    _write_encoding(data, page, level=3)
    page.block("</td>\n</tr>\n</table>")
    for rule in data["rules"]:
        if any(rule["id"] in case["verdicts"] for case in data["cases"]):
            page.heading(f"{Text('Случаи', 'Cases')(lang)}: `{rule['id']}`")
            _write_cases(rule["id"], data, page)


def _write_title(data: Data, page: Markdown) -> None:
    page.heading(page.plain(data["title"]), 1)
    if caveat := data["pack"].get("caveat"):
        page.block(f"*{page.plain(caveat)}*")


def _write_encoding(data: Data, page: Markdown, level: int) -> None:
    """Rules, definitions, reasons and readings. ``level``: of their headings; 3 where the cases stand elsewhere."""
    lang, plain = data["language"], page.plain
    if data["later"]:
        page.block(f"*{plain(_LATER(lang))}: {plain(data['later'])}*")
    for rule in data["rules"]:
        page.heading(plain(f"{', '.join(rule['citations'])}: {rule['gist']}"), level)
        page.block(f"`{rule['id']}`")
        page.items(f"**{plain(title)}**: {plain(words)}" for title, words in _rule_rows(rule, lang))
        if level == 2:
            _write_cases(rule["id"], data, page)
    for one in data["definitions"]:
        page.heading(plain(f"{one['citation']}: {one['term']}"), level)
        page.items(plain(words) for _, words in _definition_rows(one, lang))
    if data["not_checked"]:
        page.heading(_NOT_CHECKED(lang), level)
        page.items(f"**{plain(one['citation'])}**: {plain(one['reason'])}" for one in data["not_checked"])
    if data["readings"]:
        page.heading(_READINGS(lang), level)
    for reading in data["readings"]:
        page.block(f"**`{reading['id']}`** {plain(reading['question'])}")
        page.items(
            f"`{option['option']}`"
            + (f" *{_DEFAULT(lang)}*" if option["option"] == reading["default"] else "")
            + plain(f": {option['title']}" + (f" — {option['argument']}" if option["argument"] else ""))
            for option in reading["options"]
        )


def _write_cases(rule: str, data: Data, page: Markdown) -> None:
    """The cases of a rule in a table; where all is to be exact, with the facts of each."""
    heads = [Text("случай", "case"), Text("факты", "facts"), Text("вердикт", "verdict")]
    rows = []
    for case in data["cases"]:
        if rule in case["verdicts"]:
            facts = "; ".join(f"{name}: {said}" for name, said in case["facts"].items())
            rows.append([page.plain(words) for words in (case["case"], facts, case["verdicts"][rule])])
    if rows:
        keep = (0, 1, 2) if page.exact else (0, 2)
        page.table([heads[n](data["language"]) for n in keep], [[row[n] for n in keep] for row in rows])


def _rule_rows(rule: Data, lang: Lang) -> list[TitledWords]:
    """What there is to say of a rule, each under its title."""
    rows = []
    if rule["bearer_words"]:
        rows.append((Text("обязан", "bound")(lang), rule["bearer_words"]))
    if rule["force"] != Force.MANDATORY:
        rows.append((Text("сила", "force")(lang), FORCE[Force(rule["force"])](lang)))
    if rule["for_each"]:
        rows.append((Text("для каждого", "for each")(lang), rule["for_each"]))
    rows += form_words(rule, lang)
    for variant in rule["variants"]:
        words = "; ".join(f"{name}: {words}" for name, words in form_words(variant["instead"], lang))
        rows.append((_under(variant, lang), words or Text("то же", "the same")(lang)))
    if rule["reads"]:
        reads = ", ".join(Text(f"«{one}»", f"“{one}”")(lang) for one in rule["reads"])
        rows.append((Text("нужно знать", "needs to know")(lang), reads))
    return rows


def _under(variant: Data, lang: Lang) -> str:
    return f"{Text('при чтении', 'under')(lang)} {variant['reading']}={variant['option']}"


_IN_FORCE = Text("действует", "in force")


def form_words(form: Data, lang: Lang) -> list[TitledWords]:
    rows = []
    days = form.get("in_force") or {}
    if days.get("from") or days.get("to"):
        rows.append((_IN_FORCE(lang), _ends(days, lang)))
    for key, title in (
        ("if", Text("если", "if")),
        ("requires", Text("требуется", "required")),
        ("forbids", Text("запрещено", "forbidden")),
        ("undecidable", Text("не решается", "cannot be decided here")),
    ):
        if form.get(key):
            rows.append((title(lang), form[key]))
    unless = Text("кроме", "unless")(lang)
    for one in form.get("unless", ()):
        days = f"; {_IN_FORCE(lang)}: {_ends(one['in_force'], lang)}" if "in_force" in one else ""
        rows.append((f"{unless} ({one['citation']})", f"{one['if']}{days}"))
    return rows


def _ends(days: Data, lang: Lang) -> str:
    """The first and the last day of an edition: «01.07.2014 — …»."""
    ends = (days.get(end) for end in ("from", "to"))
    return " — ".join(when(date.fromisoformat(end), lang) if end else "…" for end in ends)


def _definition_rows(definition: Data, lang: Lang) -> list[TitledWords]:
    """What a definition chooses, a row a branch."""
    rows = [("", _branch(branch, lang)) for branch in definition["is"]]
    for variant in definition["variants"]:
        said = "; ".join(_branch(branch, lang) for branch in variant["instead"])
        rows.append(("", f"{_under(variant, lang)}: {said}"))
    return rows


def _branch(branch: Data, lang: Lang) -> str:
    if branch["if"] is None:
        return f"{Text('иначе', 'otherwise')(lang)} — {branch['is']}"
    return f"{Text('если', 'if')(lang)} {branch['if']}: {branch['is']}"
