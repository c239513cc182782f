"""``qcrules new п.30`` and ``qcrules new --pack NAME``: a first draft, with cases that pass."""

from __future__ import annotations

from pathlib import Path

from qcrules.errors import UsageError
from qcrules.text import Lang, Text

from .base import CommandTable
from .options import FOLDER, RULES, OneWord, argument, option
from .output import answer, write_whole
from .packs import built_in, pack_in


def new(
    lang: Lang,
    provision: str | None,
    pack: str | None,
    language: Lang | None,
    calendar: str | None,
    kind: str | None,
    rules: str | None,
) -> int:
    """Write the files of a page or of a pack, and say what to do with them."""
    if (provision is None) == (pack is None):
        raise UsageError.of(
            "назовите пункт (`qcrules new п.30`) или новый свод (`qcrules new --pack my-rules`)",
            "name a paragraph (`qcrules new п.30`) or a new pack (`qcrules new --pack my-rules`)",
        )
    if provision is not None:
        said = _new_page(provision, rules or _here(), kind)
    else:
        said = _new_pack(Path(pack or ""), language or lang, calendar)
    answer(said(lang))
    return 0


def _here() -> str:
    """The folder where we stand, if it is a pack; the built-in pack where it lies below, as in a checkout.

    UsageError elsewhere: nobody looks for a page of theirs among the installed files.
    """
    if Path("pack.yaml").is_file():
        return "."
    folder = built_in()
    if folder.is_absolute():
        raise UsageError.of(
            "здесь нет свода: назовите его `--rules ПАПКА` или начните новый: `qcrules new --pack my-rules`",
            "there is no pack here: name it by `--rules FOLDER`, or begin one: `qcrules new --pack my-rules`",
        )
    return str(folder)


def _new_pack(folder: Path, language: Lang, calendar: str | None) -> Text:
    from qcrules.scaffold import new_pack

    files = new_pack(folder, language, calendar)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        why = wrong.strerror or type(wrong).__name__
        raise UsageError.of(f"{folder}: не создаётся ({why})", f"{folder}: cannot be made ({why})") from None
    for name, words in files.items():
        write_whole(str(folder / name), words)
    checks, first = f"  qcrules lint {folder}\n  qcrules test {folder}", folder / "p01.md"
    return Text(
        f"Готово: {folder}\n{checks}\nНачните с {first}.\n",
        f"Done: {folder}\n{checks}\nBegin with {first}.\n",
    )


def _new_page(provision: str, rules: str, kind: str | None) -> Text:
    from qcrules.scaffold import new_page

    file, words = new_page(pack_in(rules), provision, kind)
    write_whole(str(file), words)
    checks = f"qcrules lint {file.parent}, qcrules test {file.parent}"
    return Text(
        f"Готово: {file}\nЗамените черновик своим правилом; проверить: {checks}\n",
        f"Done: {file}\nPut your own rule in place of the draft; to check: {checks}\n",
    )


COMMAND = CommandTable(
    Text(
        "Начать новую страницу (`qcrules new п.30`) или новый свод правил (`qcrules new --pack ПАПКА`): "
        "черновик с четырьмя разделами, правилом и случаями, которые проходят. Дальше его правят.",
        "Begin a page (`qcrules new п.30`) or a pack (`qcrules new --pack FOLDER`): a draft with the four "
        "headings, a rule, and cases that pass, for you to change.",
    ),
    new,
    (
        argument("provision", Text("[ПУНКТ]", "[PARAGRAPH]"), required=False),
        option("--pack", Text("Новый свод в этой папке.", "A new pack in that folder."), FOLDER),
        option(
            "--language",
            Text("Язык ключей и заголовков свода.", "The language of the pack's keys and headings."),
            type=OneWord("ru", "en"),
        ),
        option(
            "--calendar",
            Text("Календарь свода: KZ, GB-ENG, weekends, …", "The pack's calendar: KZ, GB-ENG, weekends, …"),
            Text("СТРАНА", "COUNTRY"),
        ),
        option(
            "--kind",
            Text("О каком виде записи страница.", "The kind of record that the page speaks of."),
            Text("ВИД", "KIND"),
        ),
        RULES,
    ),
)
