"""Vectors of a city."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from planted_subjects import WordEncoder, make_statements

from peace_analysis.city import City
from peace_analysis.themes import embed_seeds, embed_statements, write_model_facts


def open_city(folder: Path) -> City:
    (folder / "riverside").mkdir()
    (folder / "riverside" / "city.yml").write_text("name: Riverside\n", encoding="utf-8")
    return City.open("riverside", data=folder)


def test_a_second_run_embeds_only_what_is_new(tmp_path: Path) -> None:
    city, (statements, _) = open_city(tmp_path), make_statements(per_subject=3)
    first = embed_statements(city, statements.head(20), encoder=WordEncoder())
    again = WordEncoder()
    second = embed_statements(city, statements, encoder=again)
    assert len(again.embedded) == second.n_new <= len(statements) - 20
    assert (second.vectors[:20] == first.vectors).all()


def test_other_languages_are_not_embedded_and_are_counted(tmp_path: Path) -> None:
    city, (statements, _) = open_city(tmp_path), make_statements(per_subject=3)
    statements.loc[:4, "language"] = "es"
    embedded = embed_statements(city, statements, encoder=WordEncoder())
    assert (embedded.n_read, embedded.n_unread) == (25, 5)
    assert (embedded.vectors[:5] == 0).all()
    assert embedded.facts()["In other languages, set apart"] == "5"


def test_renumbered_tokens_are_not_embedded_again(tmp_path: Path) -> None:
    city, (statements, _) = open_city(tmp_path), make_statements(per_subject=1)
    embed_statements(city, statements.assign(text="[NAME 1] helped me"), encoder=WordEncoder())
    again = WordEncoder()
    embed_statements(city, statements.assign(text="[NAME 7] helped me"), encoder=again)
    assert again.embedded == []


def test_the_model_is_noted_for_the_report(tmp_path: Path) -> None:
    city, (statements, _) = open_city(tmp_path), make_statements(per_subject=1)
    write_model_facts(city, embed_statements(city, statements, encoder=WordEncoder()))
    facts = json.loads((city.derived_folder / "model.json").read_text(encoding="utf-8"))
    assert (facts["name"], facts["dimensions"], facts["n_statements_read"]) == ("words", 48, 10)


def test_no_statements_at_all_are_no_problem(tmp_path: Path) -> None:
    statements: pd.DataFrame = make_statements(per_subject=1)[0].head(0)
    assert embed_statements(open_city(tmp_path), statements, encoder=WordEncoder()).vectors.shape[0] == 0


def test_seeds_are_embedded_code_by_code_and_kept_out_of_the_vectors_of_statements(tmp_path: Path) -> None:
    city, encoder = open_city(tmp_path), WordEncoder()
    seeds = embed_seeds(city, {"lamps": ["street light", "lamp pole"], "pay": ["bulb"]}, encoder=encoder)
    assert {code: len(vectors) for code, vectors in seeds.items()} == {"lamps": 2, "pay": 1}
    assert not (city.derived_folder / "embeddings.npz").exists()
    assert embed_seeds(city, {}) == {}
