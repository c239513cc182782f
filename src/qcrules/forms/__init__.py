"""Printed forms as Excel sheets: written empty, read back filled, given back with the findings on their cells."""

from __future__ import annotations

from .reading import is_workbook, read_workbook
from .writing import write_form

__all__ = ["is_workbook", "read_workbook", "write_form"]
