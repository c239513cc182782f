"""Conditions and records by chance, and what each means at every single point of the record's intervals.

Nothing here uses intervals, scales, lowering or an engine: a condition is a plain function of a *point*, which
gives each fact one value, and a term is found by walking the calendar day by day. So it can judge those who do.
"""
