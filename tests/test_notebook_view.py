"""Results show themselves in a notebook as small tables: nothing from data is markup, and few people are not told."""

from __future__ import annotations

import doctest
import math
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from invented_survey import make_survey

from peace_analysis import coding, disclosure, groups, notebook_view, policy, surveys, themes
from peace_analysis.example.tables import Invented, invented_tables
from peace_analysis.settings import Privacy, Themes

HOSTILE = '<script>alert("x")</script>&<img src=x onerror=y>\u202e\x00'


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(shown: str) -> _Tags:
    reader = _Tags()
    reader.feed(shown)
    assert {tag for tag, _ in reader.seen} <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    assert all(attrs in ([], [("scope", "col")]) for _, attrs in reader.seen)
    assert "\u202e" not in shown
    assert "\x00" not in shown
    return reader


@pytest.fixture(scope="module")
def made() -> Invented:
    return invented_tables()


def hostile(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**dict.fromkeys(columns, HOSTILE))


def test_what_it_says_of_itself_is_true() -> None:
    assert doctest.testmod(notebook_view, verbose=False) == doctest.TestResults(0, 3)


def test_missing_values_are_blank_and_numbers_are_short() -> None:
    shown = notebook_view.view_table("t", ["a"], [[None], [math.nan], [np.float32(0.123)], [np.int64(12345)], [True], [HOSTILE]])
    cells = [word for word in read(shown).words if word not in ("t", "a")]
    assert cells[:3] == ["0.12", "12,345", "yes"]
    assert shown.count("<td></td>") == 2
    assert cells[3].startswith('<script>alert("x")</script>')


def test_a_long_table_says_how_much_is_left() -> None:
    shown = notebook_view.view_table("t", ["a"], [[n] for n in range(100)])
    assert shown.count("<td>") == notebook_view.MOST_ROWS
    assert "60 more rows." in shown


def test_themes_show_names_as_text_and_few_people_in_words(made: Invented) -> None:
    table = hostile(made.themes, "name", "key_phrases").assign(n_participants=[40, 2, 3])
    vectors = np.eye(4)[made.assignments["theme_id"].map({"T01": 0, "T02": 1, "T03": 2}).fillna(3).astype(int)]
    found = themes.find_themes(made.statements, vectors, Themes(), seed=1)
    words = read(replace(found, themes=table)._repr_html_()).words
    assert "fewer than 3" in words
    assert "2" not in words
    assert {"40", "3"} <= set(words)
    assert any(word.startswith("<script>") for word in words)
    assert "stability" in read(found.model._repr_html_()).words


def test_people_heard_are_told_in_words_where_few_raised_a_theme_or_few_did_not(made: Invented) -> None:
    heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions)
    raised = heard.raised.copy()
    raised[:, 0], raised[:, 1] = np.arange(96) < 2, np.arange(96) < 95
    words = read(replace(heard, raised=raised, themes=[HOSTILE, "T02", "T03"])._repr_html_()).words
    assert {"fewer than 3", "all but fewer than 3", "28"} <= set(words)
    assert not {"2", "95"} & set(words)


def test_a_policy_and_a_redline_show_headings_as_text() -> None:
    def version(heading: str, words: str) -> policy.Policy:
        blocks = [policy.Block(f"1 {heading}", "line 1", level=1), policy.Block(words, "line 2")]
        return policy.Policy(HOSTILE, "0" * 64, policy.cut_sections(blocks))

    from peace_analysis.policy.redline import make_redline

    old, new = policy.keep_ids([version("Purpose <b>", "Officers protect life."), version("Purpose <b>", "Officers must protect life.")])
    assert "Purpose <b>" in "".join(read(old._repr_html_()).words)
    assert "1 of 1 sections changed" in "".join(read(make_redline(old, new)._repr_html_()).words)


def test_agreement_shows_verdicts_and_few_uses_in_words() -> None:
    none, other = frozenset({"none"}), frozenset({HOSTILE})
    codes = {f"S{n}": {"AB": other if n < 2 else none, "CD": other if n < 1 else none} for n in range(20)}
    found = coding.measure_agreement(codes, {}, [HOSTILE], {key: key for key in codes})
    words = read(found._repr_html_()).words
    assert "fewer than 3" in words
    assert "Agreement of 2 coders on 20 statements" in words
    assert "alpha" in read(found.overall._repr_html_()).words


def test_a_survey_shows_no_mean_that_is_withheld() -> None:
    from peace_analysis.surveys.measured import measure_survey

    survey = make_survey({("Harbor", "residents"): (30, 30, 20), (HOSTILE, "youth"): (5, 5, 5)})
    words = read(measure_survey(survey, Privacy())._repr_html_()).words
    assert "everyone" in words
    assert any(word.startswith("<script>") for word in words)
    assert "5" not in words


def test_settled_themes_show_the_names_that_people_gave(made: Invented) -> None:
    from peace_analysis.themes.codebook import Codebook
    from peace_analysis.themes.history import History

    decision = {"rename": {"theme": "T02", "name": "Lamps <b>"}, "version": 1, "author": "AB", "date": "2026-03-01", "reason": "Shorter."}
    lost = decision | {"rename": {"theme": "T09", "name": "Nothing"}}
    book = Codebook.model_validate({"decisions": [decision, lost]})
    vectors = np.eye(3)[made.assignments["theme_id"].map({"T01": 0, "T02": 1, "T03": 2}).fillna(0).astype(int)]
    settled = themes.settle_themes(made.themes, made.assignments, made.statements, vectors, history=History(), codebook=book)
    words = read(settled._repr_html_()).words
    assert "Lamps <b>" in words
    assert any("T09" in word for word in words)


def test_other_results_show_themselves(made: Invented) -> None:
    tables = made.statements, made.assignments, made.participants, made.sessions, made.themes
    assert "number" in read(disclosure.mask_release(*tables, by=["neighborhood"], privacy=Privacy())._repr_html_()).words
    weights = groups.rake(made.participants, made.population)
    assert weights is not None
    assert "0.40" in read(weights._repr_html_()).words
    opinions = groups.find_opinion_groups(made.votes.rename(columns={"voter_id": "voter", "turn": "statement"}))
    assert opinions is not None
    assert "A" in read(opinions._repr_html_()).words
    answers = pd.DataFrame({"a": [1.0, 2, 4, 5], "b": [1.0, 3, 4, 4]})
    assert "alpha" in read(surveys.measure_reliability(answers, surveys.Scale("s", "S", {"a": "A", "b": "B"}))._repr_html_()).words
