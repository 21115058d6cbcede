"""Contrasts between groups as they may be shown: which of them, and as which public table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from peace_analysis.charts.rows import rows_of
from peace_analysis.disclosure.p_values import find_guarded, withhold_p
from peace_analysis.groups.contrasts import CONTRASTS, DIFFERS, NOT_FOUND, NOT_TESTED, theme_contrasts
from peace_analysis.groups.declared import find_declared
from peace_analysis.groups.shares import EVERYONE
from peace_analysis.report.material import Material
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table
from peace_analysis.wording import marked

NOT_SHOWN = marked("not shown")
# Decimals: intervals in whole percents, because more would tell how sessions differ; p so that the smallest is not 0.
DECIMALS = {"difference": 2, "low": 2, "high": 2, "ratio": 1, "ratio_low": 1, "ratio_high": 1, "p": 4, "q": 4, "detectable": 2}
PUBLIC_CONTRASTS = Table(
    "contrasts",
    CONTRASTS.row,
    (
        *(CONTRASTS.by_name[name] for name in ("attribute", "group", "against", "theme_id")),
        Column("name", "text", "short name of the theme"),
        CONTRASTS.by_name["declared"],
        CONTRASTS.by_name["design"],
        *(replace(CONTRASTS.by_name[name], nullable=True) for name in DECIMALS if name not in ("p", "q", "detectable")),
        Column("p", "share", "two-sided permutation p; empty for a theme with a masked count, which it could tell", nullable=True),
        Column("q", "share", "corrected p of the family (Benjamini-Hochberg), rounded up: .001 .005 .01 .02 .05 .1 .2 .5 1", nullable=True),
        replace(CONTRASTS.by_name["detectable"], nullable=True),
        CONTRASTS.by_name["smallest_p"],
        Column("verdict", "text", "what may be said; not shown where counts are small", among=(DIFFERS, NOT_FOUND, NOT_TESTED, NOT_SHOWN)),
    ),
    key=CONTRASTS.key,
)


def compare(material: Material) -> pd.DataFrame:
    """Compare the groups of every attribute that the city compares by, once a report; see `mask_contrasts` for what of it may be shown."""
    if "contrasts" not in material.worked_out:
        material.worked_out["contrasts"] = _compare(material)
    found: pd.DataFrame = material.worked_out["contrasts"]
    return found.copy()


def _compare(material: Material) -> pd.DataFrame:
    declared, _ = find_declared(material.config.hypotheses, material.themes)
    contrasts = theme_contrasts(
        material.statements,
        material.assignments,
        material.compared,
        material.sessions,
        by=material.config.compare_by,
        declared=declared,
        privacy=material.config.privacy,
        seed=material.config.seed,
    )
    return mask_contrasts(contrasts, material.released, material.shown_themes, material.config.privacy)


def mask_contrasts(contrasts: pd.DataFrame, released: pd.DataFrame, themes: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Say which comparisons the public may see.

    A comparison is hidden where the count of the group, of everybody else, or of everyone may not be shown; and, where the group of some
    people is unknown, also where any other group's count on the theme is hidden, because the sum of the known would help to work that out.

    Args:
        contrasts: `groups.CONTRASTS`.
        released: `tables.THEME_SHARES`, masked.
        themes: `tables.THEMES`.
        privacy: Thresholds.

    Returns:
        The same rows with `masked` and `name` (of the theme); no number and no verdict of a masked row may be used. A theme with a masked
        count has no p (`disclosure.p_values`), and q is a bound.
    """
    people = released[released["unit"] == "participant"]
    hidden = people.loc[people["masked"].astype(bool), ["attribute", "group", "theme_id"]]
    closed = set(hidden.itertuples(index=False, name=None))
    partial = {name for name in contrasts["attribute"].unique() if not _is_known_of_all(people, name)}
    closed_themes = {(attribute, theme) for attribute, _, theme in closed if attribute in partial}
    few = privacy.opinion_threshold
    masked = [
        not row["adequate"]
        or (row["attribute"], row["group"], row["theme_id"]) in closed
        or (row["attribute"], row["against"], row["theme_id"]) in closed
        or (EVERYONE, EVERYONE, row["theme_id"]) in closed
        or (row["attribute"], row["theme_id"]) in closed_themes
        or not few <= row["n_raised_against"] <= row["n_heard_against"] - few
        for row in rows_of(contrasts)
    ]
    names = themes.set_index("theme_id")["name"]
    shown = contrasts.assign(masked=pd.Series(masked, index=contrasts.index, dtype="bool"), name=contrasts["theme_id"].map(names))
    return withhold_p(shown, find_guarded(released))


def contrast_numbers(contrasts: pd.DataFrame) -> pd.DataFrame:
    """Public table: every comparison, numbers and verdict empty where they may not be shown.

    Args:
        contrasts: As `compare` gives them.

    Returns:
        `PUBLIC_CONTRASTS`.
    """
    frame = contrasts[list(PUBLIC_CONTRASTS.by_name)].copy()
    hidden = contrasts["masked"].to_numpy(dtype=bool)
    for name, decimals in DECIMALS.items():
        frame[name] = frame[name].astype("float64").round(decimals).mask(hidden)
    frame["smallest_p"] = frame["smallest_p"].astype("float64").round(4)
    return frame.assign(verdict=frame["verdict"].mask(hidden, NOT_SHOWN))


def _is_known_of_all(people: pd.DataFrame, attribute: str) -> bool:
    """Whether everybody heard belongs to a known group of the attribute."""
    heard = people.drop_duplicates(["attribute", "group"])
    everyone = heard.loc[heard["attribute"] == EVERYONE, "n_heard"].sum()
    groups = heard.loc[heard["attribute"] == attribute, "n_heard"]
    return bool(groups.notna().all() and groups.sum() == everyone)
