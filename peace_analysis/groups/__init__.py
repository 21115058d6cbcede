"""Who raised what, and who was heard: shares with intervals that know about sessions, contrasts, words, common ground, coverage.

Pure functions over the tables of the earlier rooms; nothing here reads or writes a file.
"""

from __future__ import annotations

from peace_analysis.groups.answers import OTHER, join_rare_answers
from peace_analysis.groups.common_ground import COMMON_GROUND, find_common_ground, geometric_mean_share
from peace_analysis.groups.contrasts import CONTRASTS, compare_groups, theme_contrasts
from peace_analysis.groups.conversations import VOTE_COUNTS, Conversation, read_conversations
from peace_analysis.groups.coverage import COVERAGE, POPULATION, count_coverage, count_modes, reach_of_population
from peace_analysis.groups.declared import find_declared
from peace_analysis.groups.distinctive_words import DISTINCTIVE_WORDS, find_distinctive_words, weighted_log_odds
from peace_analysis.groups.gaps import NEXT_SESSIONS, describe_missing, next_sessions
from peace_analysis.groups.gee import SECOND_VIEW, second_view
from peace_analysis.groups.heard import Heard, count_heard
from peace_analysis.groups.indicators import INDICATORS, programme_indicators
from peace_analysis.groups.intervals import (
    cluster_interval,
    coarsen_effect,
    design_effect,
    difference_interval,
    ratio_interval,
    wilson_interval,
)
from peace_analysis.groups.likeness import LIKENESS, estimate_likeness
from peace_analysis.groups.opinion_groups import OpinionGroups, find_opinion_groups
from peace_analysis.groups.permutation import smallest_p
from peace_analysis.groups.power import approximate_power, detectable_difference
from peace_analysis.groups.raking import Raked, rake, weigh_shares
from peace_analysis.groups.representation import REPRESENTATION, compare_with_population, dissimilarity
from peace_analysis.groups.shares import EVERYONE, count_groups, theme_shares
from peace_analysis.groups.votes import CONSENSUS, REPRESENTATIVE, find_consensus, representative_statements

__all__ = [
    "COMMON_GROUND",
    "CONSENSUS",
    "CONTRASTS",
    "COVERAGE",
    "DISTINCTIVE_WORDS",
    "EVERYONE",
    "INDICATORS",
    "LIKENESS",
    "NEXT_SESSIONS",
    "OTHER",
    "POPULATION",
    "REPRESENTATION",
    "REPRESENTATIVE",
    "SECOND_VIEW",
    "VOTE_COUNTS",
    "Conversation",
    "Heard",
    "OpinionGroups",
    "Raked",
    "approximate_power",
    "cluster_interval",
    "coarsen_effect",
    "compare_groups",
    "compare_with_population",
    "count_coverage",
    "count_groups",
    "count_heard",
    "count_modes",
    "describe_missing",
    "design_effect",
    "detectable_difference",
    "difference_interval",
    "dissimilarity",
    "estimate_likeness",
    "find_common_ground",
    "find_consensus",
    "find_declared",
    "find_distinctive_words",
    "find_opinion_groups",
    "geometric_mean_share",
    "join_rare_answers",
    "next_sessions",
    "programme_indicators",
    "rake",
    "ratio_interval",
    "reach_of_population",
    "read_conversations",
    "representative_statements",
    "second_view",
    "smallest_p",
    "theme_contrasts",
    "theme_shares",
    "weigh_shares",
    "weighted_log_odds",
    "wilson_interval",
]
