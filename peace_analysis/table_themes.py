"""Themes of any table with a column of text, without a city: `peace-analysis themes TABLE --text COLUMN --out FOLDER`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from peace_analysis.errors import InputError, Problem, TranscriptError
from peace_analysis.settings import Themes
from peace_analysis.tables import STATEMENTS

if TYPE_CHECKING:
    from peace_analysis.themes.find import Found

FEWEST = 30  # rows with text; below that groups of alike statements are chance
CITY_ADVICE = "list it under `skip:` in city.yml"
NO_GROUP = "(empty)"


@dataclass(frozen=True)
class TextTable:
    """One column of texts, and the group of each row where a column of groups was named."""

    path: Path
    texts: list[str]  # one per row below the header, as pandas.read_csv and pandas.read_excel count them; may be empty
    groups: list[str] | None


def read_text_table(path: Path, text: str, group: str | None = None) -> TextTable:
    """Read the columns of a CSV, TSV or Excel table (its first sheet that has them).

    Args:
        path: The table; separator and encoding are told apart.
        text: Header of the column of texts.
        group: Header of a column of groups.

    Raises:
        InputError: If it cannot be read, a column is missing or there twice, or too few rows have text.
    """
    from peace_analysis.transcripts.grid import read_grids

    if not path.is_file():
        raise InputError(Problem(str(path), "there is no such file.", "Check the path."))
    try:
        grids = read_grids(path, keep_empty=True)
    except TranscriptError as error:  # it was written for a file of a city
        problems = [replace(problem, remedy=problem.remedy.replace(CITY_ADVICE, "name another table")) for problem in error.problems]
        raise InputError(problems) from error
    wanted = [name for name in (text, group) if name is not None]
    grid = next((grid for grid in grids if all(grid.column(name) is not None for name in wanted)), None)
    if grid is None:
        absent = [name for name in wanted if grids[0].column(name) is None]
        message = f"there is no column {' and no column '.join(f'`{name}`' for name in absent)}; {grids[0].shown_header()}."
        raise InputError(Problem(str(path), message, "Name columns by their headers.", grids[0].header_line))
    if repeated := [name for name in dict.fromkeys(wanted) if grid.is_repeated(name)]:
        message = f"several columns are called {' and several '.join(f'`{name}`' for name in repeated)}: which is meant cannot be told."
        raise InputError(Problem(str(path), message, "Give each column a header of its own.", grid.header_line))
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
    """Give every row its place: row, theme_id, theme, subtheme_id, subtheme, membership, residual.

    `row` counts from 0, the first below the header, as the index of `pandas.read_csv` and `pandas.read_excel` does. A residual row has text
    that fits no theme. A row without text has no theme either, and is not residual.
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
            "residual": placed["residual"].fillna(False).astype(bool).to_numpy(),
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
        # The type is said because a table without themes has none to tell it by.
        themes[f"share in {group}"] = themes["theme_id"].map(counts).astype("float64").fillna(0) / heard[group]
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
    from peace_analysis.table_page import make_table_page

    page = make_table_page(table, found, title)
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
