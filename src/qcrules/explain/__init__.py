"""Why a verdict is what it is: evidence, missing facts, due days, delays, sentences.

Everything here is read off the same operands and formulas that decided; nothing is decided here.
"""
