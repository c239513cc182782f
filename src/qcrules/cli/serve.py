"""``qcrules serve``: the same answers over HTTP."""

from __future__ import annotations

from qcrules.errors import Problem, UsageError
from qcrules.text import Lang

from .base import CommandTable
from .options import RULES, Whole, option
from .words import said


def serve(lang: Lang, host: str, port: int, rules: str | None) -> int:
    """Answer until somebody stops it."""
    try:
        import uvicorn

        from qcrules.web.app import application
    except ImportError:
        raise UsageError(Problem(said("no-web"))) from None
    uvicorn.run(application(rules=rules), host=host, port=port, log_level="warning", server_header=False)
    return 0


COMMAND = CommandTable(
    serve,
    (
        option("--host", default="127.0.0.1"),
        option("--port", type=Whole(1, 65535), default=8000),
        RULES,
    ),
)
