"""``qcrules new п.30`` and ``qcrules new --pack NAME``: a first draft, with cases that pass."""

from __future__ import annotations

from pathlib import Path

import click

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .base import Choice, Command, new, option
from .output import answer, write_whole
from .packs import built_in, pack_in, rules_option

_ABOUT = Text(
    "Начать новую страницу (`qcrules new п.30`) или новый свод правил (`qcrules new --pack ПАПКА`): "
    "черновик с четырьмя "
    "разделами, правилом и случаями, которые проходят. Дальше его правят.",
    "Begin a page (`qcrules new п.30`) or a pack (`qcrules new --pack FOLDER`): a draft with the four "
    "headings, a rule, "
    "and cases that pass, for you to change.",
)


def command(lang: Lang) -> Command:
    """The command in one language."""

    def begin(
        provision: str | None,
        pack: str | None,
        language: str | None,
        calendar: str | None,
        kind: str | None,
        rules: str | None,
    ) -> int:
        if (provision is None) == (pack is None):
            raise UsageError(
                Problem(
                    Text(
                        "назовите пункт (`qcrules new п.30`) или новый свод (`qcrules new --pack my-rules`)",
                        "name a paragraph (`qcrules new п.30`) or a new pack (`qcrules new --pack my-rules`)",
                    )
                )
            )
        if pack is not None:
            return _new_pack(Path(pack), "en" if (language or lang) == "en" else "ru", calendar, lang)
        assert provision is not None
        return _new_page(provision, rules or _here(), kind, lang)

    return new(
        lang,
        "new",
        _ABOUT,
        begin,
        click.Argument(["provision"], required=False, metavar=Text("[ПУНКТ]", "[PARAGRAPH]")(lang)),
        option(
            lang,
            "--pack",
            metavar=Text("ПАПКА", "FOLDER")(lang),
            help=Text("Новый свод в этой папке.", "A new pack in that folder."),
        ),
        option(
            lang,
            "--language",
            type=Choice(("ru", "en"), lang),
            help=Text("Язык ключей и заголовков свода.", "The language of the pack's keys and headings."),
        ),
        option(
            lang,
            "--calendar",
            metavar=Text("СТРАНА", "COUNTRY")(lang),
            help=Text(
                "Календарь свода: KZ, GB-ENG, weekends, …", "The pack's calendar: KZ, GB-ENG, weekends, …"
            ),
        ),
        option(
            lang,
            "--kind",
            metavar=Text("ВИД", "KIND")(lang),
            help=Text("О каком виде записи страница.", "The kind of record that the page speaks of."),
        ),
        rules_option(lang),
    )


def _here() -> str:
    """The folder where we stand, if it is a pack; the built-in pack where it lies below, as in a checkout.

    UsageError elsewhere: nobody looks for a page of theirs among the installed files.
    """
    if Path("pack.yaml").is_file():
        return "."
    folder = built_in()
    if folder.is_absolute():
        raise UsageError(
            Problem(
                Text(
                    "здесь нет свода: назовите его `--rules ПАПКА` или начните новый: `qcrules new --pack my-rules`",
                    "there is no pack here: name it by `--rules FOLDER`, or begin one: `qcrules new --pack my-rules`",
                )
            )
        )
    return str(folder)


def _new_pack(folder: Path, language: Lang, calendar: str | None, lang: Lang) -> int:
    from qcrules.scaffold import new_pack

    files = new_pack(folder, language, calendar)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        why = wrong.strerror or type(wrong).__name__
        raise UsageError(
            Problem(Text(f"{folder}: не создаётся ({why})", f"{folder}: cannot be made ({why})"))
        ) from None
    for name, words in files.items():
        write_whole(str(folder / name), words)
    checks, first = f"  qcrules lint {folder}\n  qcrules test {folder}", folder / "p01.md"
    said = Text(
        f"Готово: {folder}\n{checks}\nНачните с {first}.\n",
        f"Done: {folder}\n{checks}\nBegin with {first}.\n",
    )
    answer(said(lang))
    return 0


def _new_page(provision: str, rules: str, kind: str | None, lang: Lang) -> int:
    from qcrules.scaffold import new_page

    file, words = new_page(pack_in(rules), provision, kind)
    write_whole(str(file), words)
    checks = f"qcrules lint {file.parent}, qcrules test {file.parent}"
    said = Text(
        f"Готово: {file}\nЗамените черновик своим правилом; проверить: {checks}\n",
        f"Done: {file}\nPut your own rule in place of the draft; to check: {checks}\n",
    )
    answer(said(lang))
    return 0
