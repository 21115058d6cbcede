"""What a comparison says of cities is what their own reports give, and no more than was tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest

from peace_analysis import across, groups
from peace_analysis.across.over_cities import COMMON, OWN, UNCLEAR
from peace_analysis.cities.gathered import Comparison
from peace_analysis.cities.overview import programme_numbers, programmes, say_none, summary
from peace_analysis.cities.public_tables import PROGRAMMES
from peace_analysis.cities.themes_compared import common_themes, draw_figures, theme_by_theme
from peace_analysis.example.material import invented_material
from peace_analysis.example.tables import invented_cities
from peace_analysis.recommendations.entries import Recommendation
from peace_analysis.report import Material
from peace_analysis.report.public_tables import theme_numbers
from peace_analysis.settings import Themes
from peace_analysis.tables import check_table


@pytest.fixture(scope="module")
def material() -> Material:
    """A city of which the model does not read one session."""
    made = invented_material()
    unread = made.statements.loc[made.statements["session_id"] == made.sessions["session_id"].iloc[0], "statement_id"]
    placed = made.assignments.copy()
    rows = placed["statement_id"].isin(unread)
    placed.loc[rows, ["theme_id", "subtheme_id"]] = None
    placed.loc[rows, "residual"] = False
    people = (made.statements, placed, made.participants, made.sessions)
    return replace(made, assignments=placed, shares=groups.theme_shares(*people, by=["neighborhood"]), worked_out={}, figures={})


@pytest.fixture(scope="module")
def compared(material: Material) -> Comparison:
    """Two cities whose first theme is unclear, and whose last is a part of one that was taken apart."""
    made = sorted(invented_cities(), key=lambda city: city.key)
    joint = across.find_joint_themes(made, settings=Themes(min_themes=2, max_themes=4))
    first, last = joint.themes["theme_id"].iloc[[0, -1]]
    joint = replace(joint, split=frozenset({last}))
    shares = across.share_by_city(made, joint)
    over = across.compare_over_cities(shares, joint)
    over.loc[over["theme_id"] == first, "where"] = UNCLEAR
    over.loc[over["theme_id"] == last, "where"] = UNCLEAR
    return Comparison(
        places=tuple(SimpleNamespace(key=city.key) for city in made),
        materials={city.key: material for city in made},
        cities=tuple(made),
        joint=joint,
        shares=shares,
        over=over,
        differences=across.compare_two_cities(made, joint, shares),
        changes=pd.DataFrame(columns=list(across.WAVE_CHANGES.by_name)),
        waves="",
        language="en",
        released=frozenset(),
        seed=0,
    )


def test_people_in_programmes_are_those_of_the_citys_own_tables_and_nobody_else_is_counted(compared, material) -> None:
    found = programme_numbers(compared)
    check_table(found, PROGRAMMES)
    everyone = set(theme_numbers(material)["n_heard"].dropna())
    assert set(found["n_heard"]) == everyone == {84}
    assert material.n_people == 84
    assert material.statements["speaker_id"].nunique() == 96  # beside it, the session in between would follow
    of_people = {name for name in found if name.startswith("n_")} - {"n_sessions", "n_statements", "n_not_read", "n_own_themes"}
    assert of_people == {"n_heard"}
    assert "96" not in programmes(compared).markup
    assert "Shares may be of fewer people than came" in programmes(compared).markup


def test_an_answer_that_the_citys_report_dates_is_dated_here_too(compared, material) -> None:
    last = date.fromisoformat(max(material.sessions["date"].dropna()))
    steps = [
        {"date": last + timedelta(days=days), "status": status, "author": "AB", "reason": "Because."}
        for days, status in ((1, "proposed"), (9, "accepted"))
    ]
    asked = Recommendation(
        id="lamps", title="Lamps", text="More lamps.", owner="City", horizon="later", author="AB", themes=("T01",), history=tuple(steps)
    )
    answered = replace(compared, materials={key: replace(material, recommendations=(asked,)) for key in compared.materials})
    assert "No answer has a date yet." in programmes(compared).markup
    page = programmes(answered).markup
    assert "No answer has a date yet." not in page
    assert "9 days" in page


def test_how_large_a_difference_would_have_been_found_stands_beside_none(compared) -> None:
    assert "differs" not in set(compared.differences["verdict"])
    least, most = (100 * compared.differences["detectable"].agg(name) for name in ("min", "max"))
    assert f"one of {least:.0f} to {most:.0f} points would have been found" in summary(compared).markup
    assert say_none(compared.differences.assign(detectable=float("nan"))) == "No difference between the two cities holds up."


def test_unclear_themes_are_marked_and_set_beside_nothing(compared) -> None:
    kinds = compared.over.set_index("theme_id")["where"]
    unclear, clear = kinds.index[kinds == UNCLEAR], kinds.index[kinds == COMMON]
    assert len(unclear) == 2
    figures = draw_figures(compared)
    assert set(figures["theme_dots"].table["theme_id"]) == set(clear)
    names = figures["theme_grid"].table.set_index("theme_id")["name"]
    assert all(name.endswith("(unclear)") == (theme in unclear) for theme, name in names.items())
    page = common_themes(compared).markup
    assert "Left out, because nothing can be set side by side" in page
    assert page.count("A theme&#x27;s number may differ from") == 1
    assert theme_by_theme(compared).markup.count("its shares are shown and not tested") == 1


def test_a_mere_part_has_no_section_as_a_theme(compared) -> None:
    page = theme_by_theme(compared).markup
    last = compared.over["theme_id"].iloc[-1]
    assert OWN not in set(compared.over["where"])
    assert f'theme-{last.lower()}"' not in page
    assert f'theme-{compared.over["theme_id"].iloc[0].lower()}"' in page
