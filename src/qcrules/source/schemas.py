"""JSON Schemas as whole documents: a schema with the parts that it refers to, and only those."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from collections.abc import Mapping as MappingType

from .shape import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document(title: str, schema: Schema, part: Callable[[str], Schema]) -> Schema:
    """A schema with its title and its parts; ``part`` gives a part by its name."""
    found: Schema = {"$schema": DIALECT, "title": title, **schema}
    parts: dict[str, Schema] = {}
    wanted = _referred(found)
    while wanted:
        name = wanted.pop()
        parts[name] = part(name)
        wanted |= _referred(parts[name]) - parts.keys()
    return {**found, **({"$defs": dict(sorted(parts.items()))} if parts else {})}


def refer(name: str) -> Schema:
    """A reference to a part."""
    return {"$ref": f"#/$defs/{name}"}


def _referred(schema: MappingType[str, object]) -> set[str]:
    return set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema, ensure_ascii=False)))
