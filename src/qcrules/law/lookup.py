"""From the words by which people cite a provision to its page and its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qcrules.errors import UsageError, nearest
from qcrules.facts.vocabulary import Kind
from qcrules.facts.words import folded
from qcrules.text import Text

from .model import Pack
from .page import Page


def rules_citing(pack: Pack, words: str) -> tuple[str, ...]:
    """The rules that claim a unit, or anything inside it: `п.13 ч.2` holds `п.13 ч.2 3)`."""
    asked = pack.documents.parse(words)
    if asked is None:
        return ()
    rules = pack.every_rule().values()
    return tuple(rule.id for rule in rules if any(map(asked.holds, rule.citations)))


Found = tuple[Page, list[str] | None]
"""A page, and those of its rules that are asked for (None: all)."""


def provision(pack: Pack, words: str) -> list[Found]:
    """The pages of a provision, in the order of their names; a word of titles will do where one page has it.

    UsageError where there is none, or several pages have the word.
    """
    found = _provision(pack, words) or _provision(pack, pack.documents.spoken(words))
    if found:
        return found
    titled = [page for page in pack.pages if _has_words(page.title, words)]
    if len({page.words for page in titled}) == 1:
        return [(page, None) for page in titled]
    if titled:
        listed = "; ".join(page.title for page in titled[:12])
        raise UsageError.of(
            f"`{words}` есть в названиях нескольких норм: {listed}",
            f"several provisions have `{words}` in their titles: {listed}",
        )
    quoting = {page.words: page for page in pack.pages if _has_words(" ".join(page.quote), words)}
    if quoting:
        listed = "; ".join(page.title for page in [*quoting.values()][:12])
        raise UsageError.of(
            f"`{words}` нет в названиях норм, но есть в тексте: {listed}",
            f"no title has `{words}`, but the text of these has: {listed}",
        )
    known = [
        *(page.words for page in pack.pages),
        *(name for page in pack.pages for name in page.rules),
    ]
    hint = nearest(words, known)
    raise UsageError.of(
        f"нормы `{words}` нет в правилах {pack.id}{hint.ru}",
        f"there is no provision `{words}` in the rules {pack.id}{hint.en}",
    )


def _has_words(text: str, words: str) -> bool:
    """Does a text hold the words as they stand, or each of them in some other form?"""
    if folded(words) in folded(text):
        return True
    stems = [_stem(word) for word in re.findall(r"[^\W\d_]{3,}", folded(words))]
    begun = re.findall(r"[^\W\d_]{3,}", folded(text))
    return bool(stems) and all(any(word.startswith(stem) for word in begun) for stem in stems)


def _stem(word: str) -> str:
    """The beginning of a word that its other forms have too: endings of Russian are of one or two letters."""
    bare = word[:3] + word[3:].rstrip("аеёийоуыьэюя")
    return bare if len(bare) < len(word) else word[: max(4, len(word) - 2)]


def _provision(pack: Pack, words: str) -> list[Found]:
    """The pages of a provision that is named by its rule, its page, its number or its citation."""
    every = sorted(pack.pages, key=lambda page: page.id)
    found: list[Found] = [(page, [words]) for page in every if words in page.rules]
    if found:
        return found
    pages = [page for page in every if words == page.id]
    pages = pages or [page for page in every if words in _names(page)]
    if pages:
        return [(page, None) for page in pages if page.words == pages[0].words]
    rules = rules_citing(pack, words)
    for page in every:
        wanted = [name for name in page.rules if name in rules]
        if wanted or any(claim.citation.words == words for claim in page.claims):
            found.append((page, wanted or None))
    return found


def pages_asked(pack: Pack, words: str) -> set[str]:
    """The pages (by id) that words mean: a page, a paragraph, a unit in it, or a rule."""
    named = {
        page.id for page in pack.pages if words == page.id or words in page.rules or words in _names(page)
    }
    rules = set(rules_citing(pack, words))
    return named or {page.id for page in pack.pages if not rules.isdisjoint(page.rules)}


def quoted(pages: Iterable[Page]) -> tuple[str, ...]:
    """The official words that some pages quote, each once: pages of one paragraph may share them out."""
    return tuple(dict.fromkeys(words for page in pages for words in page.quote))


def _names(page: Page) -> Iterator[str]:
    """The words that mean a page: `10`, `п.10`; of an article too, whose name may be left out."""
    yield from (page.number, page.words)
    if page.citation is not None and page.citation.numbers:
        yield [*page.citation.numbers.values()][-1]


def kind_named(pack: Pack, word: str) -> Kind:
    """The kind of record with that key or that Russian word. UsageError where there is none."""
    kinds = pack.vocabulary.kinds
    for kind in kinds.values():
        if word in (kind.key, kind.term.ru, kind.term.en):
            return kind
    known = Text(", ".join(one.term.ru for one in kinds.values()), ", ".join(kinds))
    hint = nearest(word, [name for one in kinds.values() for name in (one.key, one.term.ru)])
    raise UsageError.of(
        f"вида записи `{word}` нет; есть: {known.ru}{hint.ru}",
        f"there is no kind of record `{word}`; there are: {known.en}{hint.en}",
    )
