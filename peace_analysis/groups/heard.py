"""Who was heard, and who raised what: the one count that shares, contrasts and common ground start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.notebook_view import say_count, view_table
from peace_analysis.settings import Privacy
from peace_analysis.tables import ASSIGNMENTS, PARTICIPANTS, STATEMENTS, check_table

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Heard:
    """People heard one by one, and which themes and subthemes each of them raised."""

    people: pd.DataFrame  # indexed by speaker_id: session_id, then the attributes asked for (missing where nobody knows)
    raised: Flags  # shape (n_people, n_themes)
    themes: list[str]  # theme and subtheme ids, in order
    sessions_heard: list[str]  # also those whose source names no speakers
    raised_in_session: Flags  # shape (n_sessions_heard, n_themes)
    subthemes: frozenset[str] = frozenset()

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        n = len(self.people)
        counts = [int(count) for count in self.raised.sum(axis=0)]
        rows = [(theme, say_count(count, of=n)) for theme, count in zip(self.themes, counts, strict=True)]
        return view_table(
            f"{n:,} people heard in {len(self.sessions_heard):,} sessions", ["theme", "people who raised it"], rows, remark="For the team."
        )

    @property
    def top_themes(self) -> list[str]:
        """Themes that are no subthemes, in order."""
        return [name for name in self.themes if name not in self.subthemes]


def count_heard(
    statements: pd.DataFrame,
    assignments: pd.DataFrame,
    participants: pd.DataFrame,
    sessions: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    question: Literal["a", "b"] | None = None,
    requests: bool = False,
) -> Heard:
    """Find who was heard and who raised what.

    Heard is a participant with at least one statement in a language that the model reads. Somebody raised a theme who made at least one
    statement on it, however many. Sources that name no speakers have no people to count, only sessions.

    Args:
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.
        participants: `tables.PARTICIPANTS`, with whatever else is asked for in `by`.
        sessions: `tables.SESSIONS`, whose columns hold for participants who have none of that name.
        by: Attributes; each a column of participants or sessions.
        question: Count a theme only where it was raised on this standing question; everybody stays in the number heard.
        requests: Count a theme only where somebody asked for something or proposed it; everybody stays in the number heard.

    Raises:
        TableError: If a table is not what it should be.
        ValueError: If an attribute is a column of neither table.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> heard.raised.sum(axis=0).tolist(), heard.themes
        ([32, 32, 28], ['T01', 'T02', 'T03'])
    """
    statements = check_table(statements, STATEMENTS)
    placed = check_table(assignments, ASSIGNMENTS).merge(
        statements[["statement_id", "session_id", "speaker_id", "question", "request"]], on="statement_id"
    )
    placed = placed[~placed["statement_id"].isin(find_unread(placed))]
    subthemes = set(placed["subtheme_id"].dropna()) - set(placed["theme_id"].dropna())
    themes = sorted({*placed["theme_id"].dropna(), *subthemes})
    people = _describe_people(placed, check_table(participants, PARTICIPANTS), sessions, by)
    sessions_heard = sorted(placed["session_id"].unique())
    if question is not None:
        placed = placed[placed["question"].isin([question, "ab"])]
    if requests:
        placed = placed[placed["request"].astype(bool)]
    raised = _raised(placed.dropna(subset="speaker_id"), "speaker_id", list(people.index), themes)
    in_sessions = _raised(placed, "session_id", sessions_heard, themes)
    return Heard(people, raised, themes, sessions_heard, in_sessions, frozenset(subthemes))


def find_unread(assignments: pd.DataFrame) -> set[str]:
    """Find the statements in a language that the model does not read: those of no theme that are not called residual either.

    Args:
        assignments: `tables.ASSIGNMENTS`.

    Returns:
        Their ids.
    """
    return set(assignments.loc[assignments["theme_id"].isna() & ~assignments["residual"].astype(bool), "statement_id"].astype("str"))


def find_people(statements: pd.DataFrame, assignments: pd.DataFrame) -> set[str]:
    """Find the people that are counted: those of whom a statement is in a language that the model reads.

    Args:
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.

    Returns:
        Their speaker ids.
    """
    read = ~statements["statement_id"].isin(find_unread(assignments))
    return set(statements.loc[read, "speaker_id"].dropna().astype("str"))


def _describe_people(placed: pd.DataFrame, participants: pd.DataFrame, sessions: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """One row per participant heard, indexed by speaker_id: session_id and the attributes asked for."""
    unknown = [name for name in by if name not in participants and name not in sessions]
    if unknown:
        raise ValueError(f"compare_by: {', '.join(unknown)} is a column of neither participants.csv nor sessions.csv")
    heard = placed[["speaker_id", "session_id"]].dropna().drop_duplicates("speaker_id").set_index("speaker_id")
    own = participants.set_index("speaker_id")
    of_session = sessions.set_index("session_id")
    for name in by:
        values = own[name].reindex(heard.index) if name in own else pd.Series(pd.NA, index=heard.index, dtype="object")
        values = values.astype("object").where(values.notna() & (values.astype("str") != ""), None)
        if name in of_session:
            values = values.where(values.notna(), heard["session_id"].map(of_session[name]))
        heard[name] = values
    return heard.sort_index()


def _raised(placed: pd.DataFrame, unit: str, order: list[str], themes: list[str]) -> Flags:
    """Whether each unit raised each theme or subtheme, shape (n_units, n_themes)."""
    row, column = {name: i for i, name in enumerate(order)}, {name: i for i, name in enumerate(themes)}
    matrix = np.zeros((len(order), len(themes)), dtype=bool)
    for name in ("theme_id", "subtheme_id"):
        known = placed[placed[name].notna()]
        matrix[known[unit].map(row).to_numpy(dtype=np.int64), known[name].map(column).to_numpy(dtype=np.int64)] = True
    return matrix


def find_small_counts(heard: Heard, by: Sequence[str], privacy: Privacy) -> set[str]:
    """Find the themes of which a count of people will be hidden: too small itself, or in a group that is.

    Args:
        heard: Who was heard.
        by: Attributes by which people are compared.
        privacy: What a group needs to be shown on its own, and what is few.

    Returns:
        Their ids: all themes where a group is not shown on its own.
    """
    found = np.zeros(len(heard.themes), dtype=np.bool_)
    for attribute in by:
        for _, people in heard.people.assign(place=np.arange(len(heard.people))).groupby(attribute, observed=True):
            if len(people) < privacy.group_min_people or people["session_id"].nunique() < privacy.group_min_sessions:
                return set(heard.themes)
            raised = heard.raised[people["place"].to_numpy()].sum(axis=0)
            found |= np.minimum(raised, len(people) - raised) < privacy.opinion_threshold
    return {theme for theme, hidden in zip(heard.themes, found, strict=True) if hidden}
