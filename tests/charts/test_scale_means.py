"""Means of survey scales as a figure: what its words say, and that no color is needed to tell waves apart."""

from __future__ import annotations

import pandas as pd
from invented_figures import PLACES, scale_answers

from peace_analysis.charts import scale_means


def test_the_title_names_the_scale_that_stands_furthest_apart_and_claims_no_change() -> None:
    means = scale_answers(["Everyone"])
    means.loc[(means["scale"] == "Trust in police") & (means["wave"] == "November 2026"), "mean"] = 2.0
    title = scale_means(means).title
    assert title == "“Trust in police” stands furthest apart: 1.40 in April 2026, 2.00 in November 2026"


def test_a_point_of_a_short_scale_is_more_than_a_point_of_a_long_one() -> None:
    means = scale_answers(["Everyone"])  # both scales stand .25 apart: of four points and of six
    assert scale_means(means).title.startswith("“Trust in police”")


def test_one_wave_and_several_groups_have_words_of_their_own() -> None:
    means = scale_answers(["Everyone"])
    one = scale_means(means[means["wave"] == "April 2026"].reset_index(drop=True))
    assert one.title.startswith("Means in April 2026: “Trust in police” 1.40 and")
    groups = scale_means(scale_answers(list(PLACES)))
    assert groups.title == "“Trust in police” in November 2026: from 1.65 (Harbor Point) to 2.25 (Northside)"
    assert "4 groups with a dot" in groups.alt


def test_the_title_leaves_a_scale_aside_whose_items_hold_together_weakly() -> None:
    for places, other in ((["Everyone"], "stands furthest apart"), (list(PLACES), "in November 2026: from")):
        means = scale_answers(places)
        steady = means["scale"] != "Trust in police"
        assert scale_means(means.assign(steady=True)).title == scale_means(means).title  # of the other scale nothing is said
        assert scale_means(means.assign(steady=steady)).title.startswith(f"“Willingness to speak with officers whom nobody knows” {other}")
        assert scale_means(means.assign(steady=False)).title.startswith("“Trust in police”")  # where none does, all are looked at


def test_waves_are_told_apart_by_their_marks_and_all_are_drawn() -> None:
    figure = scale_means(scale_answers(list(PLACES)))
    marks = [line for axes in figure.figure.axes for line in axes.get_lines() if line.get_marker() == "o"]
    assert len(marks) == len(figure.table) == 14
    assert sum(mark.get_markerfacecolor() == mark.get_markeredgecolor() for mark in marks) == 6  # filled in the last wave


def test_nothing_to_show_is_said_so() -> None:
    empty = scale_means(scale_answers(["Everyone"]).iloc[:0])
    assert isinstance(empty.table, pd.DataFrame)
    assert empty.table.empty
    assert "may be shown" in empty.title
