"""Masking small cells: a count of people and a count of opinions expose differently, and have thresholds of their own.

Source:
    METHODS section 5. Cell size suppression as the US Centers for Medicare & Medicaid Services practise it (fewer than 11).
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from peace_analysis.settings import Privacy

TOO_SMALL = "too few to show"
BESIDE = "not shown"  # masked only because it would give another number away


def mask_opinions(shares: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Mask shares for the public.

    A group that is not adequate loses all its numbers. In the others, fewer than `opinion_threshold` people who raised a theme read
    "fewer than 3", and all but fewer than that read "all but fewer than 3": a lone voice, or a lone exception, is recognised by those
    who sat beside it. Where one group alone is masked for a theme, everyone minus the other groups would give it away: the group with
    the next smallest count is masked with it.

    Args:
        shares: `tables.THEME_SHARES`.
        privacy: Thresholds.

    Returns:
        The same rows in the same order, with `masked` (bool) and `shown` (how a masked count reads, else ""); n_raised, share, low, high
        and design_effect of a masked row are missing, and so is n_heard in a group that is too small.
    """
    frame = shares.copy()
    few = privacy.opinion_threshold
    small = ~frame["adequate"].astype(bool)
    people = frame["unit"] == "participant"
    lone = people & ~small & (frame["n_raised"] < few)
    lone_exception = people & ~small & (frame["n_heard"] - frame["n_raised"] < few)
    frame["shown"] = np.select([small, lone, lone_exception], [TOO_SMALL, f"fewer than {few}", f"all but fewer than {few}"], default="")
    frame["masked"] = small | lone | lone_exception
    beside = _give_away(frame)
    frame.loc[beside, "shown"] = BESIDE
    frame["masked"] |= beside
    for column in ("n_raised", "share", "low", "high", "design_effect"):
        frame[column] = frame[column].astype("float64").mask(frame["masked"])
    frame["n_heard"] = frame["n_heard"].astype("float64").mask(small)
    frame["n_sessions"] = frame["n_sessions"].astype("float64").mask(small)
    return frame


def _give_away(frame: pd.DataFrame) -> pd.Series:
    """Rows to mask beside a masked one that would otherwise follow from the total, as a boolean column."""
    beside: list[Hashable] = []
    parts = frame[(frame["unit"] == "participant") & (frame["attribute"] != "everyone")]
    for _, rows in parts.groupby(["attribute", "theme_id"], sort=False):
        shown = rows[~rows["masked"]]
        if int(rows["masked"].sum()) == 1 and len(shown):
            beside.append(shown["n_raised"].astype("float64").idxmin())
    return pd.Series(frame.index.isin(beside), index=frame.index)


def mask_sizes(sizes: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Mask how many people were heard in groups that are too small to be shown on their own.

    Args:
        sizes: As `groups.count_groups` gives them: attribute, group, n_heard, n_sessions, adequate.
        privacy: Thresholds.

    Returns:
        The same rows; n_heard is missing where a group is not adequate and has fewer people than `who_threshold`, and `shown` says how
        the number reads.
    """
    frame = sizes.copy()
    small = ~frame["adequate"].astype(bool) & (frame["n_heard"] < privacy.who_threshold)
    frame["shown"] = np.where(small, f"{privacy.who_threshold - 1} or fewer", [f"{int(n):,}" for n in frame["n_heard"]])
    frame["n_heard"] = frame["n_heard"].astype("float64").mask(small)
    return frame


def mask_counts(counts: pd.DataFrame, privacy: Privacy, *, column: str = "n_participants") -> pd.DataFrame:
    """Mask counts of people by attributes for the public.

    Counts from 1 to `who_threshold` - 1 are masked. Where a row or a column of the table would have exactly one masked cell, its total
    would give that cell away: the smallest other cell of the row or column that is not 0 is then masked too, until no line has just
    one. A table of one attribute is one line.

    Args:
        counts: One or two attributes, then the count.
        privacy: Thresholds.
        column: Name of the count.

    Returns:
        The same rows, the count missing where masked, and `shown`: how it reads.
    """
    frame = counts.copy()
    attributes = [name for name in frame.columns if name not in (column, "shown")][:2]
    values = frame[column].to_numpy(dtype=np.float64)
    hidden = (values > 0) & (values < privacy.who_threshold)
    primary = hidden.copy()
    lines = [frame.groupby(name, sort=False, dropna=False).indices for name in attributes] if len(attributes) == 2 else []
    groups = [np.asarray(rows) for line in lines for rows in line.values()] or [np.arange(len(frame))]
    changed = True
    while changed:
        changed = False
        for rows in groups:
            open_rows = rows[~hidden[rows] & (values[rows] > 0)]
            if hidden[rows].sum() == 1 and len(open_rows):
                hidden[open_rows[np.argmin(values[open_rows])]] = True
                changed = True
    most = privacy.who_threshold - 1
    text = [f"{int(value):,}" for value in values]
    frame["shown"] = np.where(primary, f"{most} or fewer", np.where(hidden, "not shown", text))
    frame[column] = frame[column].astype("float64").mask(hidden)
    return frame
