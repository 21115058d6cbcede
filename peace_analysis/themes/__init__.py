"""Statements to themes and assignments: `embed_statements` gives vectors, `find_themes` makes tables of them.

`discover_themes` works on any embeddings and texts, without a city.
"""

from __future__ import annotations

from peace_analysis.themes.discover import ThemeModel, discover_themes
from peace_analysis.themes.embed import Encoder, default_encoder
from peace_analysis.themes.embedded import Embedded, embed_statements, write_model_facts
from peace_analysis.themes.find import Found, find_themes

__all__ = [
    "Embedded",
    "Encoder",
    "Found",
    "ThemeModel",
    "default_encoder",
    "discover_themes",
    "embed_statements",
    "find_themes",
    "write_model_facts",
]
