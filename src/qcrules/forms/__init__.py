"""Printed forms as Excel sheets: written empty, read back filled, given back with the findings on their cells."""

from __future__ import annotations

from .annotating import annotate
from .reading import read_workbook
from .writing import write_form

__all__ = ["annotate", "read_workbook", "write_form"]
