"""The JSON Schema of what is written in the words of a pack: a record to be checked, or a file of cases."""

from __future__ import annotations

from attrs import frozen

from qcrules.facts.vocabulary import Kind
from qcrules.facts.words import AS_OF, COMPLETE
from qcrules.finding import Verdict
from qcrules.law.model import Pack
from qcrules.records.schema import YES_OR_NO, RecordSchemas, mapping, shared_parts, spelt
from qcrules.source.schemas import document, refer
from qcrules.source.shape import KeySpec, Schema, Shape
from qcrules.text import LANGS, Text

from .keys import BASE_RECORD, CASE, FILE, OF_KIND

_VERDICT, _READINGS, _EXPECTED = "verdict", "readings", "expected"


def schema_of(pack: Pack) -> Schema:
    """The schema of a file that holds a record of some kind of the pack, or (it has the key `cases`) cases of it."""
    work = _PackWords(pack, RecordSchemas(LANGS if pack.lang == "ru" else ("en",)))
    parts = work.parts()
    of_cases = [{"required": [word]} for key in FILE.keys for word in key.both]
    schema = {"if": {"anyOf": of_cases}, "then": work.cases_file(), "else": work.record_file()}
    return document(pack.title(pack.lang), schema, parts.__getitem__)


@frozen
class _PackWords:
    """The words of one pack: those of its language are proposed, and what the reader takes as well is let pass."""

    pack: Pack
    records: RecordSchemas

    def parts(self) -> dict[str, Schema]:
        """What the schemas refer to: the parts of the fields, each kind as a record and in a case, the verdicts."""
        found = shared_parts()
        for kind in self.pack.vocabulary.kinds.values():
            if kind.inside is None:
                found |= self.records.parts(kind)
            found[f"record-{kind.key}"] = self.records.record(kind)
            found[f"case-{kind.key}"] = {"anyOf": [self._with_defined(kind), {"type": "null"}]}
        said = [word for one in Verdict for word in (one.words.ru, one.words.en, str(one))]
        proposed = {"enum": [one.words(self.pack.lang) for one in Verdict]}
        asserted = {"type": "string", "pattern": spelt(said).removesuffix("$") + "(;| / |$)"}
        found[_VERDICT] = {"anyOf": [proposed, asserted]}
        return found | {_READINGS: self._readings(), _EXPECTED: self._expected()}

    def record_file(self) -> Schema:
        """A record under its kind; beside it the day of the check, and whether nothing is left out."""
        proposed = self._kinds("record")
        proposed |= self._keyed(CASE.by_key[AS_OF[0]], {"type": ["string", "null"]})
        proposed |= self._keyed(CASE.by_key[COMPLETE[0]], refer(YES_OR_NO))
        for key in FILE.keys:  # with one of these it is a file of cases
            proposed |= self._keyed(key, {})
        names = [*self.pack.vocabulary.kind_words(), *AS_OF, *COMPLETE]
        return mapping(proposed, names)

    def cases_file(self) -> Schema:
        """Cases, and the bases that they start from."""
        kinds = {
            "anyOf": [
                {"enum": list(self._kinds("case"))},
                {"pattern": spelt(self.pack.vocabulary.kind_words())},
            ]
        }
        values = {"readings": refer(_READINGS), "expected": refer(_EXPECTED), OF_KIND: kinds}
        values[COMPLETE[0]] = refer(YES_OR_NO)
        case = self._shape(CASE, values, self._kinds("case"))
        base = self._shape(BASE_RECORD, {}, self._kinds("case"))
        bases = {"type": "object", "additionalProperties": base}
        return self._shape(FILE, {"bases": bases, "cases": {"type": "array", "items": case}}, {})

    def _shape(self, shape: Shape, values: Schema, more: Schema) -> Schema:
        """The schema of a mapping of the language; ``values``: of keys whose values are words of the pack."""
        proposed = dict(more)
        for key in shape.keys:
            proposed |= self._keyed(key, values.get(key.en, key.content.schema(self.pack.lang)))
        others = [*shape.by_word, *(self.pack.vocabulary.kind_words() if more else ())]
        return mapping(proposed, others)

    def _keyed(self, key: KeySpec, schema: Schema) -> Schema:
        """A key in the words that are proposed, with what it is for."""
        words = self.records.words(Text(key.ru, key.en))
        return {word: {**schema, "description": key.purpose(lang)} for lang, word in words}

    def _kinds(self, what: str) -> Schema:
        """A key for each kind of record."""
        return {
            word: {**refer(f"{what}-{kind.key}"), "description": kind.term(lang)}
            for kind in self.pack.vocabulary.kinds.values()
            for lang, word in self.records.words(Text(kind.term.ru, kind.key))
        }

    def _with_defined(self, kind: Kind) -> Schema:
        """A record of a kind with the facts that the pack defines: a case may say them."""
        found = self.records.record(kind)
        for one in self.pack.definitions.get(kind.whole, {}).values():
            for lang, word in self.records.words(Text(one.field.label.ru, one.field.path)):
                found["properties"].setdefault(word, {"description": one.field.label(lang)})
        return found

    def _readings(self) -> Schema:
        """Each reading with its options."""
        properties = {
            reading.id: {"enum": list(reading.options), "description": reading.question(self.pack.lang)}
            for reading in self.pack.readings.values()
        }
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def _expected(self) -> Schema:
        """What is expected of each rule; a provision, which may stand in its place, has a space or a dot."""
        verdict = refer(_VERDICT)
        properties: Schema = {page.words: verdict for page in self.pack.pages}
        for rule in self.pack.every_rule().values():
            form = next(iter(rule.forms.values()))
            properties[rule.id] = {**verdict, "description": form.gist(self.pack.lang)}
        found = mapping(properties, ())
        return {**found, "patternProperties": {r"[^a-z0-9-]": verdict}}
