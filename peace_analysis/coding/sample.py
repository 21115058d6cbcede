"""Drawing the statements that several people code: at random, from every session and theme in proportion."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

import pandas as pd


def draw_share(strata: pd.DataFrame, share: float, *, seed: int, salt: str = "") -> list[str]:
    """Draw a share of the statements, each with the same chance, spread evenly over the strata.

    Statements are put in the order of their strata, at random within each, and every so many-th is taken from a random start (a systematic
    sample). Each stratum gives its share, one statement more or fewer; so does each value of the first column.

    Args:
        strata: `statement_id`, then columns from the coarsest on, such as stakeholder_group, session_id, theme_id; a missing value is a
            stratum of its own.
        share: Above 0, up to 1.
        seed: The city's.
        salt: Sets one drawing apart from another.

    Returns:
        Ids in the order of the table; at least one where there is a statement.

    Raises:
        ValueError: If the share is none, or an id is there twice.

    Examples:
        >>> from peace_analysis import coding
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> len(coding.draw_share(made.statements[["statement_id", "session_id"]], 0.2, seed=1)), len(made.statements)
        (28, 140)
    """
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0 and is at most 1")
    if strata["statement_id"].duplicated().any():
        raise ValueError("a statement is there twice")
    if strata.empty:
        return []
    keyed = strata.fillna("").astype("str").assign(chance=[_chance(seed, salt, key) for key in strata["statement_id"]])
    ordered = keyed.sort_values([*strata.columns[1:], "chance"], kind="stable")["statement_id"].tolist()
    n = min(len(ordered), max(1, round(share * len(ordered))))
    step = len(ordered) / n
    start = int(_chance(seed, salt, "start")[:12], 16) / 16**12 * step
    drawn = {ordered[min(len(ordered) - 1, int(start + place * step))] for place in range(n)}
    return [str(key) for key in strata["statement_id"] if str(key) in drawn]


def order_for_coder(items: Collection[str], coder: str, *, seed: int, salt: str = "") -> list[str]:
    """Shuffle items for one coder, so that tiredness and habit fall on others for each; the same every time.

    Examples:
        >>> from peace_analysis import coding
        >>> coding.order_for_coder(["S1", "S2", "S3"], "AB", seed=1), coding.order_for_coder(["S1", "S2", "S3"], "CD", seed=1)
        (['S2', 'S3', 'S1'], ['S1', 'S3', 'S2'])
    """
    return sorted(items, key=lambda key: _chance(seed, f"{salt}\n{coder}", key))


def shuffle(items: Iterable[str], *, seed: int, salt: str) -> list[str]:
    """Put items in a random order that anybody can work out again."""
    return sorted(items, key=lambda key: _chance(seed, salt, key))


def _chance(seed: int, salt: str, key: object) -> str:
    return hashlib.sha256(f"{seed}\n{salt}\n{key}".encode()).hexdigest()
