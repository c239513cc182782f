"""An .xlsx file → its parts, unpacked within bounds; everything that is no honest workbook is refused with words."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from attrs import frozen

from ..bilingual import messages
from ..errors import Place, Problem, RecordError
from ..reader import MIB, read_bytes

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
said = messages(__file__)


@frozen
class Bounds:
    """How many bytes a workbook may have, packed and unpacked, and how many parts. ``words``: the message on more."""

    file: int
    unpacked: int
    words: str
    parts: int = 2000


FORM = Bounds(20 * MIB, 64 * MIB, "no-form")
REGISTER = Bounds(512 * MIB, 2048 * MIB, "split")


def read_archive(path: Path, bounds: Bounds = FORM) -> dict[str, bytes]:
    """The parts of a workbook. RecordError says what is wrong with the file."""
    file = str(path)
    data = read_bytes(path, bounds.file, too_large=said("large-file", bounds.file // MIB, said(bounds.words)))
    if data.startswith(OLD_OFFICE):
        raise wrong(file, "password-to-open" if _ENCRYPTED in data else "old-xls")
    if not data.strip():
        raise wrong(file, "empty-file")
    try:
        return _unpacked(data, file, bounds)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise wrong(file, "no-workbook") from None
    except RuntimeError:  # what zipfile raises for an entry with a password
        raise wrong(file, "password") from None


def _unpacked(data: bytes, file: str, bounds: Bounds) -> dict[str, bytes]:
    """The parts, none of them trusted to be as small as it says."""
    found: dict[str, bytes] = {}
    left = bounds.unpacked
    with zipfile.ZipFile(BytesIO(data)) as archive:
        infos = archive.infolist()
        for info in infos if len(infos) <= bounds.parts else ():
            with archive.open(info) as part:
                found[info.filename] = part.read(left + 1)
            left -= len(found[info.filename])
            if left < 0:
                break
    if left < 0 or len(infos) > bounds.parts:
        raise wrong(file, "large-inside", bounds.unpacked // MIB, bounds.parts, said(bounds.words))
    return _as_named(found)


_PART_NAME = re.compile(rb"PartName\s*=\s*[\"']/?([^\"']+)")
_TARGET = re.compile(rb"\sTarget\s*=\s*[\"']([^\"']+)")
_TYPES = "[Content_Types].xml"


def _as_named(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts under the names by which the workbook itself refers to them, however the archive writes these."""
    written = {_usual(name): name for name in parts}
    types = parts.get(written.get(_usual(_TYPES), ""), b"")
    waiting = ["", *(_slashed(name.decode(errors="replace")) for name in _PART_NAME.findall(types))]
    named = {_usual(_TYPES): _TYPES}
    while waiting:
        part = waiting.pop()
        if _usual(part) in named:
            continue
        named[_usual(part)] = part
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        named[_usual(relations)] = relations
        for target in _TARGET.findall(parts.get(written.get(_usual(relations), ""), b"")):
            waiting.append(_joined(folder, target.decode(errors="replace")))
    return {named.get(_usual(name), _slashed(name)): data for name, data in parts.items()}


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, _slashed(target))).lstrip("/")


def sheet_parts(archive: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The worksheets by name, each with its part of the archive."""
    try:
        names = {_usual(name): name for name in archive}
        book = ElementTree.fromstring(no_entities(archive[names["xl/workbook.xml"]]))
        relations = ElementTree.fromstring(no_entities(archive[names["xl/_rels/workbook.xml.rels"]]))
    except (LookupError, ValueError, ElementTree.ParseError):
        raise wrong(file, "no-workbook-inside") from None
    targets = {one.get("Id", ""): one for one in relations}
    found = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(relation)
        if target is None or not target.get("Type", "").endswith("/worksheet"):
            continue
        part = _joined("xl", target.get("Target", ""))
        if _usual(part) not in names:
            raise wrong(file, "no-sheet", sheet.get("name"))
        found[sheet.get("name", "")] = names[_usual(part)]
    return found


def _usual(name: str) -> str:
    """The name of a part as it is looked up: Excel takes backslashes and other letters for the same."""
    return _slashed(name).casefold()


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def no_entities(xml: bytes) -> bytes:
    """The XML, in which nothing stands for something else. ValueError where it might."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a workbook has no DTD")
    return xml


_NO_VALUES = ("docprops/", "customxml/", "xl/theme/", "xl/comments")
"""Where what stands in no cell lies."""


def packed(archive: Mapping[str, bytes]) -> BytesIO:
    """The parts of values that were unpacked within bounds, as an archive that needs no unpacking."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in archive.items():
            small = name.casefold()
            if small.endswith((".xml", ".rels")) and not small.startswith(_NO_VALUES):
                new.writestr(name, data)
    out.seek(0)
    return out


def wrong(file: str, name: str, *parts: object) -> RecordError:
    """What is wrong with a workbook, by the name of the message."""
    return RecordError(Problem(said(name, *parts), Place(file)))
