"""The application: check, plan, deadline, provisions, readings, words. It keeps nothing and reads no files."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio
from anyio.to_thread import run_sync
from attrs import frozen
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from qcrules.ahead.plan import plan_of
from qcrules.errors import InputError, Problem, QcrulesError, UsageError, nearest
from qcrules.facts.moments import advice, one_moment
from qcrules.facts.outside import NotJson, from_json
from qcrules.facts.words import yes_no
from qcrules.finding import Assessment
from qcrules.judge.check import check, warm
from qcrules.judge.rulebook import Rulebook, load_rules
from qcrules.law.lookup import kind_named, provision
from qcrules.render import contents, plan, plan_page, provision_data
from qcrules.render import provision as provision_page
from qcrules.render.html import filled
from qcrules.source.built_in import BUILT_IN, shipped_packs
from qcrules.text import Lang, Text
from qcrules.time.deadline import deadline

from .openapi import BODY, OPENAPI, Described

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@frozen
class Limits:
    """How much the application takes on: bytes of a request, seconds of an answer, answers at a time."""

    size: int = 1_000_000
    seconds: float = 20.0
    at_a_time: int = 4


class _Refused(Exception):
    """A request that is not taken: its status, and why."""

    def __init__(self, status: int, words: Text) -> None:
        self.status, self.words = status, words
        super().__init__(words.en)


def application(limits: Limits | None = None, rules: str | None = None) -> Starlette:
    """The application. ``rules``: a pack of one's own, taken where a request names none.

    When a server starts it, all is made that a first check would make.
    """
    bounds = limits or Limits()
    own = load_rules(rules)

    @asynccontextmanager
    async def ready(_: Starlette) -> AsyncIterator[None]:
        await run_sync(warm, own)
        yield

    answering = _Answering(bounds, own, anyio.Semaphore(bounds.at_a_time))
    routes = [
        Route("/", _index),
        Route("/health", _health),
        Route("/openapi.json", _openapi),
        *(
            Route(path, answering.to(ANSWERS[path], operation), methods=[method.upper()])
            for path, operations in OPENAPI["paths"].items()
            for method, operation in operations.items()
        ),
    ]
    safe = Middleware(BaseHTTPMiddleware, dispatch=_safe)
    return Starlette(routes=routes, middleware=[safe], lifespan=ready)


async def _safe(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer says that nothing in it is to be run, kept or framed."""
    answer = await call(request)
    for name, value in _HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer


@frozen
class _Asked:
    """A request, taken apart."""

    book: Rulebook
    lang: Lang
    form: str
    query: Mapping[str, Any]
    path: Mapping[str, str]
    body: Mapping[str, Any]

    def choose(self, found: Any, html: Callable[[], str]) -> Response:
        """The answer in the form that was asked for."""
        return HTMLResponse(html()) if self.form == "html" else _json(found)


Answer = Callable[[_Asked], Response]


@frozen(eq=False)
class _Answering:
    """Takes requests within the limits, and answers what is wrong as data."""

    limits: Limits
    own: Rulebook
    turns: anyio.Semaphore

    def to(self, answer: Answer, operation: Described) -> Callable[[Request], Awaitable[Response]]:
        """A route that answers what is described so."""

        async def route(request: Request) -> Response:
            lang: Lang = "ru" if request.query_params.get("lang") == "ru" else "en"
            try:
                asked = await self.asked(request, lang, operation)
                async with self.turns:
                    with anyio.fail_after(self.limits.seconds):
                        return await run_sync(partial(answer, asked), abandon_on_cancel=True)
            except _Refused as refused:
                return _wrong(refused.status, [Problem(refused.words)], lang)
            except TimeoutError:
                return _wrong(503, [Problem(Text("время вышло", "out of time"))], lang)
            except InputError as wrong:
                return _wrong(422, wrong.problems, lang)
            except QcrulesError as wrong:
                return _wrong(422, [Problem(Text(wrong.words("ru"), wrong.words("en")))], lang)

        return route

    async def asked(self, request: Request, lang: Lang, operation: Described) -> _Asked:
        """The request within its bounds, as it is described."""
        body = await self.body(request) if request.method == "POST" else {}
        query = _query(request.query_params.multi_items(), operation)
        name = query.get("rules")
        if name is not None and name not in shipped_packs():
            known = ", ".join(shipped_packs())
            raise _Refused(
                404, Text(f"свода `{name}` нет; есть: {known}", f"no pack `{name}`; there are: {known}")
            )
        book = self.own if name is None else await run_sync(load_rules, name)
        return _Asked(book, lang, query.get("format", "json"), query, request.path_params, body)

    async def body(self, request: Request) -> Mapping[str, Any]:
        """The object of a request, no longer than allowed."""
        read = bytearray()
        async for piece in request.stream():
            read += piece
            if len(read) > self.limits.size:
                size = self.limits.size
                raise _Refused(413, Text(f"больше {size} байт", f"more than {size} bytes"))
        try:
            found = from_json(read.decode("utf-8-sig"), constants=False)
        except UnicodeError:
            raise _Refused(400, Text("тело не в UTF-8", "the body is not in UTF-8")) from None
        except NotJson as wrong:
            raise _Refused(400, wrong.words) from None
        if not isinstance(found, dict):
            raise _Refused(400, Text("нужен объект JSON", "an object of JSON is needed"))
        return found


def _query(pairs: Sequence[tuple[str, str]], operation: Described) -> dict[str, Any]:
    """The parameters of a request. UsageError where one is not described so, or given twice."""
    known = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}
    given = dict(pairs)
    _known_names(given, known)
    if len(given) < len(pairs):
        raise UsageError.of("параметр дан дважды", "a parameter is given twice")
    return {name: _said(name, words, known[name]) for name, words in given.items()}


def _said(name: str, words: str, schema: Described) -> Any:
    """What a parameter says."""
    said: bool | str | None
    if schema.get("type") == "boolean":
        of, said = ["true", "false"], yes_no(words)
    else:
        of = schema.get("enum", [words])
        said = words if words in of else None
    if said is None:
        raise UsageError(Problem(Text.same(f"{name}: {', '.join(of)}")))
    return said


def _known_names(given: Iterable[str], known: Collection[str]) -> None:
    """UsageError for the first name that nothing is known of."""
    name = next((name for name in given if name not in known), None)
    if name is not None:
        of_all = f"; {', '.join(known)}"
        near = nearest(name, known) if nearest(name, known).ru else Text.same(of_all)
        raise UsageError.of(f"`{name}` не известно{near.ru}", f"unknown `{name}`{near.en}")


def _wrong(status: int, problems: Any, lang: Lang) -> Response:
    return _json({"problems": [one.to_dict(lang) for one in problems]}, status)


def _json(data: Any, status: int = 200) -> Response:
    from qcrules.render.json import dumps

    return Response(dumps(data), status, media_type="application/json")


# -- answers ----------------------------------------------------------------------------------------------------


def _assessment(asked: _Asked) -> Assessment:
    """The record of a body, checked: ``{"record": {…}, "as_of": …, "readings": {…}, "complete": …}``."""
    record, as_of, readings, complete = map(asked.body.get, BODY)
    if not isinstance(record, Mapping):  # never a path: nobody reads our files from afar
        raise UsageError.of('нужна запись: {"record": {…}}', 'a record is needed: {"record": {…}}')
    _known_names(asked.body, BODY)
    found: Assessment = check(
        record, rules=asked.book, as_of=as_of, readings=readings, complete=complete, lang=asked.lang
    )
    return found


def _check(asked: _Asked) -> Response:
    found = _assessment(asked)
    return asked.choose(found.to_dict() if asked.form != "html" else None, found.to_html)


def _plan(asked: _Asked) -> Response:
    found = plan_of(_assessment(asked).basis)
    return asked.choose(plan.as_dict(found), lambda: plan_page.html([found]))


def _deadline(asked: _Asked) -> Response:
    query = asked.query
    if not query.get("from") or not query.get("term"):
        raise UsageError.of("нужны from и term", "from and term are needed")
    words = query["from"]
    try:
        start = one_moment(words)
    except ValueError:
        near = advice(words)
        raise UsageError.of(f"`{words}` — не дата{near.ru}", f"`{words}` is no date{near.en}") from None
    found = deadline(
        start,
        query["term"],
        before=query.get("before", False),
        count_first_day=query.get("count_first_day", False),
        roll=query.get("roll", "none"),
        calendar=query.get("calendar") or asked.book.calendar,
        lang=asked.lang,
    )
    return asked.choose(found.to_dict(), found.to_html)


def _rules(asked: _Asked) -> Response:
    return _json(contents.provisions(asked.book.pack, asked.lang))


def _readings(asked: _Asked) -> Response:
    found = contents.provisions(asked.book.pack, asked.lang)
    return _json({name: found[name] for name in ("pack", "language", "readings")})


def _rule(asked: _Asked) -> Response:
    pack = asked.book.pack
    data = provision_data.describe(pack, provision(pack, asked.path["words"]), asked.lang)
    return asked.choose(data, lambda: provision_page.html(data))


def _words(asked: _Asked) -> Response:
    return _json(contents.words(kind_named(asked.book.pack, asked.path["kind"]), asked.lang))


ANSWERS: Mapping[str, Answer] = {
    "/check": _check,
    "/plan": _plan,
    "/deadline": _deadline,
    "/rules": _rules,
    "/rules/{words}": _rule,
    "/readings": _readings,
    "/words/{kind}": _words,
}
"""What answers each path of the description."""


async def _index(request: Request) -> Response:
    lang: Lang = "ru" if request.query_params.get("lang") == "ru" else "en"
    return HTMLResponse(filled("service.html", lang, title="qcrules", pack=load_rules(BUILT_IN).core))


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _openapi(request: Request) -> Response:
    return _json(OPENAPI)
