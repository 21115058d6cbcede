"""The page of the themes of a table: how large they are, and what was written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.table_themes import TextTable, list_themes
from peace_analysis.tables import TENTATIVE, mark_tentative

if TYPE_CHECKING:
    from peace_analysis.report.html import Fragment
    from peace_analysis.themes.find import Found

SHOWN = {  # kinds of rows on the page, what stands above them, and how many of a theme
    "typical": ("Typical:", 3),
    "different": ("Different from most:", 1),
    "dissenting": ("Sees it another way:", 1),
}
TENTATIVE_THEMES = "A theme that is called tentative might not have been found, or not in this form, had other people written."
AS_THEY_ARE = "The texts stand here as they are in the table: nothing was anonymised."
ROWS = "Rows are counted from 0, the first below the header, as pandas counts them; blank lines of a CSV file do not count."


def make_table_page(table: TextTable, found: Found, title: str) -> str:
    """Set the themes of a table as one HTML page, with texts as they are and no mark of a release, which a table does not have."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from peace_analysis.report.convert import notebook_to_html

    pieces = _sections(table, found)
    outputs = [new_output("display_data", data={"text/html": str(piece._repr_html_())}) for piece in pieces]  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)])  # type: ignore[no-untyped-call]
    return notebook_to_html(
        notebook,
        title=title,
        draft=False,
        audience="leaders",
        subtitle=f"{sum(map(bool, table.texts)):,} texts, grouped by what they are about",
        footer=f"Made with peace_analysis. {AS_THEY_ARE}",
        by_person=False,
    )


def _sections(table: TextTable, found: Found) -> list[Fragment]:
    from peace_analysis.report import html, tabular

    themes = list_themes(table, found)
    names = [mark_tentative(str(name), held) for name, held in zip(themes["name"], themes["stability"], strict=True)]
    themes = themes.assign(name=pd.Series(names, index=themes.index, dtype="str"))
    exemplars = _exemplars(table, found)
    top = themes[themes["parent_id"].isna()]
    n_texts = sum(map(bool, table.texts))
    n_none = n_texts - int(top["n_rows"].sum())
    shown = top[["name", "n_rows", *[name for name in top.columns if name.startswith("share")]]].copy()
    shares = list(shown.columns[2:])
    for name in shares:
        shown[name] = [f"{share:.0%}" for share in shown[name]]
    caption = "Themes by number of texts" + (
        "" if table.groups is None else "; shares are of texts, not of people, and differences are not tested"
    )
    return [
        html.heading(2, "All themes", "all-themes"),
        html.paragraph(f"{AS_THEY_ARE} {ROWS}"),
        html.paragraph(_summary(len(top), n_texts, n_none)),
        *([html.paragraph(TENTATIVE_THEMES)] if (themes["stability"] < TENTATIVE).any() else []),
        tabular.table(shown, caption=caption, headers={"name": "Theme", "n_rows": "Texts", "share": "Share of all"}, numbers=shares),
        *(piece for row in top.to_dict("records") for piece in _theme_section(table, exemplars, row, themes)),
    ]


def _summary(n_themes: int, n_texts: int, n_none: int) -> str:
    """Say how many themes were found, and how many texts fit none."""
    found = "No theme was" if n_themes == 0 else "1 theme was" if n_themes == 1 else f"{n_themes} themes were"
    none = "Every text fits a theme." if n_none == 0 else f"{n_none:,} of them fit no theme and are counted apart."
    return f"{found} found in {n_texts:,} texts. {none if n_themes else 'They have too little in common.'}"


def _exemplars(table: TextTable, found: Found) -> pd.DataFrame:
    """Rows that show each top-level theme: tables.EXEMPLARS, texts that are alike shown once."""
    from peace_analysis.themes.exemplars import pick_exemplars

    placed = found.assignments.reset_index(drop=True)
    said = pd.DataFrame({"statement_id": placed["statement_id"], "session_id": placed["statement_id"]})
    said = said.assign(text=[table.texts[int(row)] for row in said["statement_id"]], quotable=True)
    top = [str(theme) for theme in found.themes.loc[found.themes["parent_id"].isna(), "theme_id"]]
    first = ~said["text"].duplicated().to_numpy()
    held = {theme: (placed["theme_id"] == theme).to_numpy(dtype=bool, na_value=False) & first for theme in top}
    phrases = dict(zip(found.themes["theme_id"], found.themes["key_phrases"], strict=True))
    return pick_exemplars(said, found.model.space, held, phrases=phrases, residual=placed["residual"].to_numpy(dtype=bool))


def _theme_section(table: TextTable, exemplars: pd.DataFrame, theme: Mapping[Hashable, Any], themes: pd.DataFrame) -> list[Fragment]:
    from peace_analysis.report import html

    parts = themes[themes["parent_id"] == theme["theme_id"]]
    here = exemplars[exemplars["theme_id"] == theme["theme_id"]].sort_values("rank")
    shown: list[Fragment] = []
    for kind, (label, most) in SHOWN.items():
        rows = [int(row) for row in here.loc[here["kind"] == kind, "statement_id"].head(most)]
        shown += [html.paragraph(label)] if rows else []
        shown += [html.quote(table.texts[row], f"row {row}") for row in rows]
    phrases = f" Key phrases: {theme['key_phrases']}." if theme["key_phrases"] else ""
    return [
        html.heading(2, theme["name"], f"theme-{theme['theme_id']}"),
        html.paragraph(f"{theme['n_rows']:,} texts ({theme['share']:.0%}).{phrases}"),
        *([html.bullets([f"{name}: {n:,} texts" for name, n in zip(parts["name"], parts["n_rows"], strict=True)])] if len(parts) else []),
        *shown,
    ]
