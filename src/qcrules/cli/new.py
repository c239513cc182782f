"""``qcrules new п.30`` and ``qcrules new --pack NAME``: a first draft, with cases that pass."""

from __future__ import annotations

from pathlib import Path

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang, Text

from .base import CommandTable
from .chosen import folder_of, pack_in
from .options import RULES, OneWord, argument, option
from .output import answer, write_whole
from .words import said

_CASE_MADE = Text(
    "Готово: {}\nЗаполните, что знаете, и проверьте: qcrules check {}\n",
    "Done: {}\nFill in what you know, and check it: qcrules check {}\n",
)


def new(
    lang: Lang,
    provision: str | None,
    pack: str | None,
    language: Lang | None,
    calendar: str | None,
    kind: str | None,
    case: str | None,
    rules: str | None,
) -> int:
    """Write the files of a page, of a pack or of a case, and say what to do with them."""
    if case is not None and provision is None and pack is None:
        answer(_new_case(case, language or lang, rules)(lang))
        return 0
    if (provision is None) == (pack is None):
        raise UsageError(Problem(said("page-or-pack")))
    if provision is not None:
        done = _new_page(provision, rules or _here(), kind)
    else:
        done = _new_pack(Path(pack or ""), language or lang, calendar)
    answer(done(lang))
    return 0


def _new_case(kind: str, language: Lang, rules: str | None) -> Text:
    """A case file beside us, with every field of a kind of record."""
    from qcrules.law.lookup import kind_named
    from qcrules.scaffold.case import blank_case

    pack = pack_in(rules)
    found = kind_named(pack, kind)
    file = Path(f"{found.key}.yaml")
    if file.exists():
        raise UsageError(Problem(said("there-already", file)))
    write_whole(str(file), blank_case(found, language))
    return _CASE_MADE.filled(file, file)


def _here() -> str:
    """The folder where we stand, if it is a pack; the built-in pack where it lies below, as in a checkout.

    UsageError elsewhere: nobody looks for a page of theirs among the installed files.
    """
    if Path("pack.yaml").is_file():
        return "."
    folder = folder_of()
    if folder.is_absolute():
        raise UsageError(Problem(said("no-pack-here")))
    return str(folder)


def _new_pack(folder: Path, language: Lang, calendar: str | None) -> Text:
    from qcrules.scaffold import new_pack

    files = new_pack(folder, language, calendar)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        why = wrong.strerror or type(wrong).__name__
        raise UsageError(Problem(said("not-made", folder, why))) from None
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
    new,
    (
        argument("provision", required=False),
        option("--pack"),
        option("--language", type=OneWord("ru", "en")),
        option("--calendar"),
        option("--kind"),
        option("--case"),
        RULES,
    ),
)
