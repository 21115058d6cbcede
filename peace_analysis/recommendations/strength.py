"""How strongly people's words carry a recommendation, worked out from released numbers alone, and the order that follows.

A count that is masked is not known here either. A group whose count reads "fewer than 3" did not raise a theme broadly; one that reads "all
but fewer than 3" did; one that is "not shown" may have, and stands between the least and the greatest number of groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

BROAD = 0.1  # share of a group from which the theme counts as raised across it
FEWEST_SESSIONS = 2  # what rests on fewer is not supported yet


@dataclass(frozen=True)
class Strength:
    """What released numbers say for one theme."""

    theme_id: str
    share: float | None  # of everyone heard; None where masked
    n_sessions: int | None  # in which it was raised; None where masked
    stability: float | None
    n_broad: int  # groups in which at least a tenth raised it, as far as is known
    n_broad_most: int  # the same, if every group that is not shown had
    n_groups: int  # groups shown

    @property
    def order(self) -> tuple[float, float, float]:
        """What themes are ranked by: groups, then share, then stability; the unknown comes after the known."""
        share = -1.0 if self.share is None else self.share
        return (float(self.n_broad), share, -1.0 if self.stability is None else self.stability)

    @property
    def is_supported(self) -> bool:
        """Whether released numbers show that it came up in two sessions or more."""
        return self.n_sessions is not None and self.n_sessions >= FEWEST_SESSIONS


def measure_strength(theme_id: str, everyone: Mapping[str, Any] | None, groups: pd.DataFrame) -> Strength:
    """Measure what released numbers say for a theme.

    Args:
        theme_id: The theme or subtheme.
        everyone: Its row among everyone: share, n_sessions, stability; missing where masked. None where there is none.
        groups: Released rows of the theme in groups that may be shown: share (missing where masked), shown (how a masked count reads).

    Examples:
        >>> import pandas as pd
        >>> from peace_analysis import recommendations
        >>> groups = pd.DataFrame({"share": [0.3, None], "shown": ["", "fewer than 3"]})
        >>> found = recommendations.measure_strength("T01", {"share": 0.2, "n_sessions": 5, "stability": 0.9}, groups)
        >>> found.n_broad, found.n_groups
        (1, 2)
    """
    row = everyone or {}
    told = groups["shown"].fillna("").astype(str) if len(groups) else pd.Series(dtype="str")
    known = groups["share"].astype("float64") if len(groups) else pd.Series(dtype="float64")
    broad = (known >= BROAD) | told.str.startswith("all but")
    unknown = known.isna() & ~told.str.startswith(("all but", "fewer than"))
    return Strength(
        theme_id=theme_id,
        share=_number(row.get("share")),
        n_sessions=None if (n := _number(row.get("n_sessions"))) is None else int(n),
        stability=_number(row.get("stability")),
        n_broad=int(broad.sum()),
        n_broad_most=int((broad | unknown).sum()),
        n_groups=len(groups),
    )


def lead_theme(strengths: Sequence[Strength]) -> Strength | None:
    """Choose the theme that says most for a recommendation: the one that ranks first.

    Examples:
        >>> from peace_analysis import recommendations
        >>> weak = recommendations.Strength("T01", 0.4, 5, 0.9, n_broad=2, n_broad_most=2, n_groups=8)
        >>> strong = recommendations.Strength("T02", 0.2, 5, 0.9, n_broad=6, n_broad_most=6, n_groups=8)
        >>> recommendations.lead_theme([weak, strong]).theme_id  # breadth goes before share
        'T02'
    """
    return max(strengths, key=lambda strength: strength.order, default=None)


def rank_recommendations(strengths: Mapping[str, Sequence[Strength]]) -> list[str]:
    """Put recommendations in order: by groups, then share, then stability of the theme that says most for each.

    Args:
        strengths: Of the themes of each recommendation, by its id; none where no theme is left in this run.

    Returns:
        Ids, the strongest first; equals in the order of the file.

    Examples:
        >>> from peace_analysis import recommendations
        >>> weak = recommendations.Strength("T01", 0.4, 5, 0.9, n_broad=2, n_broad_most=2, n_groups=8)
        >>> strong = recommendations.Strength("T02", 0.2, 5, 0.9, n_broad=6, n_broad_most=6, n_groups=8)
        >>> recommendations.rank_recommendations({"clocks": [weak], "lamps": [strong], "an idea": []})
        ['lamps', 'clocks', 'an idea']
    """

    def order(identifier: str) -> tuple[float, float, float]:
        lead = lead_theme(strengths[identifier])
        return (-1.0, -1.0, -1.0) if lead is None else lead.order

    return sorted(strengths, key=order, reverse=True)


def _number(value: Any) -> float | None:
    return None if value is None or bool(pd.isna(value)) else float(value)
