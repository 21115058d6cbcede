"""Many cities side by side as a site of its own: `gather` reads them, the rest says what they have in common and what not.

`compare_cities` executes `notebooks/cities.ipynb`, for waves of one city `notebooks/waves.ipynb`, lets every gate look, and
puts the site in place whole.
"""

from __future__ import annotations

from peace_analysis.cities.cautions import limits, method
from peace_analysis.cities.changed import changes, differences
from peace_analysis.cities.gathered import Comparison, gather
from peace_analysis.cities.overview import programmes, summary
from peace_analysis.cities.public_tables import PROGRAMMES, save_results
from peace_analysis.cities.site import compare_cities
from peace_analysis.cities.themes_compared import common_themes, theme_by_theme

__all__ = [
    "PROGRAMMES",
    "Comparison",
    "changes",
    "common_themes",
    "compare_cities",
    "differences",
    "gather",
    "limits",
    "method",
    "programmes",
    "save_results",
    "summary",
    "theme_by_theme",
]
