"""What shares of themes are over cities: a city is the unit, whatever its size.

Source:
    METHODS section 2. Student's t over cities for their mean: no weights, because cities are what is drawn.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import stats

from peace_analysis.across.joint_themes import ALIKE, JointThemes
from peace_analysis.tables import Column, Table, check_table
from peace_analysis.wording import marked

FEWEST_CITIES = 3  # for an interval over cities
COMMON, SOME, OWN = marked("raised in every city"), marked("raised in some cities"), marked("one city's own")
UNCLEAR, FEW = marked("unclear whether one theme"), marked("raised by few")

OVER_CITIES = Table(
    "over_cities",
    "one joint theme over cities; the city is the unit",
    (
        Column("theme_id", "text", "joint theme"),
        Column("name", "text", "its name"),
        Column("key_phrases", "text", "phrases that set it apart"),
        Column("where", "text", "where it was raised", among=(COMMON, SOME, OWN, UNCLEAR, FEW)),
        Column("stability", "share", "how well it is found again with other sessions; below .5 it is tentative", nullable=True),
        Column("likeness", "number", "least cosine between two cities' parts of it", nullable=True),
        Column("n_cities", "integer", "cities heard"),
        Column("n_raised_in", "integer", "cities in which it was raised"),
        Column("n_counted", "integer", "cities that count people and may show the number: those that the mean is over"),
        Column("mean", "share", "mean of these cities' shares, each counting alike; empty below two", nullable=True),
        Column("low", "share", "lower end of its 95% interval over cities; empty below three", nullable=True),
        Column("high", "share", "upper end", nullable=True),
        Column("spread", "number", "standard deviation of these cities' shares; empty below two", nullable=True),
    ),
    key=("theme_id",),
)


def compare_over_cities(shares: pd.DataFrame, joint: JointThemes) -> pd.DataFrame:
    """Say where each joint theme was raised, and how its share lies over cities.

    Args:
        shares: `CITY_SHARES`: nothing but what they show is used.
        joint: The themes.

    Returns:
        `OVER_CITIES`. A mean over cities is of those that count people and may show their number; each counts alike.

    Examples:
        >>> from peace_analysis import across
        >>> from peace_analysis.example.tables import invented_cities
        >>> from peace_analysis.settings import Themes
        >>> FEW = Themes(min_themes=2, max_themes=4)
        >>> made = invented_cities()
        >>> joint = across.find_joint_themes(made, settings=FEW)
        >>> over = across.compare_over_cities(across.share_by_city(made, joint), joint)
        >>> over["where"].value_counts().to_dict(), bool(over["low"].isna().all())
        ({'raised in every city': 3, 'raised by few': 1}, True)
    """
    about = {str(row["theme_id"]): row for row in joint.themes.to_dict("records")}
    rows = []
    for theme, part in shares.groupby("theme_id", sort=True):
        n_raised = int(part["raised"].sum())
        where = {0: FEW, 1: OWN, len(part): COMMON}.get(n_raised, SOME)
        where = UNCLEAR if where in (COMMON, SOME) and about[str(theme)]["likeness"] < ALIKE else where
        where = UNCLEAR if where in (SOME, OWN) and is_mere_part(joint, str(theme)) else where
        known = part[(part["unit"] == "participant") & part["share"].notna() & (where != UNCLEAR)]
        mean, low, high, spread = mean_over_cities(known["share"])
        rows.append(
            {
                "theme_id": theme,
                **{name: about[str(theme)][name] for name in ("name", "key_phrases", "stability", "likeness")},
                "where": where,
                "n_cities": len(part),
                "n_raised_in": n_raised,
                "n_counted": len(known),
                "mean": mean,
                "low": low,
                "high": high,
                "spread": spread,
            }
        )
    frame = pd.DataFrame(rows)[[column.name for column in OVER_CITIES.columns]]
    return check_table(frame.astype(dict.fromkeys(("mean", "low", "high", "spread", "stability", "likeness"), "float64")), OVER_CITIES)


def is_mere_part(joint: JointThemes, theme: str) -> bool:
    """Tell whether a theme is a part of one that was taken apart by city, and has the name of no city's own theme.

    Another city has none of it by the taking apart, whatever was said there: it cannot be called a city's own. Where a city's report has a
    theme of that name, it is that theme.
    """
    if theme not in joint.split:
        return False
    name = joint.themes.set_index("theme_id")["name"][theme]
    beside = joint.beside
    return not ((beside["theme_id"] == theme) & (beside["own_name"] == name)).any()


def mean_over_cities(shares: Collection[float]) -> tuple[float, float, float, float]:
    """Mean of cities' shares, its 95% interval by Student's t over cities, and their standard deviation.

    Args:
        shares: One per city, each in [0, 1].

    Returns:
        Mean, low, high (within [0, 1]), spread; missing where there are too few cities: one for the mean, two for the interval.

    Source:
        Student (1908), Biometrika 6, 1-25.

    Examples:
        >>> from peace_analysis import across
        >>> [round(value, 3) for value in across.mean_over_cities([0.2, 0.3, 0.4])]
        [0.3, 0.052, 0.548, 0.1]
    """
    values = np.asarray(list(shares), dtype=np.float64)
    nothing = float("nan")
    if len(values) < 2:  # one city's share is its own, and no mean
        return nothing, nothing, nothing, nothing
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if len(values) < FEWEST_CITIES:
        return mean, nothing, nothing, spread
    reach = float(stats.t.ppf(0.975, len(values) - 1)) * spread / len(values) ** 0.5
    return mean, max(0.0, mean - reach), min(1.0, mean + reach), spread
