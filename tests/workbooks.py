"""Workbooks as archives that a test takes apart, and what is told of one that cannot be read."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from qcrules.errors import RecordError
from qcrules.forms import read


def refused(path):
    with pytest.raises(RecordError) as wrong:
        read(path)
    return str(wrong.value).splitlines()


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def behind_a_password(data):
    """A workbook of which each part says that it is encrypted, as an archiver would do it."""
    data = bytearray(data)
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(head), bytes(data)):
            data[found.start() + flags] |= 1
    return bytes(data)
