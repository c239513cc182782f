"""The faces of an answer: siblings that know findings and nothing of each other."""
