"""What p-values may be printed beside masked counts: an exact p of a few sessions tells which counts can have given it.

A permutation p of a dozen sessions is one of a few thousand numbers, and hardly any two ways of filling in the masked counts give the same.
Whoever knows which sessions there were could list the ways and keep the one that fits. So a theme that has a masked count anywhere in a
release has no p in it, only what the test says; and a corrected p, which depends on the p of masked rows too, is given as a bound.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

BOUNDS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def bound_p(values: pd.Series) -> pd.Series:
    """Round each p up to the next of `BOUNDS`: never smaller than it is, and so coarse that hardly any count can be told by it.

    Args:
        values: Any p-values; missing ones stay so.
    """
    places = np.searchsorted(BOUNDS, values.astype("float64").to_numpy() - 1e-12).clip(0, len(BOUNDS) - 1)
    return pd.Series(np.array(BOUNDS)[places], index=values.index, name=values.name).where(values.notna())


def find_guarded(released: pd.DataFrame) -> set[str]:
    """Themes with a masked count of people in a release.

    Args:
        released: `tables.THEME_SHARES`, masked.

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import disclosure
        >>> released = pd.DataFrame({"theme_id": ["T01", "T02"], "unit": ["participant", "session"], "masked": [True, True]})
        >>> disclosure.find_guarded(released)
        {'T01'}
    """
    return set(released.loc[(released["unit"] == "participant") & released["masked"].astype(bool), "theme_id"])


def withhold_p(rows: pd.DataFrame, guarded: Collection[str], *, every: bool = False) -> pd.DataFrame:
    """Take the p out of tests on themes that have a masked count, and give every corrected p as a bound.

    Args:
        rows: Tests, with theme_id, p and q.
        guarded: Themes with a masked count anywhere in what is released.
        every: Give p itself as a bound as well, where more than one release tells of the same sessions.
    """
    kept = ~rows["theme_id"].isin(list(guarded))
    p = bound_p(rows["p"]) if every else rows["p"]
    return rows.assign(p=p.where(kept), q=bound_p(rows["q"]).where(kept))
