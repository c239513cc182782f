"""A record → intervals, each with where it came from.

``vocabulary`` and ``field`` say what the facts of a record are called, ``types`` what each may hold: how a value from
outside is read, shown and decided. ``RecordReader`` reads a mapping (of a case file, of a Python system, of the typed
objects) through them and gives ``Facts``: the record as it stands on the day of the check. What null and a missing key
mean for each type stands in the design, «everything is an integer interval».
"""
