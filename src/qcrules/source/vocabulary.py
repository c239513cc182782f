"""vocabulary.yaml → Vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType

from attrs import evolve

from ..errors import CIRCLE
from ..facts.columns import column_fields, row_field
from ..facts.field import Field, Option, ValueType
from ..facts.types import TYPES, Type
from ..facts.vocabulary import Kind, Vocabulary
from ..text import Text
from .diagnostics import Notes
from .tree import Entry, Mapping, Node, Scalar, Sequence

_FIELD_KEYS = {
    "term": "термин",
    "en": "en",
    "type": "тип",
    "options": "варианты",
    "fields": "поля",
    "item": "элемент",
    "rows": "строки",
    "month": "месяц",
    "columns": "графы",
    "unsaid": "если_не_сказано",
}
_TOP_KEYS = {"objects": "объекты", "kinds": "виды"}
_KIND_KEYS = {"term": "термин", "en": "en", "fields": "поля", "inside": "внутри"}
_OBJECT_KEYS = {"term": "термин", "en": "en", "fields": "поля"}
_FIELD = Text("поле", "field")


class VocabularyReader:
    """Reads the fields of each kind; shared objects are copied wherever they are used."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.objects: dict[str, Entry] = {}
        self.kind = ""
        self.unfolding: list[Entry] = []
        self.doubtful: set[str] = set()
        self.accounted = 0

    def read(self, node: Node) -> Vocabulary:
        """The vocabulary of a pack; from then on the notes know which words it leaves in doubt."""
        top = self.notes.keys(node, _TOP_KEYS, Text("словарь", "vocabulary"))
        self._doubt(0, node)
        if "objects" in top:
            self.objects = dict(self.notes.mapping(top["objects"].value, Text("объекты", "objects")))
        kinds: dict[str, Kind] = {}
        if "kinds" in top:
            for key, entry in self.notes.mapping(top["kinds"].value, Text("виды", "kinds")).items():
                mark = len(self.notes.made)
                kinds[key] = self._kind(key, entry, kinds)
                self._doubt(mark, entry.key, entry.value)
        vocabulary = Vocabulary(kinds, frozenset(self.doubtful))
        self.notes.doubts = vocabulary.doubts
        return vocabulary

    def _doubt(self, mark: int, *entry: Node) -> None:
        """What an entry says is in doubt where a mistake was noted in it since, and not in a smaller one within."""
        if len(self.notes.made) > max(mark, self.accounted):
            said = {word for node in entry for word in _words(node)}
            said.update(
                word for name in said & self.objects.keys() for word in _words(self.objects[name].value)
            )
            self.doubtful |= said
        self.accounted = len(self.notes.made)

    def _kind(self, key: str, entry: Entry, known: MappingType[str, Kind]) -> Kind:
        keys = self.notes.keys(entry.value, _KIND_KEYS, Text("вид записи", "kind of record"))
        self.kind = key
        term = self._term(key, keys)
        if "inside" in keys:
            return self._part(key, term, keys["inside"].value, known)
        root = Field(key, "", term, term, Type.OBJECT)
        children = self._fields(keys["fields"].value, root) if "fields" in keys else {}
        return Kind(key, term, evolve(root, children=children), key)

    def _part(self, key: str, term: Text, node: Node, known: MappingType[str, Kind]) -> Kind:
        inside = self.notes.text(node, Text("внутри", "inside"))
        for whole in known.values():
            for part in whole.root.walk():
                if part.path == inside:
                    return Kind(key, term, part, whole.key, inside)
        self.notes.unknown(node, inside, [], Text("место", "place"))
        return Kind(key, term, Field(key, inside, term, term, Type.OBJECT), key, inside)

    def _term(self, key: str, keys: MappingType[str, Entry]) -> Text:
        english = self.notes.text(keys["en"].value, Text("en", "en")) if "en" in keys else ""
        russian = self.notes.text(keys["term"].value, Text("термин", "term")) if "term" in keys else ""
        english = english or key.replace("_", " ")
        return Text(russian or english, english)

    def _fields(self, node: Node, parent: Field) -> dict[str, Field]:
        found: dict[str, Field] = {}
        terms: dict[str, str] = {}
        for key, entry in self.notes.mapping(node, Text("поля", "fields")).items():
            mark = len(self.notes.made)
            part = self._field(key, entry, parent)
            self._doubt(mark, entry.key, entry.value)
            if part is None:
                continue
            if part.term.ru in terms:
                self.notes.add(
                    entry.key,
                    f"термин «{part.term.ru}» уже занят полем `{terms[part.term.ru]}`",
                    f"term «{part.term.ru}» is already taken by field `{terms[part.term.ru]}`",
                )
            terms[part.term.ru] = key
            found[key] = part
        return found

    def _field(self, key: str, entry: Entry, parent: Field) -> Field | None:
        keys = self.notes.keys(entry.value, _FIELD_KEYS, _FIELD)
        said = self.notes.text(keys["type"].value, Text("тип", "type")) if "type" in keys else ""
        term = self._term(key, keys)
        inside = self.objects.get(said)
        kind = (
            Type.OBJECT
            if inside
            else next((one for one in TYPES.values() if said in (one.term.ru, one.term.en)), None)
        )
        if kind is None:
            known = [*(one.term.ru for one in TYPES.values()), *self.objects]
            self.notes.unknown(
                keys["type"].value if "type" in keys else entry.key,
                said,
                known,
                Text("тип поля", "type of a field"),
            )
            return None
        dot = "." if parent.path else ""
        path = f"{parent.path}{dot}{key}"
        label = Text(f"{parent.label.ru}.{term.ru}", f"{parent.label.en}: {term.en}") if parent.path else term
        in_list = parent.list_path
        if kind is Type.LIST:
            path_inside, in_list_inside = f"{path}[]", path
        else:
            path_inside, in_list_inside = path, in_list or ""
        field = Field(key, path, term, label, kind, self._options(keys), {}, in_list)
        if "unsaid" in keys:
            none = self.notes.one_of(keys["unsaid"].value, {"none": "нет"}, Text("если_не_сказано", "unsaid"))
            field = evolve(field, none_unless_said=none is not None)
        shell = evolve(field, path=path_inside, list_path=in_list_inside or None)
        if kind is Type.TABLE:
            return self._table(field, keys)
        return evolve(field, children=self._children(keys, kind, inside, shell))

    def _table(self, table: Field, keys: MappingType[str, Entry]) -> Field:
        """A table of months: its columns are items, its rows their fields; or a table of lines within its rows
        (``columns``: the table in whose columns they stand), of which an item shows the sums."""
        what = Text("таблица", "table")
        rows = self._rows(keys["rows"].value) if "rows" in keys else {}
        columns = self.notes.text(keys["columns"].value, what) if "columns" in keys else ""
        month = self.notes.text(keys["month"].value, what) if "month" in keys else ""
        shell = evolve(table, path=f"{table.path}[]", list_path=columns or table.path)
        children = {key: row_field(key, term, shell, whole=not columns) for key, term in rows.items()}
        if not columns:
            children |= column_fields(shell)
        return evolve(table, children=children, month_path=month or None)

    def _rows(self, node: Node) -> dict[str, Text]:
        """The rows of a table: their numbers, or keys with words."""
        what = Text("строки", "rows")
        if isinstance(node, Mapping):
            return {key: self._option_words(key, entry.value) for key, entry in node.entries.items()}
        keys = [self.notes.text(item, what) for item in self.notes.items(node, what)]
        return {key: Text.same(key) for key in keys}

    def _children(
        self, keys: MappingType[str, Entry], kind: ValueType, inside: Entry | None, shell: Field
    ) -> dict[str, Field]:
        if kind is Type.MONTH:
            return {
                key: Field(
                    key,
                    f"{shell.path}.{key}",
                    term,
                    Text(f"{shell.label.ru}.{term.ru}", f"{term.en} of {shell.label.en}"),
                    Type.DATE,
                )
                for key, term in {"start": Text("начало", "start"), "end": Text("конец", "end")}.items()
            }
        if inside is None and "item" in keys:
            inside = self.objects.get(self.notes.text(keys["item"].value, Text("элемент", "item")))
            if inside is None and self.notes.text(keys["item"].value, _FIELD) not in ("текст", "text"):
                self.notes.unknown(
                    keys["item"].value,
                    self.notes.text(keys["item"].value, _FIELD),
                    self.objects,
                    Text("объект", "object"),
                )
        if inside is not None and inside in self.unfolding:
            name = inside.key.text
            self.notes.add(
                inside.key, f"объект `{name}` содержит сам себя", f"object `{name}` holds itself", CIRCLE
            )
            return {}
        if inside is not None:
            body = self.notes.keys(inside.value, _OBJECT_KEYS, Text("объект", "object"))
            self.unfolding.append(inside)
            children = self._fields(body["fields"].value, shell) if "fields" in body else {}
            self.unfolding.pop()
            return children
        return self._fields(keys["fields"].value, shell) if "fields" in keys else {}

    def _options(self, keys: MappingType[str, Entry]) -> tuple[Option, ...]:
        if "options" not in keys:
            return ()
        options = []
        for code, (key, entry) in enumerate(
            self.notes.mapping(keys["options"].value, Text("варианты", "options")).items(), 1
        ):
            options.append(Option(key, self._option_words(key, entry.value), code))
        return tuple(options)

    def _option_words(self, key: str, node: Node) -> Text:
        if isinstance(node, Mapping):
            return self.notes.words(node, Text("вариант", "option")) or Text.same(key)
        russian = node.text if isinstance(node, Scalar) and not node.is_null else key
        return Text(russian, key.replace("_", " "))


def _words(node: Node) -> Iterator[str]:
    """Every key and every value of a part of a document."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _words(item)
    elif isinstance(node, Mapping):
        for entry in node.entries.values():
            yield entry.key.text
            yield from _words(entry.value)
