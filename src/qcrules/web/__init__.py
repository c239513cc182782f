"""qcrules over HTTP: a small application without state (extra ``web``), started by ``qcrules serve``."""
