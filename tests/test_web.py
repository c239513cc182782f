"""The application over HTTP: the same answers, what is wrong as data, bounds; and a real server over loopback."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

httpx = pytest.importorskip("httpx")
pytest.importorskip("starlette", reason="the application needs the extra `web`")

import qcrules  # noqa: E402

RECORD = {
    "inspection": {
        "id": "2014-17 <b>",
        "kind": "planned",
        "order": {"issued_on": "2014-03-19"},
        "notice": {"delivered_at": "2014-04-02"},
        "order_handed_at": "2014-04-28",
    }
}
BODY = {"record": RECORD, "as_of": "2014-06-30"}


class Asking:
    """A client of the application in this process."""

    def __init__(self, **limits: Any) -> None:
        from qcrules.web.app import Limits, application

        self.transport = httpx.ASGITransport(app=application(Limits(**limits)))
        self.runner = asyncio.Runner()

    def request(self, method: str, url: str, **how: Any) -> Any:
        async def asked() -> Any:
            async with httpx.AsyncClient(transport=self.transport, base_url="http://test") as client:
                return await client.request(method, url, **how)

        return self.runner.run(asked())

    def get(self, url: str, **how: Any) -> Any:
        return self.request("GET", url, **how)

    def post(self, url: str, **how: Any) -> Any:
        return self.request("POST", url, **how)


@pytest.fixture(scope="module")
def client():
    found = Asking(size=20_000)
    with found.runner:
        yield found


@pytest.mark.long
def test_a_check_is_that_of_the_library(client) -> None:
    got = client.post("/check?lang=ru", json=BODY)
    assert got.status_code == 200
    want = qcrules.check({**RECORD, "as_of": "2014-06-30"}, lang="ru").to_dict()
    want["as_of_source"] = "argument"
    assert got.json() == json.loads(json.dumps(want))
    page = client.post("/check?format=html", json=BODY)
    assert "2014-17 &lt;b&gt;" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    plan = client.post("/plan", json=BODY).json()
    assert plan["schema"] == "qcrules/plan/1"


def test_terms_provisions_readings_and_words(client) -> None:
    got = client.get("/deadline", params={"from": "2013-12-27", "term": "3 рабочих дня"})
    assert got.json()["due"] == "2013-12-31"
    assert client.get("/rules/п.18").json()["rules"][0]["id"].startswith("p18")
    assert client.get("/rules/п.18?format=html").text.startswith("<!doctype html>")
    assert {one["reading"] for one in client.get("/readings").json()["readings"]} >= {"p18-first-day"}
    assert client.get("/rules?rules=kz-401-v").json()["pack"]["id"] == "kz-401-v"
    assert client.get("/words/inspection").json()["kind"] == "inspection"
    assert client.get("/health").json() == {"status": "ok"}
    assert "<h1>qcrules</h1>" in client.get("/?lang=ru").text


def test_every_path_of_the_description_is_answered(client) -> None:
    found = client.get("/openapi.json").json()
    assert found["openapi"] == "3.1.0"
    for path, operations in found["paths"].items():
        for method in operations:
            url = path.replace("{words}", "п.10").replace("{kind}", "inspection")
            assert client.request(method, url).status_code not in (404, 405), path


BEYOND = {
    "inspection": {
        "kind": "planned",
        "order": {"issued_on": "2014-03-01"},
        "notice": {"delivered_at": "2014-03-05"},
        "order_handed_at": "1991-01-10",
    }
}
"""Its notice was due before the first day of the calendar."""


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        (b"{", 400, None),
        (b"[]", 400, None),
        (b'{"record": NaN}', 400, None),
        (b"[" * 10_000, 400, None),
        (b'{"record": {"inspection": {"kind": "planned", "kind": "unplanned"}}}', 400, None),
        ('{"record": {"проверка": {}}}'.encode("cp1251"), 400, None),
        (b"{}", 422, None),
        (b'{"record": "/etc/passwd"}', 422, None),
        (b'{"record": {"inspection": {}}, "as_of": "soon"}', 422, None),
        (b'{"record": {"inspection": {}}, "readings": {"x": "y"}}', 422, None),
        (b'{"record": {"inspection": {}}, "readings": ["x"]}', 422, None),
        (b'{"record": {"inspection": {}}, "readings": []}', 422, None),
        (b'{"record": {"inspection": {}}, "readings": {"p18-first-day": ["next_day"]}}', 422, None),
        (b'{"record": {"inspection": {}}, "complete": "perhaps"}', 422, None),
        (b'{"record": {"inspection": {}}, "complete": 2}', 422, None),
        (b'{"record": {"inspection": {}}, "compleet": true}', 422, None),
        (b'{"record": {"inspection": {}}, "as_of": "2014-W05-1"}', 422, None),
        (json.dumps({"record": BEYOND, "as_of": "2014-06-01"}).encode(), 422, None),
        (b'{"record": {"inspection": {"order_handed_at": "soon"}}}', 422, "inspection.order_handed_at"),
        (b'{"record": "' + b"x" * 30_000 + b'"}', 413, None),
    ],
)
def test_what_is_wrong_is_data(client, body: bytes, status: int, path: str | None) -> None:
    got = client.post("/check", content=body)
    assert got.status_code == status
    (problem,) = got.json()["problems"]
    assert problem["message"]
    assert problem["path"] == path


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"from": "2014-01-31"}, "from and term are needed"),
        ({"from": "soon", "term": "24 hours"}, "`soon` is no date"),
        ({"from": "2014-01-31 10:00+05:00", "term": "24 hours"}, "a zone is not read"),
        ({"from": "2014-01-31", "term": "24 hours", "roll": "up"}, "roll: none, forward, back"),
        ({"from": "2014-01-31", "term": "24 hours", "before": "perhaps"}, "before: true, false"),
        (
            {"from": "2014-01-31", "term": "24 hours", "befor": "true"},
            "unknown `befor`; did you mean `before`?",
        ),
        ({"from": "2014-01-31", "term": "24 hours", "format": "xml"}, "format: json, html"),
        ({"from": "2014-01-31", "term": "24 hours", "lang": "kz"}, "lang: ru, en"),
        (
            {"from": "2014-01-31", "term": "24 hours", "x": "y"},
            "unknown `x`; lang, rules, format, from, term",
        ),
    ],
)
def test_what_is_wrong_with_a_term_is_data(client, asked: dict[str, str], told: str) -> None:
    got = client.get("/deadline", params=asked)
    [problem] = got.json()["problems"]
    assert (got.status_code, told in problem["message"]) == (422, True), problem


def test_yes_no_and_days_are_written_as_everywhere(client) -> None:
    """A word that was no `true` meant no: the term was counted the other way."""
    asked = {"from": "27.12.2013", "term": "3 рабочих дня"}
    for yes in ("true", "yes", "да", "1"):
        assert client.get("/deadline", params={**asked, "before": yes}).json()["due"] == "2013-12-24"
    body = {"record": {"inspection": {"kind": "planned"}}, "as_of": "30.06.2014"}
    open_ones = {
        str(said): client.post("/check", json={**body, "complete": said}).json()["summary"]["undetermined"]
        for said in (True, 1, "да", False, "no", None)
    }
    assert open_ones["True"] == open_ones["1"] == open_ones["да"]
    assert open_ones["False"] == open_ones["no"] == open_ones["None"] > open_ones["True"]


def test_a_parameter_is_given_once(client) -> None:
    got = client.get("/deadline?from=2014-01-31&term=24 hours&before=true&before=false")
    assert got.json()["problems"][0]["message"] == "a parameter is given twice"


def test_no_pack_of_the_machine_can_be_named(client) -> None:
    assert client.get("/rules", params={"rules": "../../etc"}).status_code == 404
    assert client.get("/rules/п.180").status_code == 422
    assert client.get("/check").status_code == 405


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    client = Asking(seconds=0.000001)
    with client.runner:
        assert client.post("/check", json=BODY).status_code == 503


@pytest.mark.long
def test_a_real_server_answers_over_loopback(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qcrules", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            try:
                got = httpx.post(f"http://127.0.0.1:{port}/check", json=BODY, timeout=30)
                break
            except httpx.ConnectError:
                time.sleep(0.2)
        assert got.json()["summary"]["violated"] >= 1
    finally:
        server.terminate()
        server.wait(20)
