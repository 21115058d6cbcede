"""The cities' own themes beside the joint ones: which hold much of each other, and whose name a joint theme has.

How much they hold of each other is used here and told nowhere: with the counts of both it would say how many people are in the one and not
in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from peace_analysis.across.voices import Voices
from peace_analysis.tables import Column, Table, check_table

BESIDE = 1 / 3  # share of a city's own theme in a joint one, or of the joint one's statements there, to be named beside it
LEAST_SHARED = 4  # statements
SAME_NAME = 0.4  # least Jaccard index of an own theme and a joint one's part in the city, for the joint one to have its name

OWN_THEMES = Table(
    "own_themes",
    "one theme of a city's own report beside one of all cities",
    (
        Column("theme_id", "text", "theme of all cities together"),
        Column("city", "text", "the city"),
        Column("own_theme_id", "text", "theme in the city's own report"),
        Column("own_name", "text", "its name there, which people may have given"),
        Column("fit", "text", "whether both hold much the same", among=("the same", "a part of it", "wider", "overlaps")),
    ),
    key=("theme_id", "city", "own_theme_id"),
)


def count_shared(cities: Sequence[Voices], placed: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Count the statements that own and joint themes share: theme_id, city, own_theme_id, own_name, shared, own, joint."""
    parts = []
    for city in cities:
        own = city.assignments[["statement_id", "theme_id"]].rename(columns={"theme_id": "own_theme_id"})
        both = placed[city.key][["statement_id", "theme_id"]].merge(own, on="statement_id").dropna()
        counts = both.groupby(["theme_id", "own_theme_id"], sort=True).size().rename("shared").reset_index()
        names = dict(zip(city.themes["theme_id"].astype("str"), city.themes["name"].astype("str"), strict=True))
        parts.append(
            counts.assign(
                city=city.name,
                own_name=[names.get(str(theme), str(theme)) for theme in counts["own_theme_id"]],
                own=counts["own_theme_id"].map(both["own_theme_id"].value_counts()),
                joint=counts["theme_id"].map(both["theme_id"].value_counts()),
            )
        )
    return pd.concat(parts, ignore_index=True)


def list_beside(shared: pd.DataFrame) -> pd.DataFrame:
    """List own themes that hold much of a joint one, or of which it holds much, as `OWN_THEMES`."""
    of_own, of_joint = shared["shared"] / shared["own"], shared["shared"] / shared["joint"]
    much = 1 - BESIDE
    fits = [
        "the same" if mine >= much and theirs >= much else "a part of it" if mine >= much else "wider" if theirs >= much else "overlaps"
        for mine, theirs in zip(of_own, of_joint, strict=True)
    ]
    kept = (of_own.combine(of_joint, max) >= BESIDE) & (shared["shared"] >= LEAST_SHARED)
    frame = shared.assign(fit=fits)[kept][list(OWN_THEMES.by_name)].astype("str")
    return check_table(frame.sort_values(["theme_id", "city", "own_theme_id"], ignore_index=True), OWN_THEMES)


def borrow_names(themes: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """Call each joint theme as a city calls the own theme that is most like it, where one is: its people may have chosen the name.

    Themes of the same name are numbered.
    """
    alike = shared.assign(jaccard=shared["shared"] / (shared["own"] + shared["joint"] - shared["shared"]))
    alike = alike[(alike["jaccard"] >= SAME_NAME) & (alike["shared"] >= LEAST_SHARED)]
    alike = alike.sort_values(["jaccard", "city", "own_theme_id"], ascending=[False, True, True], kind="stable")
    called = dict(zip(*(alike.drop_duplicates("theme_id")[name].tolist() for name in ("theme_id", "own_name")), strict=True))
    names = pd.Series([called.get(theme, name) for theme, name in zip(themes["theme_id"], themes["name"], strict=True)], index=themes.index)
    place, several = names.groupby(names).cumcount() + 1, names.duplicated(keep=False)
    numbered = [f"{name} ({n})" if more else str(name) for name, n, more in zip(names, place, several, strict=True)]
    return pd.Series(numbered, index=themes.index, dtype="str")
