"""An .xlsx file → its parts, unpacked within bounds; everything that is no honest workbook is refused with words."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from attrs import frozen

from ..errors import Place, RecordError
from ..text import Text

_MIB = 1024**2
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
AGAIN = Text("сохраните книгу ещё раз как .xlsx", "save the workbook as .xlsx again")


@frozen
class Bounds:
    """How many bytes a workbook may have, packed and unpacked, and how many parts. ``words``: what to make of more."""

    file: int
    unpacked: int
    words: Text
    parts: int = 2000


FORM = Bounds(20 * _MIB, 64 * _MIB, Text("это не форма отчёта", "this is no report form"))
REGISTER = Bounds(512 * _MIB, 2048 * _MIB, Text("разделите реестр", "split the register"))


def read_archive(path: Path, bounds: Bounds = FORM) -> dict[str, bytes]:
    """The parts of a workbook. RecordError says what is wrong with the file."""
    file = str(path)
    data = _bytes(path, bounds)
    if data.startswith(OLD_OFFICE):
        if _ENCRYPTED in data:
            raise wrong(
                file,
                "книга защищена паролем; снимите пароль на открытие и сохраните снова",
                "the workbook is encrypted; remove the password to open it and save again",
            )
        raise wrong(
            file,
            "это старый формат .xls; откройте его и сохраните как .xlsx",
            "this is the old .xls format; open it and save it as .xlsx",
        )
    if not data.strip():
        raise wrong(file, "файл пуст", "the file is empty")
    try:
        return _unpacked(data, file, bounds)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise wrong(
            file,
            f"это не книга .xlsx, или она повреждена или записана не до конца; {AGAIN.ru}",
            f"this is no .xlsx workbook, or it is damaged or cut short; {AGAIN.en}",
        ) from None
    except RuntimeError:  # what zipfile raises for an entry with a password
        raise wrong(
            file, "книга защищена паролем; снимите его", "the workbook is encrypted; remove the password"
        ) from None


def _bytes(path: Path, bounds: Bounds) -> bytes:
    file = str(path)
    try:
        with path.open("rb") as opened:
            data = opened.read(bounds.file + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise wrong(file, "такого файла нет", "there is no such file") from None
    except IsADirectoryError:
        raise wrong(file, "это папка, а нужен файл", "this is a folder; a file is expected") from None
    except PermissionError:
        raise wrong(file, "нет права читать этот файл", "you have no permission to read this file") from None
    except OSError:
        raise wrong(file, "файл не удалось прочитать", "the file could not be read") from None
    if len(data) > bounds.file:
        size = bounds.file // _MIB
        raise wrong(
            file,
            f"книга больше {size} МБ: {bounds.words.ru}",
            f"the workbook is larger than {size} MB: {bounds.words.en}",
        )
    return data


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
        size = bounds.unpacked // _MIB
        raise wrong(
            file,
            f"внутри книги больше {size} МБ или {bounds.parts} частей: {bounds.words.ru}",
            f"the workbook unpacks to more than {size} MB or {bounds.parts} parts: {bounds.words.en}",
        )
    return found


def sheet_parts(archive: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The worksheets by name, each with its part of the archive."""
    try:
        book = ElementTree.fromstring(no_entities(archive["xl/workbook.xml"]))
        relations = ElementTree.fromstring(no_entities(archive["xl/_rels/workbook.xml.rels"]))
    except (LookupError, ValueError, ElementTree.ParseError):
        raise wrong(
            file,
            f"в архиве нет книги Excel (xl/workbook.xml); {AGAIN.ru}",
            f"the archive holds no Excel workbook (xl/workbook.xml); {AGAIN.en}",
        ) from None
    targets = {one.get("Id", ""): one for one in relations}
    found = {}
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        target = targets.get(relation)
        if target is None or not target.get("Type", "").endswith("/worksheet"):
            continue
        part = posixpath.normpath(posixpath.join("/xl", target.get("Target", ""))).lstrip("/")
        if part not in archive:
            raise wrong(
                file,
                f"лист «{sheet.get('name')}» назван в книге, но его нет в файле; {AGAIN.ru}",
                f"sheet «{sheet.get('name')}» is named in the workbook and is not in the file; {AGAIN.en}",
            )
        found[sheet.get("name", "")] = part
    return found


def no_entities(xml: bytes) -> bytes:
    """The XML, in which nothing stands for something else. ValueError where it might."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a workbook has no DTD")
    return xml


def packed(archive: Mapping[str, bytes]) -> BytesIO:
    """The parts that were unpacked within bounds, as an archive that needs no unpacking."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in archive.items():
            if name.endswith((".xml", ".rels")):
                new.writestr(name, data)
    out.seek(0)
    return out


def wrong(file: str, ru: str, en: str) -> RecordError:
    """What is wrong with a workbook."""
    return RecordError.of(ru, en, Place(file))
