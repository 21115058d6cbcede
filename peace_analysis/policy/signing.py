"""Who signed: representatives by group, counted by their latest sign-off."""

from __future__ import annotations

import pandas as pd

from peace_analysis.tables_policy import SIGNOFFS

SIGNED = ("signed", "signed_with_dissent")


def count_signoffs(signoffs: pd.DataFrame) -> pd.DataFrame:
    """Count representatives by group and sign-off.

    Representatives sign in public for their group, so that nothing is masked; no name and no organisation is given.

    Args:
        signoffs: group, signoff (missing where a representative has not spoken yet); one row per representative.

    Returns:
        group, n_representatives, n_signed, n_signed_with_dissent, n_declined, n_withdrew, n_open; groups in the order in which they come.
    """
    rows = []
    for group, of_it in signoffs.groupby("group", sort=False):
        counts = of_it["signoff"].value_counts()
        told = [int(counts.get(word, 0)) for word in SIGNOFFS]
        rows.append((group, len(of_it), *told, len(of_it) - sum(told)))
    return pd.DataFrame(rows, columns=["group", "n_representatives", *(f"n_{word}" for word in SIGNOFFS), "n_open"])
