"""``calendar`` of a pack or a rule: a calendar, several in one, or one that the option of a fact chooses."""

from __future__ import annotations

from ..errors import UsageError
from ..facts.types import Type
from ..law.verbs import CalendarChoice
from ..text import Text
from ..time.calendar import load_calendar
from . import contents
from .conditions import ConditionReader
from .diagnostics import Diagnostics
from .shape import Content, GivenKeys, Shape
from .tree import Entry, Mapping, Node

_NAMES = contents.many(contents.of({"type": "string"}, Diagnostics.text))
CHOICE = Shape.of("calendar_choice", {"by": contents.text, "else": _NAMES}, others=_NAMES)
CALENDAR = Content(
    lambda diagnostics, node, what: node,
    lambda lang: {"anyOf": [_NAMES.schema(lang), CHOICE.schema(lang)]},
)
_WHAT = Text("календарь", "calendar")


def calendar_name(diagnostics: Diagnostics, node: Node | None) -> str:
    """The name of a calendar: of several, one in which a day is worked if it is in each; of a choice its else."""
    if isinstance(node, Mapping):
        node = CHOICE.given(diagnostics, node).value("else")
    name = "+".join(_NAMES.read(diagnostics, node, _WHAT) if node is not None else ()) or "weekends"
    try:
        return load_calendar(name).id
    except UsageError as wrong:
        for problem in wrong.problems:
            diagnostics.add(node, problem.message)
    return name


def calendar_choice(
    reader: ConditionReader, node: Node | None, own: str, of_pack: bool
) -> CalendarChoice | None:
    """Whose working days terms count; None where they are those of the pack's own calendar (``own``).

    What the pack chooses by a fact is chosen for the kinds of record that have it.
    """
    if node is None or (of_pack and not isinstance(node, Mapping)):
        return None
    if not isinstance(node, Mapping):
        name = _named(reader, node, own)
        return CalendarChoice(name) if name else None
    given = CHOICE.given(reader.diagnostics, node)
    if given.told_missing() or (of_pack and reader.lookup(given["by"]) is None):
        return None
    fact = reader.field(given.entries["by"].value)
    if fact is None:
        return None
    if fact.type is not Type.CHOICE or fact.list_path is not None:
        reader.diagnostics.note(given.value("by"), "calendar-by", given["by"])
        return None
    named = []
    for entry in given.others.values():
        options = reader.options(fact, entry.key)
        named += [(one, _named(reader, entry.value, own)) for one in options]
    return CalendarChoice(_other(reader, given, own), fact, tuple(named))


def _other(reader: ConditionReader, given: GivenKeys, own: str) -> str:
    entry: Entry | None = given.entries.get("else")
    return _named(reader, entry.value, own) if entry is not None else ""


def _named(reader: ConditionReader, node: Node, own: str) -> str:
    """A calendar by its name; nothing where it is the pack's own."""
    name = calendar_name(reader.diagnostics, node)
    if name == own:
        return ""
    reader.calendars.add(name)
    return name
