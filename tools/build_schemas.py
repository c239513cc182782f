"""Writes docs/reference/schemas/*.json: JSON Schemas of the files of a pack, for completion and checking in an editor.

They are asked of the shapes by which the files are read. With --check nothing is written, and the exit status is 1
where a file is not what would be written.

A schema knows the keys, their words in both languages and their values; which fields and rules there are, only
`qcrules lint` knows; `qcrules schema` writes the schema of a pack's own words.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qcrules.forms.layout_keys import FORMS
from qcrules.lint.suppressions import SUPPRESSION
from qcrules.source.contents import PARTS, any_of, listed
from qcrules.source.head import CORRECTION, PACK
from qcrules.source.page import BLOCK, CLAIM, FRONT, WAIVER
from qcrules.source.rules import RULE, RULES
from qcrules.source.schemas import document
from qcrules.source.shape import Content, Schema
from qcrules.source.vocabulary import VOCABULARY
from qcrules.testing.cases.keys import FILE

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "schemas"
FILES: dict[str, tuple[str, Content]] = {
    "pack": ("pack.yaml", PACK.content()),
    "vocabulary": ("vocabulary.yaml", VOCABULARY.content()),
    "calendar": ("calendar.yaml", listed(CORRECTION.content())),
    "lint": ("lint.yaml", listed(SUPPRESSION.content())),
    "page": ("Ключи страницы / The keys of a page", FRONT.content()),
    "rules": (
        "Блок «Правило»: список правил / The block “Rule”: a list of rules",
        any_of(listed(RULE.content()), RULES.content()),
    ),
    "interpretation": (
        "Блок «Толкования»: чтения и определения / The block “Interpretation”: readings and definitions",
        BLOCK.content(),
    ),
    "claims": ("Блок «Почему не проверяется» / The block “Why not checked”", listed(CLAIM.content())),
    "waivers": ("Блок «Без случая» / The block “Without a case”", listed(WAIVER.content())),
    "case": ("*.case.yaml: случаи / cases", FILE.content()),
    "forms": ("forms.yaml: печатный вид форм / how forms are printed", FORMS.content()),
}


def schema(title: str, content: Content) -> Schema:
    """The schema of a file, with the parts that it refers to."""
    return document(title, content.schema(None), lambda name: PARTS[name](None))


def main(arguments: list[str]) -> int:
    files = {
        f"{name}.schema.json": json.dumps(schema(*one), ensure_ascii=False, indent=1) + "\n"
        for name, one in FILES.items()
    }
    if arguments != ["--check"]:
        for name, words in files.items():
            (TARGET / name).write_text(words, encoding="utf-8")
        return 0
    here = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.json")}
    stale = sorted(name for name in files | here if files.get(name) != here.get(name))
    if stale:
        print(f"out of date: {', '.join(stale)}; run tools/build_schemas.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
