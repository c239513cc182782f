"""What a rule is: citations, readings, verbs, and their lowering to comparisons. No calendar is known here."""
