"""The framework matrix: cases by themes, each cell with its statements and a summary that a person writes.

Source:
    Ritchie & Spencer (1994), Qualitative data analysis for applied policy research; Gale et al. (2013), BMC Medical Research Methodology
    13, 117.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from operator import itemgetter
from typing import Any

import pandas as pd

Cell = tuple[str, str]  # case, theme_id


@dataclass(frozen=True)
class Summary:
    """What a person wrote of a cell."""

    text: str
    basis: str  # fingerprint of the cell's statements when it was written


@dataclass(frozen=True)
class Framework:
    """Cases by themes, for researchers: anonymised words of everybody, also of those who are not quoted."""

    by: str  # what a case is
    cells: pd.DataFrame = field(repr=False)  # case, theme_id, name, n_statements, n_participants, verbatim, basis, summary, changed
    names: Mapping[str, str] = field(default_factory=dict, repr=False)  # theme_id -> name
    unplaced: tuple[Cell, ...] = ()  # summaries of cells that are gone

    @property
    def table(self) -> pd.DataFrame:
        """One row per case, one column per theme: the summary where there is one, after it the number of statements; empty for none."""
        wide = self.cells.assign(said=list(self._say_cells().values())).pivot(index="case", columns="theme_id", values="said").fillna("")
        ordered = [theme for theme in self.names if theme in wide.columns]
        return wide[ordered].rename(columns=self._heads()).rename_axis(index=self.by, columns=None)

    @property
    def n_changed(self) -> int:
        """Summaries whose statements are others than when they were written."""
        return int(self.cells["changed"].sum())

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        caption = (
            f"<p>Framework matrix by {self.by}: for researchers only. [n] counts statements; {self.n_changed} summaries to look at.</p>"
        )
        said = self._say_cells()
        filled = {theme for _, theme in said}
        themes = [theme for theme in self.names if theme in filled]
        heads = self._heads()
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in [self.by, *(heads[theme] for theme in themes)])
        rows = [
            f'<tr><th scope="row">{escape(case)}</th>' + "".join(f"<td>{escape(said.get((case, theme), ''))}</td>" for theme in themes)
            for case in sorted({case for case, _ in said})
        ]
        return f'{caption}<table class="dataframe"><thead><tr>{head}</tr></thead><tbody>{"</tr>".join([*rows, ""])}</tbody></table>'

    def _heads(self) -> dict[str, str]:
        """Name of each theme; with its id where two have the same name, so that no two columns are alike."""
        names = list(self.names.values())
        return {theme: f"{name} ({theme})" if names.count(name) > 1 else name for theme, name in self.names.items()}

    def _say_cells(self) -> dict[Cell, str]:
        """What stands in each cell that has statements."""
        columns = (self.cells[name].tolist() for name in ("case", "theme_id", "summary", "changed", "n_statements"))
        return {
            (case, theme): f"{'(changed since) ' if changed else ''}{summary} [{n}]".strip()
            for case, theme, summary, changed, n in zip(*columns, strict=True)
        }


def make_framework(
    statements: pd.DataFrame,
    assignments: pd.DataFrame,
    themes: pd.DataFrame,
    cases: Mapping[str, str],
    *,
    by: str = "session",
    summaries: Mapping[Cell, Summary] | None = None,
) -> Framework:
    """Set statements out by case and theme.

    Args:
        statements: As tables.STATEMENTS.
        assignments: As tables.ASSIGNMENTS; what fits no theme has no cell.
        themes: As tables.THEMES; columns are its themes (no subthemes) in their order.
        cases: statement_id -> case, such as its session or its speaker's group; statements without one are left out.
        by: What a case is, in words.
        summaries: What people wrote, by case and theme.

    Returns:
        One cell per case and theme with at least one statement; `verbatim` holds all of them, a line each, with their ids. A summary whose
        statements have changed since it was written says so; one whose cell is gone is named in `unplaced`.

    Examples:
        >>> from peace_analysis import coding
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> cases = dict(zip(made.statements["statement_id"], made.statements["session_id"], strict=True))
        >>> matrix = coding.make_framework(made.statements, made.assignments, made.themes, cases)
        >>> matrix.cells.loc[0, ["case", "name", "n_statements"]].tolist()
        ['L01', 'Waiting for help', np.int64(6)]
    """
    written = dict(summaries or {})
    top = themes[themes["parent_id"].isna()]
    names = {str(key): str(name) for key, name in zip(top["theme_id"], top["name"], strict=True)}
    theme_of = dict(zip(assignments["statement_id"].tolist(), assignments["theme_id"].tolist(), strict=True))
    inside: dict[Cell, list[tuple[str, str, object]]] = {}
    for one in sorted(zip(*(statements[name].tolist() for name in ("statement_id", "text", "speaker_id")), strict=True), key=itemgetter(0)):
        case, theme = cases.get(one[0]), theme_of.get(one[0])
        if case is not None and theme in names:
            inside.setdefault((case, theme), []).append(one)
    rows = []
    for (case, theme), said in sorted(inside.items(), key=itemgetter(0)):
        basis = _fingerprint(said)
        summary = written.pop((case, theme), None)
        rows.append(
            {
                "case": case,
                "theme_id": theme,
                "name": names[theme],
                "n_statements": len(said),
                "n_participants": len({speaker for _, _, speaker in said if isinstance(speaker, str)}),
                "verbatim": "\n".join(f"{key}: {text}" for key, text, _ in said),
                "basis": basis,
                "summary": summary.text if summary else "",
                "changed": bool(summary and summary.text and summary.basis != basis),
            }
        )
    columns = ["case", "theme_id", "name", "n_statements", "n_participants", "verbatim", "basis", "summary", "changed"]
    return Framework(by, pd.DataFrame(rows, columns=columns).astype({"changed": "bool"}), names, tuple(sorted(written)))


def find_cases(statements: pd.DataFrame, sessions: pd.DataFrame, participants: pd.DataFrame, by: str) -> dict[str, str]:
    """Find the case of each statement.

    Args:
        statements: As tables.STATEMENTS.
        sessions: As tables.SESSIONS.
        participants: As tables.PARTICIPANTS.
        by: "session", or a column of participants (their group) or of sessions.

    Raises:
        ValueError: If there is no such column.
    """
    ids: Sequence[str] = [str(key) for key in statements["statement_id"]]
    if by == "session":
        return dict(zip(ids, map(str, statements["session_id"]), strict=True))
    if by not in participants.columns and by not in sessions.columns:
        raise ValueError(f"there is no column `{by}`")
    values: list[Any] = [None] * len(ids)
    if by in sessions.columns:
        values = list(statements["session_id"].map(sessions.set_index("session_id")[by]))
    if by in participants.columns:
        own = statements["speaker_id"].map(participants.set_index("speaker_id")[by])
        values = [mine if pd.notna(mine) else other for mine, other in zip(own, values, strict=True)]
    return {key: str(value) for key, value in zip(ids, values, strict=True) if pd.notna(value) and str(value)}


def _fingerprint(said: Sequence[tuple[str, str, object]]) -> str:
    """Digest of a cell's statements: their ids and words."""
    lines = "\n".join(f"{key}\t{text}" for key, text, _ in said)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
