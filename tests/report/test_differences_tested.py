"""What a report says of differences: found, not found, or untestable, each with its size or its reason; small counts hidden."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import pandas as pd
import pytest

from peace_analysis import report
from peace_analysis.city import Config
from peace_analysis.disclosure.p_values import find_guarded
from peace_analysis.groups import count_heard, theme_shares
from peace_analysis.report.comparisons import PUBLIC_CONTRASTS, compare, contrast_numbers, mask_contrasts
from peace_analysis.report.html import Fragment
from peace_analysis.report.likeness import show_second_view
from peace_analysis.report.summary import five_things
from peace_analysis.report.words_apart import find_words, words_apart
from peace_analysis.tables import check_table

NAMES = {"T01": "Being stopped", "T02": "Slow answers", "T03": "Noise"}
Sessions = Sequence[tuple[str | None, Sequence[int]]]


def city(sessions: Sessions, people: int = 12) -> report.Material:
    """A city whose sessions belong to one stakeholder group each; the first so many people of a session raise each theme."""
    held, heard, said, placed = [], [], [], []
    for number, (group, counts) in enumerate(sessions):
        session = f"S{number:02d}"
        held.append({"session_id": session, "date": None, "mode": "in_person", "language": "en", "neighborhood": None})
        held[-1] |= {"stakeholder_group": group, "n_attended": people, "form": "verbatim", "transcript": None}
        for person in range(people):
            speaker = f"{session}-P{person:02d}"
            heard.append({"speaker_id": speaker, "session_id": session, "neighborhood": None, "stakeholder_group": group})
            for turn, theme in enumerate([name for name, n in zip(NAMES, counts, strict=False) if person < n] or [None]):
                identifier = f"{speaker}-{turn}"
                said.append({"statement_id": identifier, "session_id": session, "turn": turn, "speaker_id": speaker, "question": "a"})
                placed.append(
                    {"statement_id": identifier, "theme_id": theme, "subtheme_id": None, "membership": None, "residual": not theme}
                )
    statements = pd.DataFrame(said).assign(request=False, language="en", text="words", quotable=False)
    frames = {
        "statements": statements,
        "assignments": pd.DataFrame(placed).astype({"membership": "float64"}),
        "participants": pd.DataFrame(heard).assign(quote_consent=False),
        "sessions": pd.DataFrame(held),
    }
    config = Config(name="Testville", compare_by=("stakeholder_group",))
    counted = placed and frames["assignments"].dropna(subset="theme_id").merge(statements, on="statement_id")
    themes = pd.DataFrame(
        {
            "theme_id": list(NAMES),
            "parent_id": None,
            "name": list(NAMES.values()),
            "description": "",
            "key_phrases": "",
            "stability": 0.8,
            "n_statements": [int((counted["theme_id"] == name).sum()) for name in NAMES],
            "n_participants": [counted.loc[counted["theme_id"] == name, "speaker_id"].nunique() for name in NAMES],
            "n_sessions": [counted.loc[counted["theme_id"] == name, "session_id"].nunique() for name in NAMES],
        }
    )
    shares = theme_shares(*frames.values(), by=config.compare_by, privacy=config.privacy)
    return report.Material(config=config, themes=themes, shares=shares, accounting=pd.DataFrame(), **frames)


PLANTED: Sessions = [
    *[("youth", (9, 4)), ("youth", (10, 3)), ("youth", (8, 5)), ("youth", (9, 4))],
    *[("residents", (2, 4)), ("residents", (1, 5)), ("residents", (2, 3)), ("residents", (2, 4))],
    *[("business", (1, 9)), ("business", (3, 8))],
    *[("officers", (1, 4)), ("officers", (2, 3)), ("officers", (2, 4)), ("officers", (1, 5))],
]


def words_of(fragment: Fragment) -> str:
    markup = re.sub(r"<svg.*?</svg>|<table.*?</table>", " ", fragment.markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def test_a_difference_that_holds_up_is_named_with_its_size_its_interval_and_p() -> None:
    words = words_of(report.group_parts(city(PLANTED)))
    assert "1 difference holds up:" in words
    assert "Youth raised “Being stopped” more often than others: 75% against 14%. The difference is 61 points (95% interval" in words
    assert "p = .001, corrected at most .0" in words
    assert "Not tested" not in words


def test_a_group_of_two_sessions_is_said_to_be_untestable_and_its_large_difference_is_given_with_care() -> None:
    words = words_of(report.group_parts(city(PLANTED)))
    assert "1 stakeholder group cannot be tested with this design, by sessions: business (2 against 12)." in words
    assert "p cannot fall below .011, whatever was said." in words
    assert "no test can tell whether they are more than chance" in words
    assert "Business raised “Slow answers” more often than others: 71% against 33%." in words


def test_the_first_page_gives_the_largest_difference_its_size_and_names_the_others() -> None:
    both: Sessions = [(group, (first, 9 + first % 2 if group == "officers" else second)) for group, (first, second) in PLANTED]
    found = next(text for text in five_things(city(both)) if text.startswith("Shares are given"))
    assert "Youth raised “Being stopped” more often than others: 75% against 14%." in found
    assert found.endswith("These differ too, by the same test: officers on “Slow answers”.")
    one = next(text for text in five_things(city(PLANTED)) if text.startswith("Shares are given"))
    assert "These differ too" not in one


def test_where_nothing_differs_the_report_says_what_it_would_have_missed() -> None:
    same: Sessions = [(group, (5, 4 + number % 2)) for group in ("youth", "residents", "officers") for number in range(5)]
    words = words_of(report.group_parts(city(same)))
    assert "No difference was found between the groups that could be tested." in words
    assert re.search(r"A difference below about \d\d points would often be missed\.", words)
    assert "holds up" not in words


def test_where_no_group_can_be_tested_the_report_says_so_at_the_head() -> None:
    words = words_of(report.group_parts(city([("youth", (9,)), ("youth", (9,)), ("residents", (1,)), ("residents", (2,))])))
    assert words.startswith(" Not tested Differences between groups are not tested in this report. Too few sessions")
    assert "p =" not in words


def test_of_two_groups_one_is_compared_with_the_other_by_name() -> None:
    sessions: Sessions = [("youth", (9 - number % 2,)) for number in range(5)] + [("residents", (3 + number % 2,)) for number in range(5)]
    words = words_of(report.group_parts(city(sessions)))
    assert "Residents raised “Being stopped” less often than youth: 28% against 72%." in words


SMALL: Sessions = [
    *[("youth", (5, 4, 0)), ("youth", (5, 3, 1)), ("youth", (4, 4, 0))],
    *[(group, (5, 4, 4)) for group in ("residents", "business") for _ in range(4)],
]


def test_what_the_shares_hide_the_contrasts_hide_too() -> None:
    material = city(SMALL)
    contrasts = compare(material).set_index(["group", "theme_id"])
    assert contrasts.loc[("youth", "T03"), "masked"]  # one person: fewer than 3
    assert not contrasts.loc[("youth", "T01"), "masked"]
    released = material.released.set_index(["attribute", "group", "theme_id", "unit"])["masked"]
    for (group, theme), row in contrasts.iterrows():
        if released.loc[("stakeholder_group", group, theme, "participant")]:
            assert row["masked"], (group, theme)
    fragment = report.group_parts(material)
    tables = re.findall(r"<table>.*?</table>", fragment.markup, flags=re.DOTALL)
    compared = next(table for table in tables if "against the others" in table)
    assert not re.search(r"Noise.{0,200}youth", compared, flags=re.DOTALL)
    assert re.search(r"not shown, because a count in (?:it|each of them) is small", words_of(fragment))


def test_a_small_count_of_everybody_else_hides_the_comparison() -> None:
    sessions: Sessions = [("youth", (6,)) for _ in range(4)] + [("residents", (0,)) for _ in range(3)] + [("residents", (2,))]
    contrasts = compare(city(sessions))
    assert contrasts.loc[contrasts["theme_id"] == "T01", "masked"].all()


def test_where_the_count_among_everyone_is_hidden_no_group_and_rest_add_up_to_it() -> None:
    material = city(PLANTED)
    released = material.released.copy()
    released.loc[(released["attribute"] == "everyone") & (released["theme_id"] == "T01"), "masked"] = True
    hidden = mask_contrasts(compare(material), released, material.themes, material.config.privacy).set_index("theme_id")["masked"]
    assert hidden["T01"].all()
    assert not hidden["T02"].any()


def test_where_somebody_s_group_is_unknown_one_hidden_count_hides_the_theme() -> None:
    known = compare(city(SMALL))
    partly = compare(city([*SMALL, (None, (4, 4, 4))]))
    assert not known.loc[(known["theme_id"] == "T01"), "masked"].any()
    assert not partly.loc[(partly["theme_id"] == "T01"), "masked"].any()
    assert partly.loc[partly["theme_id"] == "T03", "masked"].all()


def test_the_public_table_is_what_it_declares_and_hides_what_is_masked() -> None:
    contrasts = compare(city(SMALL))
    public = contrast_numbers(contrasts)
    assert check_table(public, PUBLIC_CONTRASTS).equals(public)
    hidden = contrasts["masked"].to_numpy(dtype=bool)
    assert hidden.any()
    assert not hidden.all()
    assert public.loc[hidden, ["difference", "low", "high", "ratio", "p", "q", "detectable"]].isna().all(axis=None)
    assert set(public.loc[hidden, "verdict"]) == {"not shown"}
    assert "n_raised" not in public
    assert public["p"].min() > 0
    closed = find_guarded(city(SMALL).released)
    told = public[~public["theme_id"].isin(list(closed)) & ~hidden]
    assert closed
    assert public.loc[public["theme_id"].isin(list(closed)), ["p", "q"]].isna().all(axis=None)
    assert told["p"].notna().all()


def test_common_ground_and_fault_lines_are_named() -> None:
    words = words_of(
        report.shared_by_all(city([(group, (9 if group == "youth" else 1, 5)) for group in ("youth", "b", "c") for _ in range(5)]))
    )
    assert "At least a quarter of the people heard in every group shown raised these themes:" in words
    assert "“Slow answers”: from 42% (" in words
    assert "Taken all together, the groups differ on these themes by more than chance could explain." in words
    assert "the part on differences answers it: “Being stopped”: from 8% (b) to 75% (youth), by stakeholder group." in words


def test_a_theme_with_a_hidden_count_is_no_common_ground_in_public() -> None:
    words = words_of(report.shared_by_all(city(SMALL)))
    assert "Noise" not in words


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=cmd()"])
def test_names_of_themes_are_data(name: str) -> None:
    material = city(PLANTED)
    material.themes.loc[0, "name"] = name
    assert "<script>" not in report.group_parts(material).markup
    assert "<script>" not in report.shared_by_all(material).markup


def test_above_forty_sessions_a_regression_stands_beside_the_tests_and_below_the_report_says_why_not() -> None:
    sessions: Sessions = [("youth" if n % 2 else "residents", (6 + n % 3 if n % 2 else 2 + n % 3,)) for n in range(42)]
    material = city(sessions)
    heard = count_heard(material.statements, material.assignments, material.participants, material.sessions, by=["stakeholder_group"])
    words = words_of(show_second_view(heard, compare(material)))
    assert "Show a second view by stakeholder group" in words
    assert "No regression" not in words
    few = city(sessions[:12])
    heard = count_heard(few.statements, few.assignments, few.participants, few.sessions, by=["stakeholder_group"])
    assert "With 40 sessions or fewer its errors come out too small" in words_of(show_second_view(heard, compare(few)))


def test_words_that_stand_out_are_those_of_enough_people_in_enough_sessions() -> None:
    material = city(PLANTED)
    youth = material.statements["session_id"].isin([f"S{n:02d}" for n in range(4)])
    first = material.statements["session_id"] == "S00"
    plain = "the lamps on the road are dark and the bus is late"
    material.statements["text"] = plain
    material.statements.loc[youth, "text"] = f"{plain} and my cousin plays football"
    material.statements.loc[first, "text"] = f"{plain} and my cousin plays football near the sawmill"
    found = find_words(material)
    stands_out = set(found.loc[found["group"] == "youth", "word"])
    assert {"cousin", "football"} <= stands_out
    assert "sawmill" not in stands_out  # twelve people, all of one session
    assert "road" not in stands_out
    words = words_of(words_apart(material, found, "stakeholder_group"))
    assert "Words that stand out" in words
    assert "cousin" in words
    assert words_apart(material, found, "neighborhood").markup == ""
