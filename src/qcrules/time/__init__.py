"""Calendars and terms: which days are worked, and on which day a term ends."""
