"""The way through a check: a rulebook and a record in, an assessment out."""
