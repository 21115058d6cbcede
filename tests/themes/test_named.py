"""Themes named by a model at a real local server: taken over, remembered, and not asked for again."""

from __future__ import annotations

import json
from collections import Counter
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from local_model import Server, completion, serve_model
from planted_subjects import WordEncoder, make_statements

from peace_analysis.naming_endpoint import propose_names
from peace_analysis.settings import Naming, Themes
from peace_analysis.themes import Settled, find_themes, settle_themes
from peace_analysis.themes.codebook_entries import Codebook
from peace_analysis.themes.history import History, parse_history, write_history
from peace_analysis.themes.naming import Namer
from peace_analysis.themes.words import content_words


def first_texts() -> list[str]:
    return list(make_statements()[0]["text"])


def settle(server: Server, folder: Path, history: History, **more: object) -> Settled:
    """Themes of invented statements, named by whatever answers at the server."""
    statements, _ = make_statements()
    vectors = WordEncoder().encode(list(statements["text"]))
    found = find_themes(statements, vectors, Themes(), seed=7)
    naming = Naming(endpoint=server.endpoint, model="small", **more)  # type: ignore[arg-type]
    namer = Namer(naming.model, lambda asked, given: propose_names(naming, asked, folder, 7, given))
    return settle_themes(found.themes, found.assignments, statements, vectors, history=history, codebook=Codebook(), namer=namer)


def name_by_phrases(handler: BaseHTTPRequestHandler, body: bytes) -> bytes:
    """A small model: the name is the two words that most statements hold."""
    said = json.loads(json.loads(body)["messages"][1]["content"])["statements"]
    words = Counter(word for text in said for word in set(content_words(text)))
    name = " and ".join(word for word, _ in words.most_common(2))
    quote = " ".join(said[0].split()[:5])
    return completion(json.dumps({"name": name, "description": "People spoke of this.", "quotes": [quote, "words that nobody ever said"]}))


def test_themes_are_named_by_an_endpoint_remembered_and_not_asked_for_again(tmp_path: Path) -> None:
    with serve_model(name_by_phrases) as server:
        first = settle(server, tmp_path, History())
        n_asked = len(server.requests)
        assert n_asked == len(first.themes)
        named = first.themes.set_index("theme_id").loc[list(first.named.names)]
        assert len(named) > len(first.themes) / 2
        assert set(named["description"]) == {"People spoke of this."}
        assert list(named["name"]) == list(first.named.names.values())
        assert all(quote.text in " ".join(first_texts()) for quotes in first.named.quotes.values() for quote in quotes)
        assert any("1 of 2 quotes" in notice for notice in first.named.notices)
        facts = first.named.facts()
        assert facts is not None
        assert facts == {"model": "small", "n_named": len(named)}, "which themes were not sent tells how few raised them"
        # what did not pass is asked about again, from the answers that are kept; what passed is remembered even without them
        (tmp_path / "naming.json").unlink()
        again = settle(server, tmp_path, parse_history(write_history(first.history)))
    assert again.themes["name"].tolist() == first.themes["name"].tolist()
    assert again.themes["description"].tolist() == first.themes["description"].tolist()
    assert len(server.requests) - n_asked == len(first.themes) - len(named)
    assert write_history(again.history) == write_history(first.history)


def test_a_name_stays_when_the_endpoint_is_gone_and_others_are_made_here(tmp_path: Path) -> None:
    with serve_model(name_by_phrases) as server:
        first = settle(server, tmp_path, History())
    later = settle(server, tmp_path / "elsewhere", first.history, timeout_seconds=1)
    assert later.themes["name"].tolist() == first.themes["name"].tolist()
    fresh = settle(server, tmp_path / "fresh", History(), timeout_seconds=1)
    assert fresh.named.names == {}
    assert "cannot be reached" in fresh.named.notices[0]
    assert fresh.themes["name"].is_unique
