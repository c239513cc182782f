"""The columnar engine: many records at once, with NumPy over columns of lower and upper ends.

It means what ``worlds`` and ``reference`` mean, a column at a time: ``ends`` are the numbers, ``columns`` the facts,
``operands`` and ``formulas`` what is asked of them, ``scopes`` where (the records, the items of a list, in both
worlds), ``run`` what is worked out from other facts. Each operand, comparison and distinct formula is worked out once a
chunk; a formula that no event to come can change is the same in both worlds.
"""
