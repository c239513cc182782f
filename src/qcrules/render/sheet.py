"""A provision as one HTML page that stands alone: the law's words left, the encoding right, the cases below."""

from __future__ import annotations

from html import escape
from typing import Any

from .provision import Words, definition_rows, rule_rows

_STYLE = """
body { font: 16px/1.5 Georgia, serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem; } h2:first-child { margin-top: 0; }
.beside { display: grid; grid-template-columns: 5fr 7fr; gap: 2.5rem; }
.law { background: #f7f4ec; padding: 1rem 1.2rem; align-self: start; }
code { font: 13px monospace; color: #555; }
dl { margin: .4rem 0; display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: #666; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; }
.later { color: #8a5a00; }
@media (max-width: 50rem) { .beside { grid-template-columns: 1fr; } }
@media print { body { margin: 0; max-width: none; } }
"""


def html(data: dict[str, Any]) -> str:
    """The page; nothing is loaded from elsewhere, and every word is escaped."""
    say = Words(data["language"])
    law = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in data["law"])
    parts = [_rule(rule, say) for rule in data["rules"]]
    parts += [_definition(one, say) for one in data["definitions"]]
    parts += [_not_checked(data["not_checked"], say)] if data["not_checked"] else []
    parts += [_readings(data["readings"], say)] if data["readings"] else []
    later = (
        f'<p class="later">{say("Кодируется позже", "To be encoded later")}: {escape(str(data["later"]))}</p>'
    )
    return f"""<!doctype html>
<html lang="{data["language"]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(data["title"])}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(data["title"])}</h1>
<div class="beside">
<section class="law" aria-label="{say("Текст нормы", "The law")}">
{law}
</section>
<section aria-label="{say("Как это закодировано", "How it is encoded")}">
{later if data["later"] else ""}
{"".join(parts)}
</section>
</div>
{_cases(data, say)}
</body>
</html>
"""


def _rule(rule: dict[str, Any], say: Words) -> str:
    rows = "".join(
        f"<dt>{escape(title)}</dt><dd>{escape(words)}</dd>" for title, words in rule_rows(rule, say)
    )
    cited = escape(", ".join(rule["citations"]))
    return f"<h2>{cited}. {escape(rule['gist'])}</h2>\n<code>{escape(rule['id'])}</code>\n<dl>{rows}</dl>\n"


def _definition(one: dict[str, Any], say: Words) -> str:
    rows = "".join(f"<li>{escape(words)}</li>" for words in definition_rows(one, say))
    return f"<h2>{escape(one['citation'])}. {escape(one['term'])}</h2>\n<ul>{rows}</ul>\n"


def _not_checked(claims: list[dict[str, Any]], say: Words) -> str:
    rows = "".join(f"<dt>{escape(one['citation'])}</dt><dd>{escape(one['reason'])}</dd>" for one in claims)
    return f"<h2>{say('Не проверяется', 'Not checked')}</h2>\n<dl>{rows}</dl>\n"


def _readings(readings: list[dict[str, Any]], say: Words) -> str:
    found = [f"<h2>{say('Чтения', 'Readings')}</h2>"]
    for reading in readings:
        options = []
        for option in reading["options"]:
            usual = say(" (по умолчанию)", " (default)") if option["option"] == reading["default"] else ""
            argument = f" — {option['argument']}" if option["argument"] else ""
            title, why = escape(option["title"]), escape(argument)
            options.append(f"<li><code>{escape(option['option'])}</code>{usual}: {title}{why}</li>")
        question, name = escape(reading["question"]), escape(reading["id"])
        found.append(f"<p><code>{name}</code> {question}</p>\n<ul>{''.join(options)}</ul>")
    return "\n".join(found) + "\n"


def _cases(data: dict[str, Any], say: Words) -> str:
    found = []
    for rule in data["rules"]:
        shown = [case for case in data["cases"] if rule["id"] in case["verdicts"]]
        rows = "".join(
            f"<tr><td>{escape(case['case'])}</td><td>{escape(_facts(case['facts']))}</td>"
            f"<td>{escape(case['verdicts'][rule['id']])}</td></tr>"
            for case in shown
        )
        if rows:
            heads = (say("случай", "case"), say("факты", "facts"), say("вердикт", "verdict"))
            head = "".join(f"<th>{word}</th>" for word in heads)
            title = f"{say('Случаи', 'Cases')}: <code>{escape(rule['id'])}</code>"
            found.append(f"<h2>{title}</h2>\n<table><tr>{head}</tr>{rows}</table>")
    return "\n".join(found)


def _facts(facts: dict[str, str]) -> str:
    return "; ".join(f"{name}: {words}" for name, words in facts.items())
