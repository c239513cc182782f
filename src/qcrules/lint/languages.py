"""Has every sentence that a finding may show its words in both languages, every rule its message and its bearer?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcrules.errors import Place
from qcrules.finding import Force
from qcrules.law.model import Pack
from qcrules.law.verbs import terms_of
from qcrules.source.rules import CANNOT_SAY
from qcrules.text import Text

from .inspected import Inspected
from .issue import Issue, issue

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def languages(it: Inspected) -> Iterator[Issue]:
    """Sentences with one language only, in a pack that speaks both elsewhere."""
    said = list(_sentences(it.pack))
    if not any(words.ru != words.en for _, _, words, _ in said):
        return
    for place, subject, words, what in said:
        if words.ru == words.en and re.search(r"[^\W\d_]{2}", _PLACEHOLDER.sub("", words.ru)):
            yield issue("QC015", place, what, words, subject=subject)


def messages(it: Inspected) -> Iterator[Issue]:
    """Rules with a term that do not say in words by how much it was missed; rules that bind nobody.

    Of the others the gist says what was violated.
    """
    for rule in it.rules.values():
        forms = [form for form in rule.forms.values() if form.requirement is not None]
        timed = [form for form in forms if form.requirement and any(terms_of(form.requirement))]
        if not all("violated" in form.messages for form in timed):
            yield issue("QC016", rule.place, rule.id, subject=rule.id)
        if forms and rule.bearer is None and rule.force is Force.MANDATORY:
            yield issue("QC017", rule.place, rule.id, subject=rule.id)


def _sentences(pack: Pack) -> Iterator[tuple[Place, str, Text, Text]]:
    for rule in pack.every_rule().values():
        what = Text(f"правило `{rule.id}`", f"rule `{rule.id}`")
        seen: set[Text] = set()
        for form in rule.forms.values():
            own = [form.gist, *form.messages.values()]
            own += [_own_words(form.undecidable)] if form.undecidable is not None else []
            for words in own:
                if words not in seen:
                    seen.add(words)
                    yield rule.place, rule.id, words, what
    for reading in pack.readings.values():
        what = Text(f"чтение `{reading.id}`", f"reading `{reading.id}`")
        for words in (reading.question, *(option.title for option in reading.options.values())):
            yield reading.place, reading.id, words, what
    for page in pack.pages:
        for claim in page.claims:
            what = Text(f"причина `{claim.citation}`", f"the reason of `{claim.citation}`")
            yield claim.place, claim.citation.words, claim.reason, what


def _own_words(reason: Text) -> Text:
    """Why nobody decides a rule, as the pack says it."""
    return Text(reason.ru.removeprefix(CANNOT_SAY.ru), reason.en.removeprefix(CANNOT_SAY.en))
