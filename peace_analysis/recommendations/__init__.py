"""Recommendations: people write them, the software says what they rest on, how strongly, and what became of each."""

from peace_analysis.recommendations.entries import ANSWERS, STATUSES, Option, Recommendation, Recommendations, Step
from peace_analysis.recommendations.links import Links, find_theme, resolve_links
from peace_analysis.recommendations.strength import BROAD, FEWEST_SESSIONS, Strength, lead_theme, measure_strength, rank_recommendations

__all__ = [
    "ANSWERS",
    "BROAD",
    "FEWEST_SESSIONS",
    "STATUSES",
    "Links",
    "Option",
    "Recommendation",
    "Recommendations",
    "Step",
    "Strength",
    "find_theme",
    "lead_theme",
    "measure_strength",
    "rank_recommendations",
    "resolve_links",
]
