"""Several cities side by side: one set of themes, shares with the city as the unit, differences, and change between waves.

Pure functions over the anonymised tables of each city; nothing here reads or writes a file.
"""

from __future__ import annotations

from peace_analysis.across.beside import OWN_THEMES
from peace_analysis.across.city_shares import CITY_SHARES, as_theme_shares, find_nearly_told, share_by_city
from peace_analysis.across.joint_themes import JOINT_THEMES, JointThemes, find_joint_themes
from peace_analysis.across.over_cities import OVER_CITIES, compare_over_cities, mean_over_cities
from peace_analysis.across.two_cities import CITY_DIFFERENCES, compare_two_cities
from peace_analysis.across.voices import Told, Voices, find_mismatches
from peace_analysis.across.waves import WAVE, WAVE_CHANGES, compare_waves, list_waves, mark_waves

__all__ = [
    "CITY_DIFFERENCES",
    "CITY_SHARES",
    "JOINT_THEMES",
    "OVER_CITIES",
    "OWN_THEMES",
    "WAVE",
    "WAVE_CHANGES",
    "JointThemes",
    "Told",
    "Voices",
    "as_theme_shares",
    "compare_over_cities",
    "compare_two_cities",
    "compare_waves",
    "find_joint_themes",
    "find_mismatches",
    "find_nearly_told",
    "list_waves",
    "mark_waves",
    "mean_over_cities",
    "share_by_city",
]
