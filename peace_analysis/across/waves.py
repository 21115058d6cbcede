"""Change between two waves of one city's sessions, on the themes of its own report.

A wave is a batch of sessions. Who came, where and to whom may differ between waves as much as what they think; a change of shares is one of
what was said in the sessions. Waves are dealt over whole sessions, and a theme is called new or gone only where that test says so.

Source:
    METHODS sections 2, 3 and 5. Benjamini & Hochberg (1995), JRSS B 57, 289-300.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from peace_analysis.across.voices import Voices
from peace_analysis.disclosure.masking import NOT_SHOWN, Masked
from peace_analysis.disclosure.p_values import withhold_p
from peace_analysis.errors import InputError, Problem
from peace_analysis.groups.contrasts import DIFFERS, theme_contrasts
from peace_analysis.groups.permutation import N_DRAWS
from peace_analysis.groups.shares import theme_shares
from peace_analysis.settings import Privacy
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

Row = dict[str, Any]

WAVE = "wave"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MORE, LESS, NEW, GONE, NO_CHANGE = marked("more"), marked("less"), marked("new"), marked("gone"), ""

WAVE_CHANGES = Table(
    "wave_changes",
    "one theme of a city, in one wave against the wave before",
    (
        Column("city", "text", "the city"),
        Column("theme_id", "text", "theme in the city's own report"),
        Column("name", "text", "its name there"),
        Column("before", "text", "the earlier wave"),
        Column("after", "text", "the later wave"),
        Column("n_raised_before", "integer", "people who raised it before; empty where masked", nullable=True),
        Column("n_heard_before", "integer", "people heard before"),
        Column("n_sessions_before", "integer", "sessions before"),
        Column("share_before", "share", "n_raised_before / n_heard_before; empty where masked", nullable=True),
        Column("low_before", "share", "lower end of its 95% interval, in whole percents", nullable=True),
        Column("high_before", "share", "upper end", nullable=True),
        Column("shown_before", "text", "how a masked count reads", nullable=True),
        Column("n_raised_after", "integer", "people who raised it after; empty where masked", nullable=True),
        Column("n_heard_after", "integer", "people heard after"),
        Column("n_sessions_after", "integer", "sessions after"),
        Column("share_after", "share", "n_raised_after / n_heard_after; empty where masked", nullable=True),
        Column("low_after", "share", "lower end of its 95% interval, in whole percents", nullable=True),
        Column("high_after", "share", "upper end", nullable=True),
        Column("shown_after", "text", "how a masked count reads", nullable=True),
        Column("difference", "number", "share after minus share before; empty where either is masked", nullable=True),
        Column("low", "number", "lower end of its 95% interval, in whole percents", nullable=True),
        Column("high", "number", "upper end", nullable=True),
        Column("p", "share", "two-sided permutation p, rounded up; empty for a theme with a masked count anywhere", nullable=True),
        Column("smallest_p", "share", "smallest p that so many sessions can reach"),
        Column("q", "share", "p corrected for all themes and waves of the city, rounded up; empty likewise", nullable=True),
        Column("verdict", "text", "what the test says; not shown where a count is masked"),
        Column("change", "text", "new and gone: fewer than so many raised it in the other wave", among=(MORE, LESS, NEW, GONE, NO_CHANGE)),
    ),
    key=("city", "theme_id", "before"),
)


def mark_waves(sessions: pd.DataFrame, waves: str, *, where: str = "sessions.csv") -> pd.DataFrame:
    """Say which wave each session belongs to.

    Args:
        sessions: `tables.SESSIONS`.
        waves: A day, YYYY-MM-DD, on which the second wave began; or the name of a column of sessions.csv that holds the waves.
        where: Named in errors.

    Returns:
        The sessions with a column `wave`, missing where nobody knows.

    Raises:
        InputError: If there is no such column, or the sessions are not of two waves or more.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_tables
        >>> across.mark_waves(invented_tables().sessions, "2026-05-01")["wave"].value_counts().to_dict()
        {'before 2026-05-01': 4, 'from 2026-05-01': 4}
    """
    frame = sessions.copy()
    if DAY.fullmatch(waves):
        day = frame["date"].astype("object")
        label = np.where(day.astype("str") < waves, f"before {waves}", f"from {waves}")
        frame[WAVE] = pd.Series(label, index=frame.index, dtype="object").where(day.notna(), None)
    elif waves in frame:
        text = frame[waves].astype("object").map(lambda value: str(value).strip() or None, na_action="ignore")
        frame[WAVE] = text.where(text.notna(), None)
    else:
        said = f"has no column `{waves}`, and that is no day (YYYY-MM-DD)."
        raise InputError(Problem(where, said, "Name the first day of the second wave, or a column that says the wave of each session."))
    if frame[WAVE].nunique() < 2:
        said = f"all sessions are of one wave by `{waves}`."
        raise InputError(Problem(where, said, "Name a day between the first and the last session, or fill in the column."))
    return frame


def list_waves(sessions: pd.DataFrame) -> list[str]:
    """Waves in the order of their first sessions.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_tables
        >>> across.list_waves(across.mark_waves(invented_tables().sessions, "2026-05-01"))
        ['before 2026-05-01', 'from 2026-05-01']
    """
    known = sessions.dropna(subset=WAVE)
    first = known.groupby(WAVE)["date"].min().fillna("")
    return [str(name) for name in sorted(first.index, key=lambda name: (first[name], str(name)))]


def compare_waves(
    city: Voices,
    sessions: pd.DataFrame,
    masked: Masked | None = None,
    *,
    guarded: Collection[str] = (),
    seed: int = 0,
    n_draws: int = N_DRAWS,
) -> pd.DataFrame:
    """Compare each wave of a city with the one before, theme by theme.

    Args:
        city: The city, with its own themes.
        sessions: Its sessions with their waves, from `mark_waves`.
        masked: Its counts with those of the waves beside them, as they may be shown; None shows all (for a team, or a simulation).
        guarded: Themes with a masked count in the city's own report: they have no p (`disclosure.p_values`).
        seed: Of the draws, where there are too many arrangements to list.
        n_draws: How many.

    Returns:
        `WAVE_CHANGES`, pairs of waves in order, themes in order within each; without rows where the sources name no speakers. All themes
        and pairs are one family.

    Raises:
        InputError: If a wave was heard from too few people, or in too few sessions, to be shown on its own.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> harbor, _ = invented_cities()
        >>> found = across.compare_waves(harbor, across.mark_waves(harbor.sessions, "2026-05-01"))
        >>> found[["theme_id", "n_raised_before", "n_raised_after", "verdict"]].values.tolist()[0]
        ['T01', 16, 16, 'cannot be tested']
    """
    participants = city.participants.drop(columns=WAVE, errors="ignore")
    tables = (city.statements, city.assignments, participants, sessions)
    shares = theme_shares(*tables, by=[WAVE], privacy=city.privacy)
    shares = shares[(shares["attribute"] == WAVE) & (shares["unit"] == "participant")]
    if shares.empty:
        return pd.DataFrame(columns=list(WAVE_CHANGES.by_name))
    if shares["group"].nunique() < 2:
        said = "statements that the model reads are of one wave only."
        raise InputError(Problem(f"{city.key}/sessions.csv", said, "Choose other waves, or leave the city out."))
    _refuse_small(shares, city.key, city.privacy)
    contrasts = theme_contrasts(*tables, by=[WAVE], against="pairs", privacy=city.privacy, seed=seed, n_draws=n_draws)
    shown = _show_all(shares) if masked is None else masked.mask_shares(shares)
    by_cell = {(row["group"], row["theme_id"]): row for row in _rows(shown)}
    tested = {(row["group"], row["against"], row["theme_id"]): row for row in _rows(contrasts)}
    themes = city.themes[city.themes["parent_id"].isna()]
    rows = []
    for before, after in pairwise(list_waves(sessions)):
        for theme, name in zip(themes["theme_id"], themes["name"], strict=True):
            if (before, theme) not in by_cell or (after, theme) not in by_cell:
                continue
            first, turned = ((after, before), False) if (after, before, theme) in tested else ((before, after), True)
            row = tested[(*first, theme)]
            rows.append(_row(city, (theme, name, before, after), by_cell, row, turned=turned))
    whole = dict.fromkeys(("n_raised_before", "n_raised_after"), "Int64")
    numbers = [column.name for column in WAVE_CHANGES.columns if column.kind in ("number", "share")]
    frame = pd.DataFrame(rows, columns=list(WAVE_CHANGES.by_name)).astype({**whole, **dict.fromkeys(numbers, "float64")})
    hidden = set(frame.loc[frame["difference"].isna(), "theme_id"])
    return check_table(withhold_p(frame, hidden | set(guarded), every=True), WAVE_CHANGES)


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Give the rows of a frame one by one."""
    return [{str(name): value for name, value in record.items()} for record in frame.to_dict("records")]


def _refuse_small(shares: pd.DataFrame, key: str, privacy: Privacy) -> None:
    small = sorted(set(shares.loc[~shares["adequate"].astype(bool), "group"]))
    if small:
        said = f"too few people, or sessions, are of {', '.join(small)} to be shown on their own."
        do = f"A wave needs {privacy.group_min_people} people in {privacy.group_min_sessions} sessions: choose other waves."
        raise InputError(Problem(f"{key}/sessions.csv", said, do))


def _show_all(shares: pd.DataFrame) -> pd.DataFrame:
    return shares.assign(masked=False, shown="", low=shares["low"].round(2), high=shares["high"].round(2))


def _row(city: Voices, names: Sequence[str], by_cell: Mapping[tuple[str, str], Row], tested: Row, *, turned: bool) -> dict[str, Any]:
    theme, name, *waves = names
    row: Row = {"city": city.name, "theme_id": theme, "name": name, "before": waves[0], "after": waves[1]}
    cells = [by_cell[wave, theme] for wave in waves]
    for side, cell in zip(("before", "after"), cells, strict=True):
        row |= {f"{column}_{side}": cell[column] for column in ("n_raised", "n_heard", "n_sessions", "share", "low", "high", "shown")}
        row |= {f"{column}_{side}": int(cell[column]) for column in ("n_heard", "n_sessions")}
    low, high = (-tested["high"], -tested["low"]) if turned else (tested["low"], tested["high"])
    sign = -1 if turned else 1
    differs = tested["verdict"] == DIFFERS
    grew = sign * tested["difference"] > 0
    few = [
        str(cell["shown"]).startswith("fewer") or (not cell["shown"] and cell["n_raised"] < city.privacy.opinion_threshold)
        for cell in cells
    ]
    change = NO_CHANGE
    if differs:
        change = (NEW if few[0] else MORE) if grew else (GONE if few[1] else LESS)
    hidden = any(bool(cell["masked"]) for cell in cells)
    numbers = {"difference": sign * tested["difference"], "low": round(low, 2), "high": round(high, 2), "p": tested["p"], "q": tested["q"]}
    row |= dict.fromkeys(numbers) if hidden else numbers
    verdict = NOT_SHOWN if hidden and change == NO_CHANGE else tested["verdict"]
    return row | {"smallest_p": tested["smallest_p"], "verdict": verdict, "change": change}
