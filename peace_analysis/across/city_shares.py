"""Who raised each joint theme in each city.

Counts are masked as in a city's own report. A joint theme that one or two people tell from one of the city's own themes has the count of
that theme: two counts so near each other would tell of these people. One that so few tell from a joint theme of an earlier comparison,
which was made with other cities, has none.

Source:
    METHODS sections 2 and 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from peace_analysis.across.joint_themes import JointThemes
from peace_analysis.across.voices import Voices
from peace_analysis.disclosure.masking import NOT_SHOWN, TOO_SMALL
from peace_analysis.groups.heard import Heard, count_heard
from peace_analysis.groups.shares import EVERYONE, theme_shares
from peace_analysis.tables import THEME_SHARES, Column, Table, check_table

NEAR = 2  # people that tell one theme from another: so few are not to be told apart
LEAST_SESSIONS = 2  # of a city in which a theme was raised, to be raised in the city and not in one evening
NUMBERS = ("n_raised", "share", "low", "high")

CITY_SHARES = Table(
    "city_shares",
    "one joint theme in one city",
    (
        Column("theme_id", "text", "joint theme"),
        Column("name", "text", "its name"),
        Column("city", "text", "the city"),
        Column("unit", "text", "what is counted", among=("participant", "session")),
        Column("n_raised", "integer", "participants (or sessions) that raised it; empty where masked", nullable=True),
        Column("n_heard", "integer", "participants (or sessions) heard in the city; empty where too few to show", nullable=True),
        Column("n_sessions", "integer", "sessions heard in the city"),
        Column("share", "share", "n_raised / n_heard; empty where masked", nullable=True),
        Column("low", "share", "lower end of the 95% interval, in whole percents", nullable=True),
        Column("high", "share", "upper end", nullable=True),
        Column("shown", "text", "how a masked count reads; empty where the count is given", nullable=True),
        Column("raised", "flag", "so many raised it that a number may be given, in two sessions at least"),
        Column(
            "own_theme_id", "text", "own theme of the city whose count this is: but for one or two people it is the same", nullable=True
        ),
    ),
    key=("theme_id", "city"),
)


def share_by_city(cities: Sequence[Voices], joint: JointThemes) -> pd.DataFrame:
    """Count each joint theme in each city, masked for the public.

    Args:
        cities: Those that the themes were found in.
        joint: Their themes.

    Returns:
        `CITY_SHARES`, themes in order, cities by name within each. Participants where the city's sources name speakers, else sessions.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> from peace_analysis.settings import Themes
        >>> FEW = Themes(min_themes=2, max_themes=4)
        >>> made = invented_cities()
        >>> shares = across.share_by_city(made, across.find_joint_themes(made, settings=FEW))
        >>> print(shares[["theme_id", "city", "n_raised", "n_heard"]].head(2).to_string(index=False))
        theme_id   city  n_raised  n_heard
             J01 Harbor        32       96
             J01   Hill        32       96
    """
    names = joint.themes.set_index("theme_id")["name"]
    parts = [_share_in(city, joint, list(names.index)) for city in cities]
    frame = pd.concat(parts, ignore_index=True)
    frame["name"] = frame["theme_id"].map(names)
    frame = frame.sort_values(["theme_id", "city"], ignore_index=True)[[column.name for column in CITY_SHARES.columns]]
    return check_table(frame.astype({"n_raised": "Int64", "n_heard": "Int64"}), CITY_SHARES)


def _share_in(city: Voices, joint: JointThemes, themes: Sequence[str]) -> pd.DataFrame:
    tables = joint.tables_of(city)
    counted = theme_shares(*tables, by=(), privacy=city.privacy)
    counted = counted[counted["attribute"] == EVERYONE]
    unit = "participant" if (counted["unit"] == "participant").any() else "session"
    rows = _by_theme(counted[counted["unit"] == unit])
    heard = count_heard(*tables)
    withheld = _mostly_withheld(city, joint) | (find_nearly_told(heard, city) if unit == "participant" else frozenset())
    own = _same_people(heard, count_heard(city.statements, city.assignments, city.participants, city.sessions), unit)
    own_shares = theme_shares(city.statements, city.assignments, city.participants, city.sessions, by=(), privacy=city.privacy)
    own_rows = _by_theme(own_shares[(own_shares["attribute"] == EVERYONE) & (own_shares["unit"] == unit)])
    n_heard = len(heard.people) if unit == "participant" else len(heard.sessions_heard)
    adequate = n_heard >= (city.privacy.group_min_people if unit == "participant" else city.privacy.group_min_sessions)
    found = []
    for theme in themes:
        source = own_rows.get(own[theme]) if theme in own else rows.get(theme)
        numbers: dict[str, Any] = dict.fromkeys(NUMBERS) if source is None else {name: source[name] for name in NUMBERS}
        n = 0 if source is None else int(source["n_raised"])
        numbers |= {"n_raised": n, "share": n / n_heard if n_heard else None}
        shown = _words(n, n_heard, unit, city, adequate=adequate, withheld=theme in withheld)
        spread = int(heard.raised_in_session[:, heard.themes.index(theme)].sum()) if theme in heard.themes else 0
        few = shown.startswith("fewer") or shown in (TOO_SMALL, NOT_SHOWN) or (unit == "session" and n < LEAST_SESSIONS)
        if shown:
            numbers = dict.fromkeys(NUMBERS)
        found.append(
            {
                "theme_id": theme,
                "city": city.name,
                "unit": unit,
                **numbers,
                "n_heard": None if shown == TOO_SMALL else n_heard,
                "n_sessions": len(heard.sessions_heard),
                "shown": shown,
                "raised": not few and spread >= LEAST_SESSIONS,
                "own_theme_id": own.get(theme),
            }
        )
    frame = pd.DataFrame(found).astype(dict.fromkeys(("share", "low", "high"), "float64"))
    return frame.assign(low=frame["low"].round(2), high=frame["high"].round(2), own_theme_id=frame["own_theme_id"].astype("str"))


def _by_theme(shares: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["theme_id"]): {str(name): value for name, value in row.items()} for row in shares.to_dict("records")}


def _words(n: int, n_heard: int, unit: str, city: Voices, *, adequate: bool, withheld: bool) -> str:
    """How a count that may not be given reads; "" where it may."""
    few = city.privacy.opinion_threshold
    if not adequate:
        return TOO_SMALL
    if withheld:
        return NOT_SHOWN
    if unit == "session":
        return ""
    return f"fewer than {few}" if n < few else f"all but fewer than {few}" if n > n_heard - few else ""


def _same_people(joint: Heard, own: Heard, unit: str) -> dict[str, str]:
    """Own theme (or subtheme) that the same people raised but for one or two, by joint theme: the nearest one."""
    if unit != "participant" or not len(joint.people):
        return {}
    order = own.people.index.get_indexer(joint.people.index)
    mine, theirs = joint.raised.astype(np.int64), own.raised[order].astype(np.int64)
    apart = mine.sum(axis=0)[:, None] + theirs.sum(axis=0)[None, :] - 2 * mine.T @ theirs
    near = {theme: int(row.argmin()) for theme, row in zip(joint.themes, apart, strict=True) if len(row) and row.min() <= NEAR}
    return {theme: own.themes[place] for theme, place in near.items()}


def find_nearly_told(heard: Heard, city: Voices) -> frozenset[str]:
    """Find joint themes that one or two people tell from one that an earlier comparison has published.

    A count that may not be given (of one or two people, or all but so few) follows from two others only where these differ by so few people
    themselves: the rule that keeps two people from being told keeps masked counts from being worked out as well.

    Args:
        heard: Who of the city raised each joint theme.
        city: The city, with what was told of it.

    Returns:
        Their ids; none has a number.

    Examples:
        >>> from peace_analysis import across, groups
        >>> from peace_analysis.example.tables import invented_cities
        >>> harbor, _ = invented_cities()
        >>> heard = groups.count_heard(harbor.statements, harbor.assignments, harbor.participants, harbor.sessions)
        >>> sorted(across.find_nearly_told(heard, harbor))  # nothing was told of it before
        []
    """
    people = {theme: set(map(str, heard.people.index[heard.raised[:, column]])) for column, theme in enumerate(heard.themes)}
    return frozenset(theme for theme, who in people.items() if any(0 < len(who ^ told.people) <= NEAR for told in city.told))


def _mostly_withheld(city: Voices, joint: JointThemes) -> frozenset[str]:
    """Joint themes that take much of their statements in a city from themes without counts."""
    both = joint.placed[city.key].set_index("statement_id")["theme_id"].to_frame("joint")
    both["held"] = city.assignments.set_index("statement_id")["theme_id"].reindex(both.index).isin(list(city.withheld))
    part = both.dropna(subset="joint").groupby("joint")["held"].mean()
    return frozenset(str(theme) for theme in part.index[part >= 0.5])


def as_theme_shares(shares: pd.DataFrame) -> pd.DataFrame:
    """Shares of cities as the charts of groups take them: the attribute is the city, masked rows keep their words.

    Args:
        shares: `CITY_SHARES`.

    Returns:
        Columns of `tables.THEME_SHARES` with `masked` and `shown`.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> from peace_analysis.settings import Themes
        >>> FEW = Themes(min_themes=2, max_themes=4)
        >>> made = invented_cities()
        >>> shares = across.share_by_city(made, across.find_joint_themes(made, settings=FEW))
        >>> across.as_theme_shares(shares)["attribute"].unique().tolist()
        ['city', 'everyone']
    """
    frame = shares.rename(columns={"city": "group"}).assign(attribute="city", design_effect=np.nan)
    frame["masked"], frame["adequate"] = frame["share"].isna(), frame["shown"] != TOO_SMALL
    numbers = {name: frame[name].astype("float64") for name in (*NUMBERS, "n_heard")}
    frame = frame.assign(**numbers)
    means = frame.groupby(["theme_id", "unit"], as_index=False, sort=True)["share"].mean()
    every = means.assign(attribute=EVERYONE, group=EVERYONE, masked=means["share"].isna(), shown="", adequate=True, n_sessions=0)
    columns = [*(column.name for column in THEME_SHARES.columns), "masked", "shown"]
    both: pd.DataFrame = pd.concat([frame, every], ignore_index=True).reindex(columns=columns)
    return both
