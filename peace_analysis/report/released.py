"""Numbers as they may be shown: the only way by which counts reach a page, a figure or a public table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.charts.labels import unit_words
from peace_analysis.charts.rows import Row
from peace_analysis.disclosure import masking

if TYPE_CHECKING:
    from peace_analysis.settings import Privacy


def release_shares(shares: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Mask shares for the public.

    Args:
        shares: Columns of `tables.THEME_SHARES`.
        privacy: Thresholds.

    Returns:
        The same rows with `masked` (bool) and `shown` (a masked count as it reads, such as "fewer than 3"); the numbers of a masked row
        are missing, and a group too small to be shown on its own also loses how many were heard.
    """
    return masking.mask_opinions(shares, privacy)


def release_counts(counts: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Mask counts of people by attributes for the public.

    Args:
        counts: Attributes, then `n_participants`.
        privacy: Thresholds.

    Returns:
        The same rows; `n_participants` is missing where masked, and `shown` says how the count reads.
    """
    return masking.mask_counts(counts, privacy)


def count_text(row: Row) -> str:
    """Say a released count: "62 of 171 people"; a masked one as it may read: "fewer than 3 of 24 people"."""
    n_heard = row["n_heard"]
    if pd.isna(n_heard):
        return str(row["shown"])
    count = str(row["shown"]) if row["masked"] else f"{int(row['n_raised']):,}"
    return f"{count} of {int(n_heard):,} {unit_words(str(row['unit']), int(n_heard))}"
