"""Figures: one module each, a table in, a figure with a take-away title, an alt text and its data table out.

matplotlib is loaded when the first figure is drawn: who only needs words or a page does not wait for it.
"""

from peace_analysis.charts.common_ground import common_ground
from peace_analysis.charts.coverage_grid import coverage_grid
from peace_analysis.charts.coverage_map import coverage_map
from peace_analysis.charts.figure import Figure
from peace_analysis.charts.group_shares import group_shares
from peace_analysis.charts.policy_timeline import policy_timeline
from peace_analysis.charts.saturation import saturation
from peace_analysis.charts.scale_means import scale_means
from peace_analysis.charts.statement_map import statement_map
from peace_analysis.charts.theme_heat_map import theme_heat_map
from peace_analysis.charts.theme_maps import theme_maps
from peace_analysis.charts.theme_over_time import theme_over_time
from peace_analysis.charts.theme_overview import theme_overview
from peace_analysis.charts.theme_shares import theme_shares

__all__ = [
    "Figure",
    "common_ground",
    "coverage_grid",
    "coverage_map",
    "group_shares",
    "policy_timeline",
    "saturation",
    "scale_means",
    "statement_map",
    "theme_heat_map",
    "theme_maps",
    "theme_over_time",
    "theme_overview",
    "theme_shares",
]
