"""People heard beside residents, only where the public knows every group's size, and what weights would change."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pandas as pd

from peace_analysis import report
from peace_analysis.groups import count_heard
from peace_analysis.report.represented import represented, show_raking

RESIDENTS = {"Eastgate": 600, "Mill Flats": 200, "Old Town": 200}


def words_of(fragment: report.Fragment) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", fragment.markup)))


def with_residents(material: report.Material) -> report.Material:
    rows = [(place, "everyone", "everyone", n) for place, n in RESIDENTS.items()]
    return replace(material, population=pd.DataFrame(rows, columns=["neighborhood", "attribute", "group", "population"]))


def test_no_ratio_stands_where_a_group_is_too_small_to_be_shown(material: report.Material) -> None:
    assert "Old Town" in words_of(report.group_parts(material))  # heard in one session with speakers: not shown on its own
    assert represented(with_residents(material)).markup == ""


def test_ratios_stand_where_every_size_is_public(material: report.Material) -> None:
    kept = material.participants["neighborhood"] != "Old Town"
    said = material.statements["speaker_id"].isin(material.participants.loc[kept, "speaker_id"])
    city = replace(
        with_residents(material),
        statements=material.statements[said],
        assignments=material.assignments[said.to_numpy()],
        participants=material.participants[kept],
        shares=material.shares[material.shares["group"] != "Old Town"],
    )
    words = words_of(represented(city))
    assert "Eastgate 60% 50% 0.83 0.83 to 0.83" in words  # 24 of 48 people for 600 of 1,000 residents
    assert "Mill Flats 20% 50% 2.50" in words
    assert "Old Town 20% 0% 0.00 0.00 to 0.00 under-represented" in words


def test_weights_are_told_by_range_and_cost_and_never_by_a_share(material: report.Material) -> None:
    heard = count_heard(material.statements, material.assignments, material.participants, material.sessions, by=["neighborhood"])
    themes = pd.DataFrame({"theme_id": ["T01", "T02"], "name": ["Slow answers", "Dark streets"]})
    words = words_of(show_raking(heard, with_residents(material).population, themes))
    # 24, 24 and 12 of 60 people for .6, .2 and .2 of residents: weights 1.5, .5 and 1, so that 1 + CV^2 = 1 + (24 * .25 * 2) / 60
    assert "Weights by neighborhood would run from 0.5 to 1.5." in words
    assert "worth 1.2 times fewer" in words
    assert "%" not in words
    assert "nothing to weight by" in words_of(show_raking(heard, None, themes))
