"""vocabulary.yaml → Vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType

from attrs import evolve

from ..errors import CIRCLE, nearest
from ..facts.columns import column_fields, row_field
from ..facts.field import Field, Option, Unsaid, ValueType
from ..facts.types import TYPES, Type
from ..facts.vocabulary import Kind, Vocabulary
from ..text import Text
from . import contents
from .bilingual import message
from .diagnostics import Diagnostics
from .shape import Content, GivenKeys, Shape
from .tree import Entry, Mapping, Node, Scalar
from .tree import Sequence as Items

UNSAID = {Unsaid.NONE.value: "нет", Unsaid.YES.value: "да", Unsaid.UNKNOWN.value: "неизвестно"}

_MEANS = {
    Type.EVENT.key: Text(" (происходит и может опоздать)", " (it happens, and may be late)"),
    Type.DATE.key: Text(" (день, который называет документ)", " (a day that a document names)"),
}
"""What tells apart the types that look alike."""
_NOTHING = Text("", "")

_FIELDS = contents.by_name(contents.part("field"))
_TABLE = contents.called(Text("таблица", "table"), Content(Diagnostics.text, contents.anything.schema))
_TYPE = contents.any_of(
    contents.one_of({key: one.term.ru for key, one in TYPES.items()}),
    contents.described(contents.of({"type": "string"}), "имя общего объекта", "the name of a shared object"),
)

_OPTIONS = contents.by_name(contents.words)
_SHARED_OPTIONS = contents.described(contents.word, "имя общего набора", "the name of a shared set")

OBJECT = Shape.of("object", {"term": contents.text, "en": contents.text, "fields": _FIELDS})
KIND = Shape.of(
    "kind", {"term": contents.text, "en": contents.text, "fields": _FIELDS, "inside": contents.text}
)
FIELD = Shape.of(
    "field",
    {
        "term": contents.text,
        "en": contents.text,
        "type": Content(Diagnostics.text, _TYPE.schema),
        "options": contents.any_of(_OPTIONS, _SHARED_OPTIONS),
        "fields": _FIELDS,
        "item": contents.text,
        "rows": contents.anything,
        "month": _TABLE,
        "columns": _TABLE,
        "several": contents.by_name(contents.text),
        "unsaid": contents.one_of(UNSAID),
    },
)
VOCABULARY = Shape.of(
    "vocabulary",
    {
        "use": contents.many(contents.word),
        "objects": contents.by_name(OBJECT.content()),
        "options": contents.by_name(_OPTIONS),
        "kinds": contents.by_name(KIND.content()),
    },
)
contents.PARTS["field"] = FIELD.schema


class VocabularyReader:
    """Reads the fields of each kind; shared objects are copied wherever they are used."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        self.objects: dict[str, Entry] = {}
        self.options: dict[str, tuple[Option, ...]] = {}
        self.kind = ""
        self.unfolding: list[Entry] = []
        self.doubtful: set[str] = set()
        self.accounted = 0

    def read(self, nodes: Sequence[Node]) -> Vocabulary:
        """The vocabulary of a pack: its own words, behind those that it uses; from then on the diagnostics know which
        words it leaves in doubt."""
        tops = []
        for node in nodes:
            top = VOCABULARY.given(self.diagnostics, node)
            top["use"]  # what is wrong with its form is noted; the files themselves are `nodes`
            tops.append(top)
            self._doubt(0, node)
        self.objects = self._together(tops, "objects")
        self.options = {
            key: self._listed(entry.value) for key, entry in self._together(tops, "options").items()
        }
        kinds: dict[str, Kind] = {}
        for key, entry in self._together(tops, "kinds").items():
            mark = len(self.diagnostics.made)
            kinds[key] = self._kind(key, entry, kinds)
            self._doubt(mark, entry.key, entry.value)
        if not kinds and not self.diagnostics.made:
            self.diagnostics.note(nodes[-1], "no-kinds")
        own = {key: kinds[key] for key in tops[-1]["kinds"] or () if key in kinds}
        vocabulary = Vocabulary(own | kinds, frozenset(self.doubtful))
        self.diagnostics.doubts = vocabulary.doubts
        return vocabulary

    def _together(self, tops: Sequence[GivenKeys], what: str) -> dict[str, Entry]:
        """What all the vocabularies have under a key; a name stands for one thing."""
        found: dict[str, Entry] = {}
        for top in tops:
            for name, entry in (top[what] or {}).items():
                if name in found:
                    self.diagnostics.note(entry.key, "said-elsewhere", name, str(found[name].key.place))
                found[name] = entry
        return found

    def _doubt(self, mark: int, *entry: Node) -> None:
        """What an entry says is in doubt where a mistake was noted in it since, and not in a smaller one within."""
        if len(self.diagnostics.made) > max(mark, self.accounted):
            said = {word for node in entry for word in _words(node)}
            said.update(
                word for name in said & self.objects.keys() for word in _words(self.objects[name].value)
            )
            self.doubtful |= said
        self.accounted = len(self.diagnostics.made)

    def _kind(self, key: str, entry: Entry, known: MappingType[str, Kind]) -> Kind:
        given = KIND.given(self.diagnostics, entry.value)
        self.kind = key
        term = self._term(key, given)
        if "inside" in given:
            return self._part(key, term, given, known)
        root = Field(key, "", term, term, Type.OBJECT)
        children = self._fields(given, root)
        return Kind(key, term, evolve(root, children=children), key)

    def _part(self, key: str, term: Text, given: GivenKeys, known: MappingType[str, Kind]) -> Kind:
        inside = given["inside"]
        for whole in known.values():
            for part in whole.root.walk():
                if part.path == inside:
                    return Kind(key, term, part, whole.key, inside)
        self.diagnostics.unknown(given.entries["inside"].value, inside, [], Text("место", "place"))
        return Kind(key, term, Field(key, inside, term, term, Type.OBJECT), key, inside)

    def _term(self, key: str, given: GivenKeys) -> Text:
        english = given["en"] or key.replace("_", " ")
        return Text(given["term"] or english, english)

    def _fields(self, given: GivenKeys, parent: Field) -> dict[str, Field]:
        found: dict[str, Field] = {}
        terms: dict[str, str] = {}
        for key, entry in (given["fields"] or {}).items():
            mark = len(self.diagnostics.made)
            part = self._field(key, entry, parent)
            self._doubt(mark, entry.key, entry.value)
            if part is None:
                continue
            if part.term.ru in terms:
                self.diagnostics.note(entry.key, "term-taken", part.term.ru, terms[part.term.ru])
            terms[part.term.ru] = key
            found[key] = part
        taken = {key: key for key in found} | terms
        for part in found.values():
            where = given["fields"][part.key].key
            for word in ({*part.plurals} - {part.key, part.term.ru}) & taken.keys():
                self.diagnostics.note(where, "term-taken", word, taken[word])
        return found

    def _field(self, key: str, entry: Entry, parent: Field) -> Field | None:
        given = FIELD.given(self.diagnostics, entry.value)
        said = given["type"] or ""
        term = self._term(key, given)
        inside = self.objects.get(said)
        types = (
            [Type.OBJECT] if inside else [one for one in TYPES.values() if said in (one.term.ru, one.term.en)]
        )
        if not types:
            self._no_such_type(given.value("type") or entry.key, said)
            return None
        kind = types[0]
        path = f"{parent.path}.{key}" if parent.path else key
        label = Text(f"{parent.label.ru}.{term.ru}", f"{parent.label.en}: {term.en}") if parent.path else term
        field = Field(key, path, term, label, kind, self._options(given), {}, parent.list_path)
        if "unsaid" in given:
            field = evolve(field, unsaid=self._unsaid(given, field))
        if "several" in given:
            field = evolve(field, several=self._several(given, field))
        if kind is Type.TABLE:
            return self._table(field, given)
        shell = evolve(field, path=f"{path}[]", list_path=path) if kind is Type.LIST else field
        children = self._children(given, kind, inside, shell)
        return evolve(field, children=children) if children else field

    def _no_such_type(self, where: Node, said: str) -> None:
        """Note that there is no such type, and which there are."""
        each = (Text.joined("", (one.term, _MEANS.get(one.key, _NOTHING))) for one in TYPES.values())
        types = Text.joined(", ", each)
        if not said:
            self.diagnostics.note(where, "no-type", types)
            return
        known = [*(word for one in TYPES.values() for word in (one.term.ru, one.term.en)), *self.objects]
        words = message("unknown-type").filled(said, nearest(said, known), types)
        self.diagnostics.not_known(where, said, words)

    def _unsaid(self, given: GivenKeys, field: Field) -> Unsaid | None:
        """What silence means. «да» is said of a yes or no only."""
        word, where = given["unsaid"], given.entries["unsaid"].value
        found = None if word is None else Unsaid(word)
        if found is Unsaid.YES and field.type is not Type.BOOL:
            self.diagnostics.note(where, "yes-of-what", field)
            return None
        return found

    def _several(self, given: GivenKeys, field: Field) -> Text | None:
        """The name under which several may be given: `{letters: письма}`. Only what holds them by itself may be so."""
        names: MappingType[str, Entry] = given["several"] or {}
        if field.type is not Type.OBJECT or field.list_path is not None or len(names) != 1:
            self.diagnostics.note(given.value("several"), "several-of-what", field)
            return None
        [(key, term)] = names.items()
        words = term.value.text if isinstance(term.value, Scalar) else key
        return Text(words, key)

    def _table(self, table: Field, given: GivenKeys) -> Field:
        """A table of months: its columns are items, its rows their fields; or a table of lines within its rows
        (``columns``: the table in whose columns they stand), of which an item shows the sums."""
        rows = self._rows(given["rows"]) if "rows" in given else {}
        columns = given["columns"] or ""
        shell = evolve(table, path=f"{table.path}[]", list_path=columns or table.path)
        children = {key: row_field(key, term, shell, whole=not columns) for key, term in rows.items()}
        if not columns:
            children |= column_fields(shell)
        return evolve(table, children=children, month_path=given["month"] or None)

    def _rows(self, node: Node) -> dict[str, Text]:
        """The rows of a table: their numbers, or keys with words."""
        what = Text("строки", "rows")
        if isinstance(node, Mapping):
            return {key: self._option_words(key, entry.value) for key, entry in node.entries.items()}
        keys = [self.diagnostics.text(item, what) for item in self.diagnostics.items(node, what)]
        return {key: Text.same(key) for key in keys}

    def _children(
        self, given: GivenKeys, kind: ValueType, inside: Entry | None, shell: Field
    ) -> dict[str, Field]:
        if kind is Type.MONTH:
            return _ends_of_month(shell)
        item = given["item"]
        if inside is None and item is not None:
            inside = self.objects.get(item)
            if inside is None and item not in ("текст", "text"):
                where = given.entries["item"].value
                self.diagnostics.unknown(where, item, self.objects, Text("объект", "object"))
        if inside is not None and inside in self.unfolding:
            name = inside.key.text
            self.diagnostics.note(inside.key, "holds-itself", name, code=CIRCLE)
            return {}
        if inside is not None:
            body = OBJECT.given(self.diagnostics, inside.value)
            self.unfolding.append(inside)
            children = self._fields(body, shell)
            self.unfolding.pop()
            return children
        return self._fields(given, shell)

    def _options(self, given: GivenKeys) -> tuple[Option, ...]:
        """The options of a field: its own, or the shared ones that it names."""
        node = given["options"]
        if node is None:
            return ()
        if not isinstance(node, Scalar):
            return self._listed(node)
        name = self.diagnostics.text(node, Text("варианты", "options"))
        if name not in self.options:
            self.diagnostics.unknown(node, name, self.options, Text("набор вариантов", "set of options"))
        return self.options.get(name, ())

    def _listed(self, node: Node) -> tuple[Option, ...]:
        said = _OPTIONS.read(self.diagnostics, node, Text("варианты", "options")).items()
        return tuple(
            Option(key, self._option_words(key, entry.value), code)
            for code, (key, entry) in enumerate(said, 1)
        )

    def _option_words(self, key: str, node: Node) -> Text:
        if isinstance(node, Mapping):
            found: Text = contents.words.read(self.diagnostics, node, Text("вариант", "option"))
            return found
        russian = node.text if isinstance(node, Scalar) and not node.is_null else key
        return Text(russian, key.replace("_", " "))


def _ends_of_month(month: Field) -> dict[str, Field]:
    """The first and the last day of a month, as fields of it."""
    ends = {"start": Text("начало", "start"), "end": Text("конец", "end")}
    return {
        key: Field(
            key,
            f"{month.path}.{key}",
            term,
            Text(f"{month.label.ru}.{term.ru}", f"{term.en} of {month.label.en}"),
            Type.DATE,
        )
        for key, term in ends.items()
    }


def _words(node: Node) -> Iterator[str]:
    """Every key and every value of a part of a document."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Items):
        for item in node.items:
            yield from _words(item)
    elif isinstance(node, Mapping):
        for entry in node.entries.values():
            yield entry.key.text
            yield from _words(entry.value)
