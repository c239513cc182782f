"""A YAML text changed in place: its comments, its order and its marks stay.

Only a text that ``source.yaml`` has read may come here. A bare `?` and a blank keep what they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scanner import RoundTripScanner

from .yaml_slow import OurSyntax

_NULL = "tag:yaml.org,2002:null"


@frozen
class _NotFilledIn:
    """What stands after a key with nothing after it: not a null, for nobody has said that there is none."""


class _KeepingScanner(OurSyntax, RoundTripScanner):
    pass


class _KeepingConstructor(RoundTripConstructor):
    pass


class _KeepingRepresenter(RoundTripRepresenter):
    pass


_KeepingConstructor.add_constructor(_NULL, lambda _, node: None if node.value else _NotFilledIn())
_KeepingRepresenter.add_representer(_NotFilledIn, lambda it, _: it.represent_scalar(_NULL, ""))
_KeepingRepresenter.add_representer(type(None), lambda it, _: it.represent_scalar(_NULL, "null"))


def edited(text: str, edit: Callable[[Any], None]) -> str:
    """The text of a document after an edit of its dicts and lists."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Scanner, yaml.Constructor, yaml.Representer = (
        _KeepingScanner,
        _KeepingConstructor,
        _KeepingRepresenter,
    )
    yaml.preserve_quotes = True
    yaml.width = 10_000  # a line that was not touched is not broken either
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text)
    edit(document)
    to = StringIO()
    yaml.dump(document, to)
    return to.getvalue()
