"""The smallest ideas: closed integer intervals, and formulas of comparisons between them."""
