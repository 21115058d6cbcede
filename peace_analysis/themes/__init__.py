"""Statements to themes and assignments: `embed_statements` gives vectors, `find_themes` makes tables of them.

`discover_themes` works on any embeddings and texts, without a city.
"""

from __future__ import annotations

from peace_analysis.themes.describe import word_hierarchy
from peace_analysis.themes.discover import ThemeModel, discover_themes
from peace_analysis.themes.embed import Encoder, default_encoder
from peace_analysis.themes.embedded import Embedded, embed_seeds, embed_statements, write_model_facts
from peace_analysis.themes.find import Found, find_themes
from peace_analysis.themes.over_time import themes_over_time
from peace_analysis.themes.saturation import measure_saturation, shows_saturation, themes_by_session
from peace_analysis.themes.sentence_transformers_view import open_sentence_transformer
from peace_analysis.themes.settle import Settled, seed_texts, settle_themes
from peace_analysis.themes.statement_map import map_statements
from peace_analysis.themes.tabulate import count_unplaced

__all__ = [
    "Embedded",
    "Encoder",
    "Found",
    "Settled",
    "ThemeModel",
    "count_unplaced",
    "default_encoder",
    "discover_themes",
    "embed_seeds",
    "embed_statements",
    "find_themes",
    "map_statements",
    "measure_saturation",
    "open_sentence_transformer",
    "seed_texts",
    "settle_themes",
    "shows_saturation",
    "themes_by_session",
    "themes_over_time",
    "word_hierarchy",
    "write_model_facts",
]
