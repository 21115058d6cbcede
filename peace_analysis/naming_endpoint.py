"""Asking an endpoint that city.yml names for names of themes. Off unless `themes: {naming: ...}` is there.

It is asked on this machine, or on the one host that `allow_host` names; no proxy is used and no redirection followed. Whatever goes
wrong is a notice, and the theme keeps the name it has. Answers are kept in `derived/naming.json`, so that the same themes get the same
names.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any

from peace_analysis.city import City
from peace_analysis.files import write_whole
from peace_analysis.settings import Naming
from peace_analysis.themes.named import Named
from peace_analysis.themes.naming import Asked, Namer, Proposal, build_request, check_answer, choose_sent

ANSWERS_NAME = "naming.json"
NOTES_NAME = "naming_notes.json"
MOST_BYTES = 1_000_000  # of an answer


class _EndpointError(Exception):
    """The endpoint gave no answer. `again` tells whether it is worth asking for the next theme."""

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.again = again


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:  # noqa: PLR0917
        """Follow none: statements go where city.yml says and nowhere else."""
        return


def open_namer(city: City) -> Namer | None:
    """Whoever a city's settings name for proposing names; nobody where they do not."""
    naming = city.config.themes.naming
    if naming is None:
        return None
    return Namer(naming.model, lambda asked, given: propose_names(naming, asked, city.derived_folder, city.config.seed, given))


def save_notes(city: City, named: Named) -> None:
    """Write what came of asking to derived/naming_notes.json, which is not published: which theme was not sent tells how few raised it.

    Args:
        city: Whose derived folder takes it; an earlier file goes where nobody is asked.
        named: What came of it.
    """
    path = city.derived_folder / NOTES_NAME
    if named.model is None:
        path.unlink(missing_ok=True)
        return
    quotes = {theme: [quote.text for quote in found] for theme, found in named.quotes.items()}
    notes = {
        "model": named.model,
        "names": dict(named.names),
        "instead_of": dict(named.instead_of),
        "quotes": quotes,
        "notices": named.notices,
    }
    with write_whole(path) as file:
        file.write(json.dumps(notes, indent=1, ensure_ascii=False) + "\n")


def propose_names(
    naming: Naming, asked: Sequence[Asked], folder: Path, seed: int, given: Sequence[str] = ()
) -> tuple[dict[str, Proposal], list[str]]:
    """Ask for a name, a description and quotes of each theme.

    Args:
        naming: Where and whom to ask.
        asked: Themes, with their anonymised statements.
        folder: Where answers are kept (the city's derived/).
        seed: The city's.
        given: Names that other themes have already.

    Returns:
        What passed the checks, by theme; and notices on whatever did not, without anybody's words.
    """
    kept = _load_answers(folder)
    used: dict[str, str] = {}
    proposals: dict[str, Proposal] = {}
    notices: list[str] = []
    key = os.environ.get(naming.key_env, "") if naming.key_env else ""
    if naming.key_env and not key:
        return {}, [f"themes are not named by {naming.model}: the environment variable {naming.key_env} is not set."]
    taken = [*given, *(one.name for one in asked)]
    for theme in asked:
        sent = choose_sent(theme.said)
        if not sent:
            notices.append(f"{theme.theme_id}: not sent, because fewer than three people raised it.")  # stays in derived/
            continue
        body = json.dumps(build_request(naming.model, theme.phrases, sent, seed), sort_keys=True).encode()
        digest = hashlib.sha256(naming.endpoint.encode() + b"\0" + body).hexdigest()
        try:
            answer = kept[digest] if digest in kept else _ask(naming, body, key)
        except _EndpointError as error:
            notices.append(f"{theme.theme_id}: keeps its name, {error}.")
            if not error.again:
                notices.append("No further theme was asked for.")
                break
            continue
        used[digest] = answer
        others = [name for name in taken if name != theme.name]
        proposal = check_answer(answer, sent, others)
        notices += [f"{theme.theme_id}: {problem}." for problem in proposal.problems]
        if proposal.name is not None:
            taken = [*others, proposal.name]
        proposals[theme.theme_id] = proposal
    _save_answers(folder, kept | used)
    return proposals, notices


def _ask(naming: Naming, body: bytes, key: str) -> str:
    """Put one question; returns the content of the message that comes back."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    # The scheme is http or https: settings refuse any other.
    request = urllib.request.Request(f"{naming.endpoint.rstrip('/')}/chat/completions", body, headers)  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=naming.timeout_seconds) as response:
            raw = _read(response, time.monotonic() + naming.timeout_seconds)
    except urllib.error.HTTPError as error:
        error.close()
        raise _EndpointError(f"the endpoint answered with status {error.code}", again=error.code >= 500) from None
    except TimeoutError:
        raise _EndpointError(f"the endpoint did not answer in {naming.timeout_seconds} seconds", again=False) from None
    except (OSError, HTTPException) as error:
        slow = isinstance(getattr(error, "reason", None), TimeoutError)
        what = f"did not answer in {naming.timeout_seconds} seconds" if slow else "cannot be reached"
        raise _EndpointError(f"the endpoint {what}", again=False) from None
    if len(raw) > MOST_BYTES:
        raise _EndpointError("the endpoint's answer is too long", again=True)
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        raise _EndpointError("the endpoint's answer is no chat completion", again=True) from None
    if not isinstance(content, str):
        raise _EndpointError("the endpoint's answer is no chat completion", again=True)
    return content


def _read(response: Any, deadline: float) -> bytes:
    """Read a body, but no longer than until the deadline: one that trickles in would hold a run up for ever."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= MOST_BYTES and (part := response.read1(65_536)):
        parts.append(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)


def _load_answers(folder: Path) -> dict[str, str]:
    try:
        found: object = json.loads((folder / ANSWERS_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _save_answers(folder: Path, answers: Mapping[str, str]) -> None:
    if not answers:
        return
    with write_whole(folder / ANSWERS_NAME) as file:
        file.write(json.dumps(answers, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
