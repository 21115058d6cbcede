"""Who raised what: shares of people in everyone and in groups, with intervals that know about sessions."""

from __future__ import annotations

from peace_analysis.groups.intervals import cluster_interval, design_effect, difference_interval, ratio_interval, wilson_interval
from peace_analysis.groups.shares import EVERYONE, count_groups, theme_shares

__all__ = [
    "EVERYONE",
    "cluster_interval",
    "count_groups",
    "design_effect",
    "difference_interval",
    "ratio_interval",
    "theme_shares",
    "wilson_interval",
]
