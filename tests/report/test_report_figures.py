"""Figures of a report: drawn from released numbers alone, each with its table, on the page where they belong."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import lxml.html
import numpy as np
import pandas as pd
import pytest
from invented_city import make_frames, make_material

from peace_analysis import report
from peace_analysis.boundaries import Boundaries
from peace_analysis.report.figures import common_ground_figure, coverage_map_figure, heat_map_figure, held_by_neighborhood, maps_figure
from peace_analysis.report.public_tables import public_frames

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float64)


@pytest.fixture
def mapped(material):
    """The invented city with boundaries."""
    return with_map(material)


def with_map(material, names=("Eastgate", "Mill Flats", "Old Town", "Lakeside")):
    return replace(material, figures={}, boundaries=Boundaries({name: [[SQUARE + np.array([n, 0])]] for n, name in enumerate(names)}))


def words_of(fragment):
    """Words of a fragment as read, those of its figures among them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment.markup)).split())


def drawn(figure):
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)


def test_each_number_of_the_heat_map_is_one_of_the_public_table(mapped):
    public = public_frames(mapped)["group_shares"].set_index(["attribute", "group", "theme_id"])
    for attribute in mapped.config.compare_by:
        figure = heat_map_figure(mapped, attribute)
        if figure is None:
            continue
        for row in figure.table.to_dict("records"):
            there = public.loc[(attribute, row["group"], row["theme_id"])]
            assert pd.isna(row["n_raised"]) == pd.isna(there["n_raised"])
            assert pd.isna(row["share"]) or row["share"] == pytest.approx(there["share"])
            assert row["shown"] == there["shown"]


def test_the_map_of_people_has_the_counts_of_the_public_tables(mapped):
    frames = public_frames(mapped)
    sessions = frames["coverage"].groupby("neighborhood")["n_sessions"].sum()
    people = frames["groups"][frames["groups"]["attribute"] == "neighborhood"].set_index("group")
    held = held_by_neighborhood(mapped)
    assert len(held) == 3
    for row in held.to_dict("records"):
        assert row["n_sessions"] == sessions[row["neighborhood"]]
        assert row["shown"] == people.loc[row["neighborhood"], "shown"]


def test_people_of_a_small_neighborhood_are_not_counted_on_the_map(frames):
    gone = frames["participants"]["neighborhood"].eq("Old Town") & (frames["participants"].groupby("neighborhood").cumcount() >= 7)
    speakers = set(frames["participants"].loc[gone, "speaker_id"])
    frames["participants"] = frames["participants"][~gone]
    frames["statements"] = frames["statements"][~frames["statements"]["speaker_id"].isin(speakers)]
    frames["assignments"] = frames["assignments"][frames["assignments"]["statement_id"].isin(frames["statements"]["statement_id"])]
    shares = frames["theme_shares"]
    shares.loc[shares["group"] == "Old Town", ["n_heard", "adequate"]] = [7, False]
    material = with_map(make_material(frames))
    held = held_by_neighborhood(material).set_index("neighborhood")
    assert pd.isna(held.loc["Old Town", "n_heard"])
    words = drawn(coverage_map_figure(material))
    assert "7 people" not in words
    assert held.loc["Old Town", "shown"] in ("10 or fewer", "not shown")
    assert {"10 or fewer people", "people not shown"} & set(words)


def test_the_chapters_hold_their_figures_with_tables_beside_them(frames):
    frames["theme_shares"]["adequate"] = True  # three neighborhoods, one of them with nothing that may be given
    mapped = with_map(make_material(frames))
    who = report.who_took_part(mapped)
    assert who.markup.count("<svg") == 2
    assert "Sessions were held in all 3 planned neighborhoods" in words_of(who)
    apart = report.group_parts(mapped)
    assert "comes first in" in words_of(apart)
    assert apart.markup.count('<figure class="chart">') == apart.markup.count("Show the numbers as a table") == 4
    shared = report.shared_by_all(mapped)
    assert shared.markup.count("<svg") == 2
    assert "Geometric mean" in words_of(shared)


def test_a_city_without_boundaries_has_no_map_and_says_nothing_of_it(material):
    assert coverage_map_figure(material) is None
    assert maps_figure(material) is None
    assert report.who_took_part(material).markup.count("<svg") == 1


def test_boundaries_that_name_no_neighborhood_of_the_city_give_no_map(material):
    elsewhere = with_map(material, names=("Ghent", "Bruges"))
    assert coverage_map_figure(elsewhere) is None
    assert maps_figure(elsewhere) is None


def test_where_one_group_is_shown_nothing_is_set_side_by_side(frames):
    shares = frames["theme_shares"]
    shares.loc[(shares["attribute"] == "stakeholder_group") & (shares["group"] == "youth"), "adequate"] = False
    material = make_material(frames)
    assert common_ground_figure(material, "stakeholder_group") is None
    assert heat_map_figure(material, "stakeholder_group") is None


def test_a_withdrawn_group_is_named_neither_among_shared_themes_nor_in_figures():
    frames = make_frames()
    shares = frames["theme_shares"]
    # not shown on its own, though it has people and sessions enough: as a group is that would give another one's count away
    shares.loc[shares["group"] == "Old Town", "adequate"] = False
    material = make_material(frames)
    assert "Mill Flats" in words_of(report.shared_by_all(material))
    assert "Old Town" not in report.shared_by_all(material).markup


def test_hostile_names_stay_text_in_every_figure(hostile_material):
    names = hostile_material.config.plan.neighborhoods
    material = with_map(hostile_material, names=names)
    for part in (report.who_took_part, report.group_parts, report.shared_by_all):
        root = lxml.html.fromstring(f"<div>{part(material).markup}</div>")
        assert not root.xpath("//script | //img | //iframe | //math")
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or name == "style"]
