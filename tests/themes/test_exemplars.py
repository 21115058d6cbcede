"""Statements that show a theme: typical, different, dissenting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from peace_analysis.themes.exemplars import disagrees, opposes, pick_exemplars


@pytest.mark.parametrize(
    "text",
    [
        "I disagree, they came fast.",
        "I must respectfully disagree.",
        "I don't really agree with that.",
        "I see it differently.",
        "To be fair, he was polite.",
        "For me it's the opposite.",
        "I'd push back on that.",
        "Maybe I'm the only one, but I sleep well.",
        "But I actually feel safe.",
        "Not everybody feels that way.",
        "I’m not sure I agree.",
        "Yo lo veo diferente.",
    ],
)
def test_words_of_disagreement_are_found(text: str) -> None:
    assert disagrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "He lives on the other side of town.",
        "They told me different things.",
        "They disagree about everything at the station.",
        "We agreed to meet.",
        "The fair is in June.",
        "I am not happy, I am angry.",
        "It was a good day.",
    ],
)
def test_words_that_only_look_like_it_are_not(text: str) -> None:
    assert not disagrees(text)


def theme(texts: dict[int, str] | None = None, quotable: bool = True) -> tuple[pd.DataFrame, np.ndarray]:
    """Twenty statements of four sessions around one direction, the last ones further and further away."""
    n = 20
    frame = pd.DataFrame(
        {
            "statement_id": [f"S{row % 4}-{row:02d}" for row in range(n)],
            "session_id": [f"S{row % 4}" for row in range(n)],
            "speaker_id": [f"S{row % 4}-P{row % 5}" for row in range(n)],
            "text": [(texts or {}).get(row, "Nobody came.") for row in range(n)],
            "quotable": quotable,
        }
    )
    angle = np.linspace(0, 1.2, n)
    return frame, np.stack([np.cos(angle), np.sin(angle)], axis=1)


def pick(frame: pd.DataFrame, vectors: np.ndarray) -> pd.DataFrame:
    return pick_exemplars(frame, vectors, {"T01": np.ones(len(frame), dtype=bool)})


def test_typical_ones_come_from_all_sessions_first_and_different_ones_are_not_among_them() -> None:
    picked = pick(*theme())
    typical = picked[picked["kind"] == "typical"]["statement_id"]
    different = picked[picked["kind"] == "different"]["statement_id"]
    assert typical.head(4).str[:2].nunique() == 4
    assert len(different) == 4
    assert not set(typical) & set(different)
    assert {"S0-00", "S3-19"} <= set(different), "both ends of the theme are shown"


def test_the_statement_that_disagrees_is_found() -> None:
    picked = pick(*theme({9: "I disagree, they came in three minutes."}))
    assert list(picked.loc[picked["kind"] == "dissenting", "statement_id"]) == ["S1-09"]


def test_where_nobody_disagrees_there_is_none_to_show() -> None:
    assert "dissenting" not in set(pick(*theme())["kind"])


def test_who_disagrees_about_something_else_is_not_taken() -> None:
    assert "dissenting" not in set(pick(*theme({19: "I disagree about the coffee."}))["kind"])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I disagree, the crosswalk by the school is fine.", "crosswalk; school; paint"),
        ("I'd push back on that: paint on a crosswalk stops nobody.", "crosswalk; school; paint"),
        ("We don't need more bumps, we need lights.", "bumps"),
        ("I don't agree.", ""),
    ],
)
def test_dissent_speaks_of_the_subject_and_against_it(text: str, topic: str) -> None:
    assert opposes(text, topic)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Maybe I'm the bad guy here, but people cut through at fifty past the crosswalk by the school.", "crosswalk; school"),
        ("To be fair, the officer at the school was polite.", "officer; school"),
        ("This one's for balance: best stop of my life.", "stop; life"),
        ("I must disagree a little, the officer was kind when my customer fell.", "officer; wandered; scarf"),
        ("I disagree about the coffee.", "crosswalk; school"),
        ("I don't always agree with her, but I agree about the crosswalk by the school.", "crosswalk; school"),
        ("The crosswalk by the school needs paint.", "crosswalk; school"),
    ],
)
def test_who_concedes_agrees_or_speaks_of_something_else_does_not_dissent(text: str, topic: str) -> None:
    assert not opposes(text, topic)


def test_a_majority_does_not_dissent() -> None:
    assert "dissenting" not in set(pick(*theme(dict.fromkeys(range(12), "I disagree.")))["kind"])


def test_quotable_ones_come_first() -> None:
    frame, vectors = theme()
    frame.loc[10:, "quotable"] = False
    picked = pick(frame, vectors)
    typical = picked.loc[picked["kind"] == "typical", "statement_id"]
    assert frame.set_index("statement_id").loc[typical, "quotable"].all()


def test_a_theme_without_statements_shows_none() -> None:
    frame, vectors = theme()
    assert pick_exemplars(frame, vectors, {"T01": np.zeros(len(frame), dtype=bool)}).empty


LONG = "They painted the crosswalk by the school and nobody stops at it, whoever stands there."


def test_who_only_greets_the_room_is_not_what_is_different() -> None:
    hello = "Good evening, neighbors. I have lived on this street for thirty-one years and I am glad to be here."
    frame, vectors = theme(dict.fromkeys(range(19), LONG) | {19: hello})
    assert "S3-19" not in set(pick(frame, vectors).query("kind == 'different'")["statement_id"])


def test_what_is_different_or_dissents_uses_a_word_of_the_key_phrases() -> None:
    frame, vectors = theme(dict.fromkeys((9, 19), "I disagree, and I would rather speak of the price of bread, as I said before."))
    frame.loc[~frame.index.isin((9, 19)), "text"] = LONG
    inside = {"T01": np.ones(len(frame), dtype=bool)}
    picked = pick_exemplars(frame, vectors, inside, phrases={"T01": "crosswalk; school"})
    shown = set(picked.loc[picked["kind"] != "typical", "statement_id"])
    assert shown
    assert not {"S1-09", "S3-19"} & shown
    assert "S1-09" in set(pick_exemplars(frame, vectors, inside, phrases={"T01": "bread"}).query("kind == 'dissenting'")["statement_id"])


def test_what_is_nearer_to_another_theme_or_fits_none_shows_nothing_of_this_one() -> None:
    frame, vectors = theme(dict.fromkeys(range(20), LONG))
    inside = np.arange(20) < 12
    both = {"T01": inside, "T02": ~inside}
    lost = np.arange(20) == 11
    shown = pick_exemplars(frame, vectors, both, residual=lost)
    assert "S3-11" not in set(shown["statement_id"])
    stray = {"T01": inside | (np.arange(20) == 19), "T02": ~inside & (np.arange(20) != 19)}
    different = pick_exemplars(frame, vectors, stray).query("theme_id == 'T01' and kind == 'different'")
    assert "S3-19" not in set(different["statement_id"])
