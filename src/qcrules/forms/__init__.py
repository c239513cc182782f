"""Printed forms as Excel sheets."""
