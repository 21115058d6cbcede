"""Themes of any table with a column of text, without a city: `peace-analysis themes TABLE --text COLUMN --out FOLDER`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from peace_analysis.errors import InputError, Problem
from peace_analysis.settings import Themes
from peace_analysis.tables import STATEMENTS, TENTATIVE, mark_tentative

if TYPE_CHECKING:
    from peace_analysis.report.html import Fragment
    from peace_analysis.themes.find import Found

FEWEST = 30  # rows with text; below that groups of alike statements are chance
SHOWN = {  # kinds of rows on the page, what stands above them, and how many of a theme
    "typical": ("Typical:", 3),
    "different": ("Different from most:", 1),
    "dissenting": ("Sees it another way:", 1),
}
TENTATIVE_THEMES = "A theme that is called tentative might not have been found, or not in this form, had other people written."
NO_GROUP = "(empty)"


@dataclass(frozen=True)
class TextTable:
    """One column of texts, and the group of each row where a column of groups was named."""

    path: Path
    texts: list[str]  # one per row below the header; may be empty
    groups: list[str] | None


def read_text_table(path: Path, text: str, group: str | None = None) -> TextTable:
    """Read the columns of a CSV, TSV or Excel table (its first sheet that has them).

    Args:
        path: The table; separator and encoding are told apart.
        text: Header of the column of texts.
        group: Header of a column of groups.

    Raises:
        InputError: If it cannot be read, a column is missing, or too few rows have text.
    """
    from peace_analysis.transcripts.grid import read_grids

    if not path.is_file():
        raise InputError(Problem(str(path), "there is no such file.", "Check the path."))
    grids = read_grids(path)
    wanted = [name for name in (text, group) if name is not None]
    grid = next((grid for grid in grids if all(grid.column(name) is not None for name in wanted)), None)
    if grid is None:
        absent = [name for name in wanted if grids[0].column(name) is None]
        message = f"there is no column {' and no column '.join(f'`{name}`' for name in absent)}; {grids[0].shown_header()}."
        raise InputError(Problem(str(path), message, "Name columns by their headers.", grids[0].header_line))
    places = [grid.column(name) for name in wanted]
    cells = [[row[place] if place is not None else "" for place in places] for _, row in grid.rows]
    texts = [row[0].strip() for row in cells]
    if (n_filled := sum(map(bool, texts))) < FEWEST:
        message = f"column `{text}` has text in {n_filled} rows; themes need at least {FEWEST}."
        raise InputError(Problem(str(path), message, "Name another column, or read so few texts yourself."))
    return TextTable(path, texts, [row[1].strip() or NO_GROUP for row in cells] if group is not None else None)


def find_table_themes(table: TextTable, *, seed: int = 0, progress: Callable[[int, int], None] | None = None) -> Found:
    """Find the themes of a table; each row is taken for one person's.

    Args:
        table: What was read.
        seed: The same seed and table give the same themes.
        progress: Told (rows embedded, rows to embed).
    """
    from peace_analysis.themes.embed import default_encoder
    from peace_analysis.themes.find import find_themes
    from peace_analysis.themes.words import plain_text

    rows = [row for row, text in enumerate(table.texts) if text]
    ids = [f"{row:07d}" for row in rows]
    statements = pd.DataFrame(
        {
            "statement_id": ids,
            "session_id": ids,
            "turn": [1] * len(rows),
            "speaker_id": ids,
            "question": ["none"] * len(rows),
            "request": [False] * len(rows),
            "language": ["en"] * len(rows),
            "text": [table.texts[row] for row in rows],
            "quotable": [True] * len(rows),
        }
    )[[column.name for column in STATEMENTS.columns]]
    vectors = default_encoder().encode([plain_text(text) for text in statements["text"]], progress)
    return find_themes(statements, vectors, Themes(), seed)


def list_assignments(table: TextTable, found: Found) -> pd.DataFrame:
    """Give every row its place: row (from 0, the first below the header), theme_id, theme, subtheme_id, subtheme, membership, residual.

    A row without text has no theme and counts as residual.
    """
    placed = found.assignments.set_index("statement_id").reindex([f"{row:07d}" for row in range(len(table.texts))])
    names = found.themes.set_index("theme_id")["name"]
    return pd.DataFrame(
        {
            "row": range(len(table.texts)),
            "theme_id": placed["theme_id"].to_numpy(),
            "theme": placed["theme_id"].map(names).to_numpy(),
            "subtheme_id": placed["subtheme_id"].to_numpy(),
            "subtheme": placed["subtheme_id"].map(names).to_numpy(),
            "membership": placed["membership"].to_numpy(),
            "residual": placed["residual"].fillna(True).astype(bool).to_numpy(),
        }
    )


def list_themes(table: TextTable, found: Found) -> pd.DataFrame:
    """List themes and subthemes: theme_id, parent_id, name, key_phrases, stability, n_rows, share of rows with text, and of groups."""
    n_texts = sum(map(bool, table.texts))
    themes = found.themes[["theme_id", "parent_id", "name", "key_phrases"]].copy()
    themes["stability"] = found.themes["stability"]
    themes["n_rows"] = found.themes["n_statements"]
    themes["share"] = themes["n_rows"] / n_texts
    if table.groups is None:
        return themes
    assignments = list_assignments(table, found)
    heard = pd.Series(table.groups)[[bool(text) for text in table.texts]].value_counts()
    for group in sorted(heard.index):
        inside = assignments[[name == group for name in table.groups]]
        counts = pd.concat([inside["theme_id"], inside["subtheme_id"]]).value_counts()
        themes[f"share in {group}"] = themes["theme_id"].map(counts).fillna(0) / heard[group]
    return themes


def write_table_themes(table: TextTable, found: Found, folder: Path, *, title: str) -> Path:
    """Write assignments.csv, themes.csv and a page into a folder, each whole; what else lies there stays.

    Returns:
        The page.

    Raises:
        InputError: If the folder cannot be written.
    """
    from peace_analysis.files import write_whole
    from peace_analysis.report.public import neutralise_csv

    page = _page(table, found, title)
    frames = {"assignments.csv": list_assignments(table, found), "themes.csv": list_themes(table, found)}
    try:
        for name, frame in frames.items():
            with write_whole(folder / name) as file:
                file.write(neutralise_csv(frame.round(4)).to_csv(index=False, lineterminator="\n"))
        with write_whole(folder / "themes.html") as file:
            file.write(page)
    except OSError as error:
        raise InputError(Problem(str(folder), f"cannot be written: {error.strerror}.", "Name another folder with --out.")) from error
    return folder / "themes.html"


def _page(table: TextTable, found: Found, title: str) -> str:
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from peace_analysis.report.convert import notebook_to_html

    pieces = _sections(table, found)
    outputs = [new_output("display_data", data={"text/html": str(piece._repr_html_())}) for piece in pieces]  # type: ignore[no-untyped-call]
    notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)])  # type: ignore[no-untyped-call]
    return notebook_to_html(
        notebook,
        title=title,
        draft=True,
        audience="leaders",
        subtitle=f"{sum(map(bool, table.texts)):,} texts, grouped by what they are about",
        footer="Made with peace_analysis. The texts stand here as they are in the table: nothing was anonymised.",
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
