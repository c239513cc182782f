"""What must hold of every calendar and of every pack of rules: laws, each a property that anyone can run.

    from qcrules.testing import laws

    @pytest.mark.parametrize("law", [*laws.of_calendar("KZ"), *laws.of_pack("my-regulation/")], ids=str)
    def test_law(law):
        law()

A law draws its own examples (see ``strategies``) under the Hypothesis profile in force; ``law(examples=1000)`` draws
so many. It raises AssertionError with the smallest example that breaks it, and says itself in words.
"""

from .counting import of_calendar
from .judging import of_pack
from .law import Law

__all__ = ["Law", "of_calendar", "of_pack"]
