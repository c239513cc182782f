"""What a rule is: provisions, readings, verbs, formulas, and their lowering to comparisons (no calendar here)."""
