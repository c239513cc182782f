"""The keys of ``forms.yaml``. They are in Russian only, for its words are those of the printed form."""

from __future__ import annotations

from ..source import contents
from ..source.diagnostics import Diagnostics
from ..source.shape import Content, Shape
from ..source.tree import Node
from ..text import Text

_TEXT = contents.of({"type": "string"}, Diagnostics.text)
_TEXTS = contents.listed(_TEXT)
TITLE_BLOCK = ("index", "annex", "title", "submitters", "explanation")
WORDS = (
    *("sheet", "record", "periodicity", "addressee", "term", "number", "activities"),
    *("total", "including", "service", "stamp"),
)


def _flag(only: str, value: bool) -> Content:
    """One word may stand here, which means a value."""

    def read(diagnostics: Diagnostics, node: Node, what: Text) -> bool | None:
        said = diagnostics.text(node, what)
        if said == only:
            return value
        diagnostics.note(node, "one-word", what, only, said)
        return None

    return contents.of({"const": only}, read)


def _number(diagnostics: Diagnostics, node: Node, what: Text) -> int | None:
    said = diagnostics.text(node, what)
    if said.isascii() and said.isdigit():
        return int(said)
    diagnostics.note(node, "no-whole-number", said)
    return None


def _by_number(content: Content) -> Content:
    """A mapping whose keys are the numbers of rows."""
    numbers = {"pattern": "^[1-9][0-9]*(\\.[1-9][0-9]*)*$"}
    inner = contents.by_name(content)
    return Content(inner.read, lambda lang: {**inner.schema(lang), "propertyNames": numbers})


FLAGS = {
    "adds_up": _flag("сумма", True),
    "services": _flag("да", True),
    "figures": _flag("нет", False),
    "words_allowed": _flag("да", True),
    "balance": _flag("остаток", True),
}
ROW = Shape.of(
    "form_row", {"words": _TEXT, **FLAGS, "point": contents.of({"type": ["string", "integer"]}, _number)}
)
FORM = Shape.of("form", {**dict.fromkeys(TITLE_BLOCK, _TEXT), "rows": _by_number(_TEXT)})
FACTS = Shape.of("form_facts", {"title": _TEXT, "fields": _TEXTS})
FORMS = Shape.of(
    "forms",
    {
        **dict.fromkeys(WORDS, _TEXT),
        "quarters": _TEXTS,
        "months": _TEXTS,
        "signatures": contents.by_name(_TEXT),
        "facts": FACTS.content(),
        "forms": contents.by_name(FORM.content()),
        "rows": _by_number(contents.any_of(_TEXT, ROW.content())),
    },
)
