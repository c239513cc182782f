"""Is a JSON Schema one? By the schema of schemas in one piece, which takes a fraction of the time of its nine parts."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY


@cache
def of_schemas() -> Draft202012Validator:
    """What its parts say, each of the others by its name, stands in one, which refers to itself."""
    whole: dict[str, Any] = dict(Draft202012Validator.META_SCHEMA)
    base = whole.pop("$id").removesuffix("schema")
    parts = [REGISTRY.contents(base + part["$ref"]) for part in whole.pop("allOf")]
    for key in ("properties", "$defs"):
        whole[key] = {name: one for part in [*parts, whole] for name, one in part.get(key, {}).items()}
    itself = json.dumps(whole).replace('"$dynamicRef": "#meta"', '"$ref": "#"')
    return Draft202012Validator(json.loads(itself), format_checker=Draft202012Validator.FORMAT_CHECKER)


def check_schema(schema: Any) -> None:
    """``Draft202012Validator.check_schema``."""
    of_schemas().validate(schema)
