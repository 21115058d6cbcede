"""Trust measured: survey scales, scored, with their reliability, by group and wave.

A scale is the mean of its items. It is scored for somebody who answered more than half of them; a blank is never 0. Two waves are compared
within people only where answers are linked; otherwise they are two groups of people, and the table says so.
"""

from peace_analysis.surveys.reliability import FAIR, GOOD, Reliability, measure_reliability
from peace_analysis.surveys.scales import Scale, score_scale
from peace_analysis.surveys.summary import EVERYONE, summarise_scale
from peace_analysis.surveys.waves import LINKED, UNLINKED, compare_waves

__all__ = [
    "EVERYONE",
    "FAIR",
    "GOOD",
    "LINKED",
    "UNLINKED",
    "Reliability",
    "Scale",
    "compare_waves",
    "measure_reliability",
    "score_scale",
    "summarise_scale",
]
