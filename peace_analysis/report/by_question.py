"""Themes by the standing question that they answer: how people feel, and how they want to be served."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from peace_analysis.charts.labels import counted, listed, percent, quoted, unit_words
from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.disclosure.masking import PERCENTS
from peace_analysis.groups.shares import EVERYONE, theme_shares
from peace_analysis.report.coded_by_hand import say_withheld
from peace_analysis.report.html import Fragment, bullets, join, note
from peace_analysis.report.material import Material
from peace_analysis.report.tabular import is_missing, share_words, table
from peace_analysis.wording import _, marked

QUESTIONS: tuple[Literal["a", "b"], ...] = ("a", "b")
SHARE = ("share", "low", "high")


def standing_questions(material: Material) -> Fragment:
    """Set what people raised on each of the two standing questions.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "Waiting for help" in report.standing_questions(material).markup
        True
    """
    counts = question_counts(material)
    if counts.empty:
        return note(_("The sources do not tell which question a statement answers."))
    questions = material.questions
    shown, hidden, people = pd.DataFrame({_("Theme"): counts["name"]}), _("not shown"), material.unit == "participant"
    for key in ("a", "b"):
        shown[questions.get(key, key)] = [question_text(row, key) or hidden for row in rows_of(counts)]
    caption = _("People who raised each theme, by question") if people else _("Sessions who raised each theme, by question")
    remark = _("One person may raise a theme on both questions.")
    if people:
        remark = " ".join([remark, _("In brackets: the share of all people heard, and its 95% interval.")])
    if shown.isin([hidden]).any(axis=None):
        why = _("A number is not shown where it is small enough to point to someone, or would give such a number away.")
        remark = f"{remark} {why}"
    remark = f"{remark} {say_withheld(material)}".strip()
    leads = []
    for key in ("a", "b"):
        first = leading_themes(material, key, 1)
        if first:
            asked = f"\N{LEFT DOUBLE QUOTATION MARK}{questions.get(key, key)}\N{RIGHT DOUBLE QUOTATION MARK}"
            lead = marked("On {question}, people spoke most often of {themes}.")
            if not people:
                lead = marked("On {question}, most sessions spoke of {themes}.")
            leads.append(_(lead, question=asked, themes=listed(first)))
    return join([bullets(leads), table(shown, caption=caption, numbers=tuple(shown.columns[1:]), remark=remark)])


def leading_themes(material: Material, key: str, n: int) -> list[str]:
    """Name the themes that most people (or sessions) raised on a question, of those whose number may be shown, equals of the last included.

    Args:
        material: The city.
        key: "a" or "b".
        n: How many.

    Returns:
        Each theme's name with its number and share: "Street lights (23 people, about 14%, range 9% to 21%)".
    """
    column = f"n_{key}"
    shown = question_counts(material).dropna(subset=[column])
    shown = shown[shown[column] > 0].sort_values([column, "theme_id"], ascending=[False, True])
    if shown.empty:
        return []
    chosen = shown[shown[column] >= shown[column].iloc[min(n, len(shown)) - 1]].head(n + 2)
    words = unit_words(material.unit, 1), unit_words(material.unit, 2)
    said = [
        (counted(int(row[column]), *words), share_words(row[f"share_{key}"], row[f"low_{key}"], row[f"high_{key}"]))
        for row in rows_of(chosen)
    ]
    return [
        f"{quoted(name)} ({count}, {share})" if share else f"{quoted(name)} ({count})"
        for name, (count, share) in zip(chosen["name"], said, strict=True)
    ]


def question_counts(material: Material) -> pd.DataFrame:
    """Public table: people (or sessions) who raised each theme on question a and on question b.

    A count below the opinion threshold is masked, and so is what would give it away: everybody who raised the theme raised it on one
    question or the other.

    Returns:
        theme_id, name, unit, and for each question, n_a, share_a, low_a, high_a and n_b, share_b, low_b, high_b: shares are of all people
        heard, whichever question they spoke on, and missing where sessions are counted; most raised theme first.
    """
    known: pd.DataFrame | None = material.worked_out.get("questions")
    if known is not None:
        return known.copy()
    counts = _count_questions(material)
    for key in QUESTIONS:
        shares = _question_shares(material, counts, key)
        if material.unit == "participant" and len(counts):
            told = [material.masked.is_shown("questions", str(theme), key) for theme in counts["theme_id"]]
            hidden = ~np.array(told, dtype=bool) | counts["masked"].to_numpy(dtype=bool)
            counts[f"n_{key}"] = counts[f"n_{key}"].mask(hidden)
            shares.loc[hidden] = np.nan
        counts[[f"{name}_{key}" for name in SHARE]] = shares
    material.worked_out["questions"] = counts.drop(columns="masked")
    return counts.drop(columns="masked")


def question_text(row: Row, key: str) -> str:
    """Say how many people (or sessions) raised a theme on a question, and their share: "23 (14%, 9% to 21%)"; "" where it is masked."""
    n, share, low, high = (row[f"{name}_{key}"] for name in ("n", *SHARE))
    if is_missing(n):
        return ""
    if is_missing(share) or is_missing(low):
        return f"{int(n):,}"
    return _("{n:,} ({share}, {low} to {high})", n=int(n), share=percent(share), low=percent(low), high=percent(high))


def _question_shares(material: Material, counts: pd.DataFrame, key: Literal["a", "b"]) -> pd.DataFrame:
    """Shares of all people heard who raised each theme on a question, with their interval, one row per row of `counts`."""
    empty = pd.DataFrame(np.nan, index=counts.index, columns=list(SHARE))
    if material.unit != "participant" or counts.empty:
        return empty
    tables = (material.statements, material.assignments, material.participants, material.sessions)
    rows = theme_shares(*tables, by=(), privacy=material.config.privacy, question=key)
    rows = rows[(rows["attribute"] == EVERYONE) & (rows["unit"] == "participant")].set_index("theme_id")[["n_raised", *SHARE]]
    found = rows.reindex(counts["theme_id"]).set_index(counts.index)
    other = ~found["n_raised"].eq(counts[f"n_{key}"].astype("float64"))  # those whose words the model does not read have no share
    found.loc[other, list(SHARE)] = np.nan
    return found[list(SHARE)].round(PERCENTS)


def _count_questions(material: Material) -> pd.DataFrame:
    """Count who raised each theme on each question; as counted, only `question_counts` may be shown."""
    spoken = material.spoken.dropna(subset=["theme_id"])
    by = "speaker_id" if material.unit == "participant" else "session_id"
    if not spoken["question"].isin(("a", "b", "ab")).any():
        return pd.DataFrame(columns=["theme_id", "name", "masked", "unit", "n_a", "n_b"])
    counts = material.top_themes[["theme_id", "name", "masked"]].assign(unit=material.unit)
    for key in ("a", "b"):
        n = spoken[spoken["question"].isin((key, "ab"))].dropna(subset=[by]).groupby("theme_id")[by].nunique()
        counts[f"n_{key}"] = counts["theme_id"].map(n).fillna(0).astype("Int64")
    return counts
