"""Renderers of answers: siblings that know findings and nothing of each other."""
