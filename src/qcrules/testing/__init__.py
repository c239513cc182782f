"""The bench of an analyst: cases run, what they cover, and whether they notice a slip of the pen.

``runner`` runs cases, ``sources`` finds them, ``coverage`` and ``mutation`` judge them. Nothing is imported here:
the pytest plugin is loaded in every project that has qcrules beside it, and must cost nothing there.
"""
