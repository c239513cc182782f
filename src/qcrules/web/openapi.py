"""What the application takes and gives, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

Described = dict[str, Any]

_LANG: Described = {"name": "lang", "in": "query", "schema": {"enum": ["ru", "en"], "default": "en"}}
_RULES: Described = {
    "name": "rules",
    "in": "query",
    "schema": {"type": "string"},
    "description": "A pack that comes with qcrules: kz-06-7-63, kz-401-v, kz-88-v",
}
_FORMAT: Described = {
    "name": "format",
    "in": "query",
    "schema": {"enum": ["json", "html"], "default": "json"},
}
BODY: Described = {
    "record": {"type": "object", "description": "A record as in a case file; see /words/{kind}"},
    "as_of": {"type": "string", "format": "date"},
    "readings": {"type": "object", "additionalProperties": {"type": "string"}},
    "complete": {"type": "boolean"},
}
"""What the body of a check or a plan says."""

_RECORD: Described = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["record"],
                "properties": BODY,
                "additionalProperties": False,
            },
            "example": {
                "as_of": "2014-06-30",
                "record": {
                    "inspection": {
                        "kind": "planned",
                        "notice": {"delivered_at": "2014-04-02"},
                        "order_handed_at": "2014-04-28",
                    }
                },
            },
        }
    },
}
_PROBLEMS: Described = {
    "description": "What is wrong, each with its field",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "properties": {
                    "problems": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "message": {"type": "string"},
                                "path": {"type": ["string", "null"]},
                                "code": {"type": ["string", "null"]},
                            },
                        },
                    }
                },
            }
        }
    },
}


def _query(name: str, about: str, **schema: Any) -> Described:
    return {"name": name, "in": "query", "description": about, "schema": schema or {"type": "string"}}


def _in_path(name: str, about: str) -> Described:
    return {"name": name, "in": "path", "required": True, "description": about, "schema": {"type": "string"}}


def _operation(summary: str, *parameters: Described, body: Described | None = None) -> Described:
    answers: Described = {
        "200": {"description": summary, "content": {"application/json": {"schema": {"type": "object"}}}},
        "404": _PROBLEMS,
        "422": _PROBLEMS,
    }
    if body is not None:
        answers |= {"400": _PROBLEMS, "413": _PROBLEMS}
    operation = {"summary": summary, "parameters": [_LANG, _RULES, *parameters], "responses": answers}
    return operation | ({"requestBody": body} if body is not None else {})


OPENAPI: Described = {
    "openapi": "3.1.0",
    "info": {
        "title": "qcrules",
        "version": "1",
        "description": "Executable law over HTTP. It keeps nothing.",
    },
    "paths": {
        "/check": {"post": _operation("The assessment of a record", _FORMAT, body=_RECORD)},
        "/plan": {"post": _operation("What comes next in a record", _FORMAT, body=_RECORD)},
        "/deadline": {
            "get": _operation(
                "One term, reckoned",
                _FORMAT,
                _query("from", "The day of the event; with the time for hours") | {"required": True},
                _query("term", "«3 рабочих дня», “3 working days”") | {"required": True},
                _query("before", "Count back", type="boolean"),
                _query("count_first_day", "The day of the event is the first day", type="boolean"),
                _query("roll", "A last day on a day off", enum=["none", "forward", "back"]),
                _query("calendar", "KZ, weekends, a country"),
            )
        },
        "/rules": {"get": _operation("The provisions and the readings of a pack")},
        "/rules/{words}": {
            "get": _operation("One provision", _FORMAT, _in_path("words", "«п.10», or the id of a rule"))
        },
        "/readings": {"get": _operation("The readings of a pack")},
        "/words/{kind}": {
            "get": _operation("The fields of a kind of record", _in_path("kind", "inspection"))
        },
    },
}
