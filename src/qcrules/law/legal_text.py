"""Which text of the law a pack encodes, and what nobody here knows of it."""

from __future__ import annotations

from attrs import frozen

from ..text import LANGS, Text


@frozen(eq=False, repr=False)
class LegalText:
    """Which text a pack encodes; ``later_unknown``: nobody here knows whether it was changed after that edition."""

    law: Text
    article: Text
    edition: Text
    later_unknown: bool

    @property
    def caveat(self) -> Text | None:
        """What every page and every answer says where later changes are not known."""
        if not self.later_unknown:
            return None
        ru, en = (", ".join(filter(None, (self.law(lang), self.article(lang)))) for lang in LANGS)
        return Text(
            f"{ru}: текст — в редакции {self.edition.ru}. Менялся ли он позже, здесь не известно: "
            "прежде чем полагаться на ответ, сверьте с действующим.",
            f"{en}: the text is that of the edition {self.edition.en}. Whether it was changed later is not known here: "
            "compare it with the text in force before you rely on the answer.",
        )
