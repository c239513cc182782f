"""The bench of an analyst: cases run, what they cover, and whether they notice a small change of the law.

``cases`` finds and runs them, ``coverage`` and ``mutation`` judge them; ``laws`` and ``strategies`` are for tests of
one's own. Nothing is imported here: the pytest plugin is loaded in every project that has qcrules beside it, and must
cost nothing there.
"""
