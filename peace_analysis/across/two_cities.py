"""Do two cities differ on a theme? Tested over sessions, on one measure for both, and with what such a difference cannot mean.

Two cities differ in everything at once: who invited whom, guide, facilitators, year. A difference of shares says that what was said in
these sessions differs by more than sessions of one programme do. It does not say that the cities' people differ.

Source:
    METHODS section 3. Benjamini & Hochberg (1995), JRSS B 57, 289-300.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from peace_analysis.across.joint_themes import ALIKE, JointThemes
from peace_analysis.across.voices import Voices
from peace_analysis.disclosure.p_values import withhold_p
from peace_analysis.groups.contrasts import compare_groups
from peace_analysis.groups.heard import Heard, count_heard
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table, check_table

NUMBERS = ("difference", "low", "high", "p", "q", "detectable")
CITY_DIFFERENCES = Table(
    "city_differences",
    "one joint theme: one city against another",
    (
        Column("theme_id", "text", "joint theme"),
        Column("name", "text", "its name"),
        Column("city", "text", "the city"),
        Column("against", "text", "the other city"),
        Column("difference", "number", "share in the city minus share in the other"),
        Column("low", "number", "lower end of its 95% interval, in whole percents", nullable=True),
        Column("high", "number", "upper end", nullable=True),
        Column("p", "share", "two-sided permutation p: cities dealt over whole sessions, rounded up"),
        Column("smallest_p", "share", "smallest p that so many sessions can reach"),
        Column("n_family", "integer", "tests that p is corrected for"),
        Column("q", "share", "p corrected for all joint themes (Benjamini-Hochberg), rounded up", nullable=True),
        Column("detectable", "share", "smallest difference upwards found in four of five programmes, at .05, one test", nullable=True),
        Column("verdict", "text", "what may be said"),
    ),
    key=("theme_id",),
)


def compare_two_cities(cities: Sequence[Voices], joint: JointThemes, shares: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Test whether two cities' sessions differ on each joint theme.

    Args:
        cities: Exactly two, both with sources that name speakers.
        joint: Their themes.
        shares: `CITY_SHARES`: a comparison with a masked count is not made.
        seed: Of the draws, where there are too many arrangements to list.

    Returns:
        `CITY_DIFFERENCES` of the themes that mean one thing and whose counts may be given in both: what p is corrected for. A theme of one
        city differs by being its own, and its p would make room for others. No rows where there are not two cities that count people: of
        more cities none is set against another, which would be a table of places, and each pair a test.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> from peace_analysis.settings import Themes
        >>> FEW = Themes(min_themes=2, max_themes=4)
        >>> made = invented_cities()
        >>> joint = across.find_joint_themes(made, settings=FEW)
        >>> found = across.compare_two_cities(made, joint, across.share_by_city(made, joint))
        >>> found["difference"].tolist()
        [0.0, 0.0, 0.0]
    """
    empty = pd.DataFrame(columns=list(CITY_DIFFERENCES.by_name))
    heard = [count_heard(*joint.tables_of(city)) for city in cities]
    if len(cities) != 2 or not all(len(part.people) for part in heard):
        return empty
    given = shares.pivot(index="theme_id", columns="city", values="share").dropna()
    alike = joint.themes.set_index("theme_id")["likeness"] >= ALIKE
    themes = [theme for theme in joint.themes["theme_id"] if theme in given.index and alike[theme]]
    if not themes:
        return empty
    pooled = _pool(cities, heard, themes, shares)
    strictest = Privacy(**{
        name: max(getattr(city.privacy, name) for city in cities) for name in ("group_min_people", "group_min_sessions")
    })  # fmt: skip
    found = compare_groups(pooled, "city", themes, privacy=strictest, seed=seed)
    if found.empty:
        return empty
    names = {city.key: city.name for city in cities}
    frame = pd.DataFrame(
        {
            "theme_id": found["theme_id"],
            "name": found["theme_id"].map(joint.themes.set_index("theme_id")["name"]),
            "city": found["group"].map(names),
            "against": found["against"].map(names),
            **{name: found[name] for name in (*NUMBERS, "smallest_p", "n_family", "verdict")},
        }
    )
    first, second = given[frame["city"].iloc[0]], given[frame["against"].iloc[0]]
    frame["difference"] = frame["theme_id"].map(first - second)  # of the shares shown, which may be those of an own theme
    frame[["low", "high"]] = frame[["low", "high"]].round(2)
    frame = withhold_p(frame, (), every=True)
    return check_table(frame[[column.name for column in CITY_DIFFERENCES.columns]], CITY_DIFFERENCES)


def _pool(cities: Sequence[Voices], heard: Sequence[Heard], themes: list[str], shares: pd.DataFrame) -> Heard:
    """People of both cities, with the city as what they are compared by; sessions told apart by the city."""
    counted_as = shares.dropna(subset="own_theme_id").set_index(["city", "theme_id"])["own_theme_id"].to_dict()
    people, raised = [], []
    for city, part in zip(cities, heard, strict=True):
        people.append(pd.DataFrame({"session_id": city.key + "." + part.people["session_id"].astype("str"), "city": city.key}))
        own = count_heard(city.statements, city.assignments, city.participants, city.sessions)
        order = own.people.index.get_indexer(part.people.index)
        flags = np.zeros((len(part.people), len(themes)), dtype=bool)
        for place, theme in enumerate(themes):
            if (city.name, theme) in counted_as:  # the count that is shown is that of an own theme, and so is what is tested
                flags[:, place] = own.raised[:, own.themes.index(counted_as[city.name, theme])][order]
            elif theme in part.themes:
                flags[:, place] = part.raised[:, part.themes.index(theme)]
        raised.append(flags)
    merged = pd.concat([frame.set_axis(city.key + "." + frame.index, axis=0) for city, frame in zip(cities, people, strict=True)])
    return replace(heard[0], people=merged, raised=np.vstack(raised), themes=themes, sessions_heard=[],
                   raised_in_session=np.zeros((0, len(themes)), dtype=bool), subthemes=frozenset())  # fmt: skip
