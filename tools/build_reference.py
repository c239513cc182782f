"""Writes the reference under docs/reference: the commands, the rule language and the codes of the lint, each in Russian
and in English, from the words and the tables that the program uses; and a page for each page of the built-in pack, the
law left and its encoding right. With --check nothing is written, and the exit status is 1 where something is out of
date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from qcrules.cli.run import program
from qcrules.facts.types import TYPES
from qcrules.finding import Verdict
from qcrules.law.model import Pack
from qcrules.law.verbs import VERBS
from qcrules.lint import CODES
from qcrules.render.provision import markdown
from qcrules.render.provision_data import describe
from qcrules.source.arguments import ABOUT
from qcrules.source.built_in import BUILT_IN, shipped_packs
from qcrules.source.definitions import DEFINITION
from qcrules.source.head import CORRECTION
from qcrules.source.head import PACK as PACK_KEYS
from qcrules.source.pack import load_pack
from qcrules.source.page import FRONT, WAIVER
from qcrules.source.parts import HEADINGS
from qcrules.source.readings import READING
from qcrules.source.rules import RULE
from qcrules.source.shape import Shape
from qcrules.source.vocabulary import FIELD
from qcrules.text import Lang, Text

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "reference"
LANGS: tuple[Lang, ...] = ("ru", "en")

# The tables of keys: what they are about, and the shape by which they are read.
TABLES: tuple[tuple[Text, Shape], ...] = (
    (Text("Ключи правила", "The keys of a rule"), RULE),
    (Text("Ключи страницы", "The keys of a page"), FRONT),
    (Text("Чтение", "A reading"), READING),
    (Text("Определение", "A definition"), DEFINITION),
    (Text("Чего не показать случаем", "What no case can show"), WAIVER),
    (Text("pack.yaml", "pack.yaml"), PACK_KEYS),
    (Text("vocabulary.yaml: поле", "vocabulary.yaml: a field"), FIELD),
    (Text("calendar.yaml: строка", "calendar.yaml: a line"), CORRECTION),
)

INTRO = Text(
    "Условие — набор пар «глагол: …» и «поле: значение»; несколько пар рядом значат «все сразу». Любое "
    "значение может зависеть "
    "от чтения: `{чтение: имя, вариант: ЗНАЧЕНИЕ, другой: ЗНАЧЕНИЕ}`. Слова языка есть по-русски и "
    "по-английски; свод "
    "пользуется одними.",
    "A condition is a set of pairs, `verb: …` and `field: value`; several side by side are all meant. Any "
    "value may depend on a "
    "reading: `{reading: name, option: VALUE, other: VALUE}`. The words of the language are there in "
    "Russian and in English; "
    "a pack uses either.",
)
TERMS = Text(
    "Сроки: `24 часа`, `30 календарных дней`, `5 рабочих дней`, `2 недели`, `1 месяц`, `1 квартал`, `1 "
    "год`. Часы сравниваются "
    "до минуты, остальное — по календарным дням. В правиле один срок.",
    "Terms: `24 hours`, `30 calendar days`, `5 working days`, `2 weeks`, `1 month`, `1 quarter`, `1 year`. "
    "Hours are compared to "
    "the minute, all else by the calendar day. A rule has one term.",
)
MADE = Text(
    "<!-- Этот файл пишет tools/build_reference.py. -->",
    "<!-- This file is written by tools/build_reference.py. -->",
)


def language(lang: Lang) -> str:
    """The reference of the rule language."""
    ru = lang == "ru"
    rows = [MADE(lang), f"# {'Язык правил' if ru else 'The rule language'}", "", INTRO(lang), ""]
    rows += [f"## {'Глаголы' if ru else 'Verbs'}", ""]
    for verb in VERBS:
        spec = verb.SPEC
        rows += [f"### `{spec.ru if ru else spec.en}`", ""]
        other = f"По-английски `{spec.en}`" if ru else f"In Russian `{spec.ru}`"
        rows += [f"{spec.meaning(lang).capitalize()}. {other}.", ""]
        if spec.bare is not None:
            rows += [f"{'Значение' if ru else 'Its value'}: {ABOUT[spec.bare](lang)}.", ""]
            continue
        rows += [
            f"| {'ключ' if ru else 'key'} | {'значение' if ru else 'value'} | {'нужен' if ru else 'needed'} |",
            "|---|---|---|",
        ]
        for arg in spec.args:
            name = f"`{arg.ru}` ({arg.en})" if ru else f"`{arg.en}` ({arg.ru})"
            rows.append(
                f"| {name} | {ABOUT[arg.kind](lang)} | {('да' if ru else 'yes') if arg.required else ''} |"
            )
        rows.append("")
    rows += [f"## {'Сроки' if ru else 'Terms'}", "", TERMS(lang), ""]
    rows += [
        f"## {'Типы полей' if ru else 'Types of fields'}",
        "",
        ", ".join(f"`{one.term(lang)}`" for one in TYPES.values()) + ".",
        "",
    ]
    rows += [
        f"## {'Вердикты' if ru else 'Verdicts'}",
        "",
        ", ".join(f"`{verdict.words(lang)}`" for verdict in Verdict) + ".",
        "",
    ]
    rows += [f"## {'Разделы страницы' if ru else 'The headings of a page'}", ""]
    rows += [*(f"- `## {one if ru else HEADINGS[one]}`" for one in HEADINGS), ""]
    for title, shape in TABLES:
        rows += [f"## {title(lang)}", "", *keys(shape, lang), ""]
    return "\n".join(rows).rstrip() + "\n"


ONE_RULE = Text(
    "У всех дверей одно правило. **Пустое не заполнено, значит неизвестно. Отсутствие записывают**: "
    "`—`, `-`, `нет`, `none`, `не было`, `отсутствует`, а в YAML, JSON и Python и `null`. "
    "**Неизвестное** можно назвать: "
    "`?`, `неизвестно`, `н/д`, `#Н/Д`, `N/A`. `NaN`, `NaT`, `pd.NA` — пустое. Null таблицы (`NULL`, `None`, "
    "`<NA>`, пустая ячейка Parquet) — пустое, null записи — отсутствие; `--nulls`, `nulls=` и ключ `пусто` файла "
    "соответствий говорят иначе. Буквы любой величины, пробелы по краям, знаки без ширины "
    "и вид Unicode ничего не значат, "
    "«ё» и «е» — одно и то же, "
    "и в значениях, и в названиях. Ошибки Excel (`#ССЫЛКА!`) и непосчитанные формулы отклоняют строку.",
    "Every door has one rule. **What is blank is not filled in, so nobody knows. What is absent is written**: "
    "`—`, `-`, `нет`, `none`, `absent`, `not yet`, and in YAML, JSON and Python `null`. **What is unknown** may be "
    "named: `?`, `unknown`, `N/A`, `#N/A`, `no data`. `NaN`, `NaT`, `pd.NA` are blank. A null of a table (`NULL`, "
    "`None`, `<NA>`, an empty cell of Parquet) is blank, a null of a record is absent; `--nulls`, `nulls=` and the key "
    "`nulls` of a mapping file say otherwise. Capital letters, spaces around a word, signs without width and the form "
    "of Unicode mean nothing, and «ё» is «е», in values and in names. "
    "Cell errors of Excel (`#REF!`) and formulas that nobody calculated "
    "refuse the row.",
)


def values(lang: Lang) -> str:
    """What a value may look like, by type and format."""
    ru = lang == "ru"
    rows = [
        MADE(lang),
        f"# {'Что может стоять в ячейке' if ru else 'What a cell may hold'}",
        "",
        ONE_RULE(lang),
        "",
    ]
    head = ("тип", "текстом: YAML, JSON, CSV, Excel", "ячейка Excel", "столбец Parquet, Arrow")
    if not ru:
        head = ("type", "as text: YAML, JSON, CSV, Excel", "a cell of Excel", "a column of Parquet, Arrow")
    rows += [f"| {' | '.join(head)} |", "|---|---|---|---|"]
    for one in TYPES.values():
        cells = (f"`{one.term(lang)}`", one.as_text(lang), one.as_cell(lang), one.as_column(lang))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def keys(shape: Shape, lang: Lang) -> Iterable[str]:
    """A table of keys: their words in both languages, and what they are for."""
    ru = lang == "ru"
    yield "| ключ | по-английски | что он говорит |" if ru else "| key | по-русски | what it is for |"
    yield "|---|---|---|"
    for key in shape.keys:
        words = f"`{key.ru}` | `{key.en}`" if ru else f"`{key.en}` | `{key.ru}`"
        yield f"| {words} | {key.purpose(lang)} |"


def codes(lang: Lang) -> str:
    """Every code of the lint."""
    ru = lang == "ru"
    rows = [MADE(lang), f"# {'Коды qcrules lint' if ru else 'The codes of qcrules lint'}", ""]
    rows += [f"| {'код' if ru else 'code'} | | |", "|---|---|---|"]
    rows += [
        f"| [{code}](#{code.lower()}) | {one.level.words(lang)} | {one.title(lang)} |"
        for code, one in CODES.items()
    ]
    for code, one in CODES.items():
        heading, _, rest = one.page(lang).partition("\n")
        rows += ["", f'<a id="{code.lower()}"></a>', "", f"#{heading}", rest.strip()]
    return "\n".join(rows).rstrip() + "\n"


EXIT = Text(
    "Код возврата: 0 — ничего не нарушено, 1 — что-то нарушено (или найдено `lint`, или не прошёл случай), "
    "2 — неверный ввод. То же говорит `qcrules КОМАНДА --help`; язык ответа выбирает `--lang`, иначе язык системы.",
    "Exit status: 0 nothing violated, 1 something violated (or found by `lint`, or a case failed), 2 wrong input. "
    "`qcrules COMMAND --help` says the same; `--lang` chooses the language of the answer, else the system's.",
)


def commands(lang: Lang) -> str:
    """Every command with its options."""
    ru = lang == "ru"
    rows = [MADE(lang), f"# {'Команды' if ru else 'The commands'}", "", EXIT(lang)]
    whole = program(lang)
    for name in whole.names:
        command = whole.make(name)
        context = click.Context(command, info_name=f"qcrules {name}")
        usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
        rows += ["", f"## qcrules {name}", "", command.help or "", "", f"`{usage}`", ""]
        rows += ["| параметр | что он говорит |" if ru else "| option | what it is for |", "|---|---|"]
        options = (param for param in command.get_params(context) if isinstance(param, click.Option))
        records = [record for option in options if (record := option.get_help_record(context))]
        rows += [f"| `{names}` | {words} |" for names, words in ((_cell(a), _cell(b)) for a, b in records)]
    return "\n".join(rows) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", r"\|").replace("  ", " ")


def build() -> dict[str, str]:
    """The files by their names below docs/reference."""
    files = {}
    for lang in LANGS:
        files[f"commands.{lang}.md"] = commands(lang)
        files[f"rule-language.{lang}.md"] = language(lang)
        files[f"lint.{lang}.md"] = codes(lang)
        files[f"values.{lang}.md"] = values(lang)
    for name, folder in shipped_packs().items():
        loaded = load_pack(folder.relative_to(ROOT))
        for lang in LANGS:
            files |= pages(loaded, lang, f"rules/{lang}" if name == BUILT_IN else f"rules/{name}/{lang}")
    return files


def pages(pack: Pack, lang: Lang, folder: str) -> dict[str, str]:
    """The pages of a pack in one language, and a list of them."""
    files = {}
    listed = [MADE(lang), f"# {pack.title(lang)}", "", *([pack.caveat(lang), ""] if pack.caveat else [])]
    for page in pack.pages:
        words = markdown(describe(pack, [(page, None)], lang), beside=True)
        files[f"{folder}/{page.id}.md"] = f"{MADE(lang)}\n{words}"
        listed.append(f"- [{page.title}]({page.id}.md)")
    files[f"{folder}/README.md"] = "\n".join(listed) + "\n"
    return files


def main(arguments: list[str]) -> int:
    files = build()
    here = {str(path.relative_to(TARGET)) for path in (TARGET / "rules").rglob("*.md")}
    gone = sorted(here - set(files))
    if arguments != ["--check"]:
        for name, words in files.items():
            (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
            (TARGET / name).write_text(words, encoding="utf-8")
        for name in gone:
            (TARGET / name).unlink()
        return 0
    stale = [
        name
        for name, words in files.items()
        if not (TARGET / name).is_file() or (TARGET / name).read_text(encoding="utf-8") != words
    ]
    if stale or gone:
        print(f"out of date: {', '.join([*stale, *gone])}; run tools/build_reference.py", file=sys.stderr)
    return 1 if stale or gone else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
