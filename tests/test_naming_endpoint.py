"""Asking a real server on this machine for names, and everything that can go wrong with one."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from local_model import GOOD, Answer, Server, completion, respond, serve
from pydantic import ValidationError

from peace_analysis.city import City
from peace_analysis.city_file import inspect_config
from peace_analysis.naming_endpoint import open_namer, propose_names
from peace_analysis.settings import Config, Naming
from peace_analysis.themes.naming import Asked, Said


def theme(theme_id: str = "T01", name: str = "Lamps and poles", people: int = 4) -> Asked:
    said = tuple(Said(f"{theme_id}-{n}", f"P{n}", f"The street lamp is dark {n} days.", True) for n in range(people))
    return Asked(theme_id, name, ("street lamp",), said)


def ask(server: Server, folder: Path, *asked: Asked, **more: object):
    return propose_names(Naming(endpoint=server.endpoint, model="small", **more), asked or (theme(),), folder, seed=1)  # type: ignore[arg-type]


def test_a_good_answer_names_the_theme(tmp_path: Path) -> None:
    with serve(respond(completion(GOOD))) as server:
        proposals, notices = ask(server, tmp_path)
    assert proposals["T01"].name == "Dark street lamps"
    assert proposals["T01"].quotes[0].text == "The street lamp is dark"
    assert notices == []
    path, headers, body = server.requests[0]
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert json.loads(body)["model"] == "small"
    assert json.loads(body)["temperature"] == 0


def test_the_key_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMING_KEY", "k-123")
    with serve(respond(completion(GOOD))) as server:
        ask(server, tmp_path, key_env="NAMING_KEY")
    assert server.requests[0][1]["Authorization"] == "Bearer k-123"
    assert "k-123" not in (tmp_path / "naming.json").read_text(encoding="utf-8")


def test_without_its_key_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAMING_KEY", raising=False)
    with serve(respond(completion(GOOD))) as server:
        proposals, notices = ask(server, tmp_path, key_env="NAMING_KEY")
    assert (proposals, server.requests) == ({}, [])
    assert "NAMING_KEY is not set" in notices[0]


def test_the_same_themes_are_asked_about_once(tmp_path: Path) -> None:
    with serve(respond(completion(GOOD))) as server:
        first = ask(server, tmp_path)
        second = ask(server, tmp_path)
    assert first == second
    assert len(server.requests) == 1


def test_a_theme_of_two_people_is_not_sent(tmp_path: Path) -> None:
    with serve(respond(completion(GOOD))) as server:
        proposals, notices = ask(server, tmp_path, theme(people=2))
    assert (proposals, server.requests) == ({}, [])
    assert notices == ["T01: not sent, because fewer than three people raised it."]


def test_two_themes_never_get_one_name(tmp_path: Path) -> None:
    with serve(respond(completion(GOOD))) as server:
        proposals, notices = ask(server, tmp_path, theme("T01"), theme("T02", "Poles"))
    assert [proposals[one].name for one in ("T01", "T02")] == ["Dark street lamps", None]
    assert "T02: another theme has this name." in notices


@pytest.mark.parametrize(
    ("answer", "notice"),
    [
        (respond(b"<html>busy</html>"), "is no chat completion"),
        (respond(b'{"choices": []}'), "is no chat completion"),
        (respond(b"[]"), "is no chat completion"),
        (respond(completion(None)), "is no chat completion"),
        (respond(b"\xff\xfe"), "is no chat completion"),
        (respond(b"no", status=401), "answered with status 401"),
        (respond(b"no", status=503), "answered with status 503"),
        (respond(b"x" * 1_100_000), "is too long"),
    ],
    ids=["html", "no choice", "a list", "no content", "no text", "401", "503", "too long"],
)
def test_what_goes_wrong_is_a_notice_and_the_name_stays(tmp_path: Path, answer: Answer, notice: str) -> None:
    with serve(answer) as server:
        proposals, notices = ask(server, tmp_path)
    assert proposals == {}
    assert notice in notices[0]
    assert "keeps its name" in notices[0]


def test_an_answer_that_fails_the_checks_is_a_notice(tmp_path: Path) -> None:
    with serve(respond(completion("I would call it Lamps!"))) as server:
        proposals, notices = ask(server, tmp_path)
    assert proposals["T01"].name is None
    assert notices == ["T01: the answer holds no JSON object."]


def test_a_server_that_does_not_answer_is_given_up_after_one_theme(tmp_path: Path) -> None:
    stop = threading.Event()
    with serve(lambda handler: (stop.wait(10), None)[1]) as server:
        proposals, notices = ask(server, tmp_path, theme("T01"), theme("T02"), timeout_seconds=1)
        stop.set()
    assert proposals == {}
    assert notices == ["T01: keeps its name, the endpoint did not answer in 1 seconds.", "No further theme was asked for."]


def test_an_answer_that_trickles_in_is_given_up(tmp_path: Path) -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(40):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    with serve(trickle) as server:
        _, notices = ask(server, tmp_path, timeout_seconds=1)
    assert "did not answer in 1 seconds" in notices[0]


def test_a_server_that_is_not_there_is_a_notice(tmp_path: Path) -> None:
    with serve(respond(b"")) as server:
        pass
    _, notices = ask(server, tmp_path)
    assert notices[0] == "T01: keeps its name, the endpoint cannot be reached."


def test_no_redirection_is_followed(tmp_path: Path) -> None:
    with serve(respond(completion(GOOD))) as other, serve(respond(b"", status=307, Location=f"{other.endpoint}/elsewhere")) as server:
        proposals, notices = ask(server, tmp_path)
    assert other.requests == []
    assert proposals == {}
    assert "status 307" in notices[0]


def test_no_proxy_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(respond(b"no", status=500)) as proxy, serve(respond(completion(GOOD))) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.endpoint)
        monkeypatch.delenv("no_proxy", raising=False)
        proposals, _ = ask(server, tmp_path)
    assert proposals["T01"].name == "Dark street lamps"
    assert proxy.requests == []


def test_damaged_answers_are_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "naming.json").write_text("[1", encoding="utf-8")
    with serve(respond(completion(GOOD))) as server:
        proposals, _ = ask(server, tmp_path)
    assert proposals["T01"].name == "Dark street lamps"


@pytest.mark.parametrize(
    "settings",
    [
        {"endpoint": "http://127.0.0.1:8080/v1"},
        {"endpoint": "http://localhost:8080/v1"},
        {"endpoint": "http://[::1]:8080/v1"},
        {"endpoint": "https://models.example.org/v1", "allow_host": "models.example.org"},
    ],
)
def test_this_machine_and_a_host_that_is_named_may_be_asked(settings: dict[str, str]) -> None:
    assert Naming(model="small", **settings).endpoint == settings["endpoint"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"endpoint": "https://models.example.org/v1"}, "say allow_host: models.example.org"),
        ({"endpoint": "https://models.example.org.evil.org/v1", "allow_host": "models.example.org"}, "say allow_host"),
        ({"endpoint": "http://models.example.org/v1", "allow_host": "models.example.org"}, "by https"),
        ({"endpoint": "https://127.0.0.1@models.example.org/v1"}, "is not an address"),
        ({"endpoint": "file:names.json"}, "is not an address"),
        ({"endpoint": "127.0.0.1:8080"}, "is not an address"),
    ],
)
def test_no_other_host_is_asked(settings: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Naming(model="small", **settings)


def test_nothing_is_asked_unless_city_yml_says_so(tmp_path: Path) -> None:
    city = City("somewhere", tmp_path, tmp_path, Config(name="Somewhere"))
    assert open_namer(city) is None
    naming = {"endpoint": "http://127.0.0.1:9/v1", "model": "small"}
    named = City("somewhere", tmp_path, tmp_path, Config.model_validate({"name": "Somewhere", "themes": {"naming": naming}}))
    namer = open_namer(named)
    assert namer is not None
    assert namer.model == "small"


def test_check_tells_the_line_of_an_endpoint_that_may_not_be_asked(tmp_path: Path) -> None:
    path = tmp_path / "city.yml"
    path.write_text("name: Somewhere\nthemes:\n  naming:\n    endpoint: ftp://127.0.0.1/v1\n    model: small\n", encoding="utf-8")
    _, problems = inspect_config(path)
    assert len(problems) == 1
    assert problems[0].line in (3, 4)
    assert "is not an address such as" in problems[0].message
