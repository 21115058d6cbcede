"""The report: its parts as functions from tables to pieces of a page, and the way from a notebook to one self-contained page.

A notebook gathers a city's tables once (`gather`) and shows one part per cell; `convert` turns the executed notebook into HTML.
"""

from peace_analysis.report.background import background
from peace_analysis.report.brief import make_briefs, save_briefs
from peace_analysis.report.by_question import standing_questions
from peace_analysis.report.checklist import checklist
from peace_analysis.report.differences import group_parts, shared_by_all
from peace_analysis.report.engagement import how_engaged, who_took_part
from peace_analysis.report.evidence import draft_recommendations
from peace_analysis.report.exemplar_quotes import exemplars, proposed_names
from peace_analysis.report.figures import save_figures
from peace_analysis.report.html import Fragment, bullets, facts, folded, heading, join, note, notices, paragraph, quote, section
from peace_analysis.report.likeness import show_likeness, show_second_view
from peace_analysis.report.limits import limits
from peace_analysis.report.material import Material, gather
from peace_analysis.report.method import data_dictionary, method
from peace_analysis.report.policy_chapter import policies
from peace_analysis.report.public import neutralise_csv, save_figure, save_public, write_public_table
from peace_analysis.report.public_tables import PUBLIC, save_tables, tables_of
from peace_analysis.report.recommendations_chapter import recommendations
from peace_analysis.report.represented import show_raking
from peace_analysis.report.statements import what_people_said
from peace_analysis.report.summary import summary
from peace_analysis.report.tabular import figure_with_table, share_text, table
from peace_analysis.report.theme_pages import theme_pages
from peace_analysis.report.themes_overview import themes_at_a_glance
from peace_analysis.report.trust_measured import show_survey, survey_part, trust_measured
from peace_analysis.report.voted import read_votes, show_votes
from peace_analysis.report.way_back import link_themes
from peace_analysis.report.withheld import withheld

__all__ = [
    "PUBLIC",
    "Fragment",
    "Material",
    "background",
    "bullets",
    "checklist",
    "data_dictionary",
    "draft_recommendations",
    "exemplars",
    "facts",
    "figure_with_table",
    "folded",
    "gather",
    "group_parts",
    "heading",
    "how_engaged",
    "join",
    "limits",
    "link_themes",
    "make_briefs",
    "method",
    "neutralise_csv",
    "note",
    "notices",
    "paragraph",
    "policies",
    "proposed_names",
    "quote",
    "read_votes",
    "recommendations",
    "save_briefs",
    "save_figure",
    "save_figures",
    "save_public",
    "save_tables",
    "section",
    "share_text",
    "shared_by_all",
    "show_likeness",
    "show_raking",
    "show_second_view",
    "show_survey",
    "show_votes",
    "standing_questions",
    "summary",
    "survey_part",
    "table",
    "tables_of",
    "theme_pages",
    "themes_at_a_glance",
    "trust_measured",
    "what_people_said",
    "who_took_part",
    "withheld",
    "write_public_table",
]
