"""A record → intervals, each with where it came from.

``RecordReader`` knows one kind of record: its fields, their words and their slots. It takes a mapping (of a case
file, of a Python system, of the typed objects) and gives ``Facts``: the record as it stands on the day of the check.
What null and a missing key mean for each type stands in the design, «everything is an integer interval».
"""
