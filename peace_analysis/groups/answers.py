"""What people say of themselves, made ready to compare by: one spelling per answer, and answers of few people under one name.

An answer in one's own words can be one of fifty. A group of one person can never be shown, its name alone would say that somebody like
that was there, and fifty such groups would have to be protected one by one. So answers that too few people gave are joined, before
anything is counted by them.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from peace_analysis.settings import Privacy
from peace_analysis.tables import ASSIGNMENTS, PARTICIPANTS, STATEMENTS, check_table
from peace_analysis.wording import marked

OTHER = marked("other answers")
DECLINED = ("declined", "declined to say", "prefer not to say", "no answer")


def join_rare_answers(
    participants: pd.DataFrame, statements: pd.DataFrame, assignments: pd.DataFrame, *, by: Sequence[str], privacy: Privacy | None = None
) -> pd.DataFrame:
    """Join answers that too few people gave, in the attributes that people say of themselves.

    Args:
        participants: `tables.PARTICIPANTS`; not changed.
        statements: `tables.STATEMENTS`.
        assignments: `tables.ASSIGNMENTS`.
        by: Attributes that groups are compared by. Those that are columns of sessions, and neighborhood and stakeholder group, which the
            plan names, stay as they are.
        privacy: What a group needs to be shown on its own.

    Returns:
        The same rows. Spellings that differ in case and blanks alone are one answer, in its most frequent spelling; who declined has none;
        answers given by fewer people heard than a group needs are `OTHER`, or none where no answer was given by more.

    Raises:
        TableError: If a table is not what it should be.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> some = made.participants.assign(age_group=["80+" if n < 4 else age for n, age in enumerate(made.participants["age_group"])])
        >>> joined = groups.join_rare_answers(some, made.statements, made.assignments, by=["age_group"])
        >>> sorted(joined["age_group"].unique())
        ['18-24', '25-64', '65+', 'other answers']
    """
    privacy = privacy or Privacy()
    frame = check_table(participants, PARTICIPANTS)
    placed = check_table(assignments, ASSIGNMENTS)
    read = placed.loc[placed["theme_id"].notna() | placed["residual"], "statement_id"]  # the rest is in a language that is not read
    said = check_table(statements, STATEMENTS)
    heard = frame["speaker_id"].isin(said.loc[said["statement_id"].isin(read), "speaker_id"].dropna())
    for name in dict.fromkeys(by):
        if name in frame and name not in PARTICIPANTS.by_name:
            frame[name] = _join(_spell_alike(frame[name]), heard, privacy.group_min_people)
    return frame


def _spell_alike(answers: pd.Series) -> pd.Series:
    """One spelling per answer; none where somebody declined or said nothing."""
    text = answers.where(answers.notna(), "").astype("str").str.split().str.join(" ")
    folded = text.str.casefold()
    spelling = text.groupby(folded).agg(lambda same: same.value_counts().sort_index().sort_values(ascending=False, kind="stable").index[0])
    known = ~folded.isin(["", *DECLINED])
    return folded.map(spelling).astype("object").where(known, None)


def _join(answers: pd.Series, heard: pd.Series, least: int) -> pd.Series:
    counts = answers[heard].value_counts()
    rare = answers.notna() & (answers.map(counts).fillna(0) < least)
    if rare.equals(answers.notna()):  # nothing is left to compare them with
        return answers.mask(rare, None)
    return answers.mask(rare, OTHER)
