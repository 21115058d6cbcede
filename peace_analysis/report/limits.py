"""What these findings cannot carry, worked out from what happened in this city."""

from __future__ import annotations

import math

from peace_analysis.anonymize.review import Review
from peace_analysis.charts.labels import counted, listed
from peace_analysis.groups.coverage import count_coverage
from peace_analysis.report.engagement import FORM_WORDS, OFFICIALS_COLUMNS, language_words
from peace_analysis.report.html import Fragment, bullets, join, note
from peace_analysis.report.material import Material, name_of
from peace_analysis.tables import ACCOUNTING, TENTATIVE

INTERVALS = (
    "Each share has a 95% interval. People in one session influence each other, and the interval is widened for that. "
    "It does not make up for people who never came."
)


def limits(material: Material, *, reviewed: bool | None = None) -> Fragment:
    """List the limits of a city's findings.

    Args:
        material: The city.
        reviewed: A person's review is complete; by default as `material.review` says.
    """
    review = material.review
    if reviewed is None:
        reviewed = review is not None and review.complete
    points = [point for point in (_chosen(), _unheard(material), *_sources(material), *_language(material), _left_out(material)) if point]
    points += [_residual(material), _machine(), _tentative(material), INTERVALS, _not_tested()]
    if review is not None and review.complete:
        points.append(_reviewed(review))
    draft = Fragment("") if reviewed else note(_draft(review), kind="draft")
    return join([draft, bullets([point for point in points if point])])


def _chosen() -> str:
    return (
        "People came by invitation and by choice. They are not a random sample of the city. "
        "Shares describe the people heard, not everyone who lives here."
    )


def _unheard(material: Material) -> str:
    planned = count_coverage(material.sessions, material.config.plan)
    planned = planned[planned["planned"]]
    n_missing = int((planned["n_sessions"] == 0).sum())
    return f"{n_missing} of {len(planned)} planned pairs of a neighborhood and a group had no session." if n_missing else ""


def _sources(material: Material) -> list[str]:
    points = []
    sessions = material.sessions
    heard = set(material.statements["session_id"])
    silent = sessions[~sessions["session_id"].isin(heard)]
    if len(silent):
        points.append(
            f"{counted(len(silent), 'session')} left no statement, because there is no transcript or nothing in it could be used: "
            f"{listed([name_of(key) for key in silent['session_id']])}."
        )
    unnamed = material.statements.loc[material.statements["speaker_id"].isna(), "session_id"]
    if len(unnamed):
        n_sessions = unnamed.nunique()
        points.append(
            f"{counted(len(unnamed), 'statement')} from {counted(n_sessions, 'session')} cannot be tied to a person. "
            "They help to find themes. They do not count in shares of people."
        )
    others = sessions[sessions["form"] != "verbatim"]["form"].value_counts().sort_index()
    for form, n in others.items():
        kept = FORM_WORDS.get(str(form), name_of(form))
        points.append(f"{counted(int(n), 'session')} {'was' if n == 1 else 'were'} kept as {kept}, not word for word.")
    column = next((name for name in OFFICIALS_COLUMNS if name in sessions.columns), None)
    if column and (n := int(sessions[column].fillna("").str.lower().isin(("yes", "y", "true", "1")).sum())):
        points.append(f"Police or officials were present at {counted(n, 'session')}. Some people may have held back.")
    return points


def _language(material: Material) -> list[str]:
    n = int(material.accounting["n_not_read"].sum())
    if not n:
        return []
    unread = material.assignments["theme_id"].isna() & ~material.assignments["residual"].astype(bool)
    codes = material.statements.merge(material.assignments.loc[unread, ["statement_id"]], on="statement_id")["language"].value_counts()
    which = f" ({listed([language_words(str(code)) for code in sorted(codes.index)])})" if len(codes) else ""
    return [
        f"{counted(n, 'statement')} {'is' if n == 1 else 'are'} in a language that the model does not read{which}. "
        "They were counted and set apart. A person should read them."
    ]


def _left_out(material: Material) -> str:
    parts = []
    for column in ACCOUNTING.columns:
        reason = column.meaning.removeprefix("left out: ")
        if reason != column.meaning and column.name in material.accounting and (n := int(material.accounting[column.name].sum())):
            parts.append(f"{n:,} ({reason})")
    return f"Some of what participants said is not a statement and was left out, by reason: {'; '.join(parts)}." if parts else ""


def _residual(material: Material) -> str:
    n = int(material.assignments["residual"].astype(bool).sum())
    verb = "fits" if n == 1 else "fit"
    return f"{counted(n, 'statement')} {verb} no theme. What is said in few words, or by few, is easily missed." if n else ""


def _machine() -> str:
    return "Software grouped the statements into themes. Like a hurried reader, it takes some statements for what they are not."


def _tentative(material: Material) -> str:
    """Say what "tentative" means and how many themes are, or that nothing is known of how steady they are."""
    top = material.themes[material.themes["parent_id"].isna()]
    if top.empty:
        return ""
    if top["stability"].isna().all():
        return "There was too little to tell how steady the themes are: with other sessions some of them might not have been found."
    n = int((top["stability"] < TENTATIVE).sum())
    how = (
        "Themes were looked for again in 20 random draws of the sessions. A theme is tentative where, on average, less than half of what "
        "it and its nearest match hold is common to both."
    )
    return f"{how} {n} of {counted(len(top), 'theme')} {'is' if n == 1 else 'are'} tentative."


def _reviewed(review: Review) -> str:
    """Say who looked for missed names in how many statements, and what that shows."""
    missed = "Nothing had been missed in them."
    if review.n_missed:
        missed = f"Something had been missed in {review.n_missed:,} of them, and was removed."
    read = f"{listed(list(review.reviewers))} read {review.n_read:,} of {review.n_statements:,} statements, drawn at random"
    return (
        f"Names were removed by software. {read}, and decided what the software was unsure of. {missed} "
        f"With 95% confidence, at least {floor_percent(review.bound)} of all statements hold no name or other identifier that was missed. "
        "The review was not about the themes."
    )


def floor_percent(share: float) -> str:
    """Say a lower bound in percent with one decimal, never more than it is."""
    return f"{math.floor(share * 1000 + 1e-6) / 10:g}%"


def _draft(review: Review | None) -> str:
    if review is None or not review.signed:
        return "No person has checked the themes, the quotes or the removal of names yet."
    parts = []
    if review.unread:
        parts.append(
            f"{counted(len(review.unread), 'statement')} of the sample {'is' if len(review.unread) == 1 else 'are'} still to be read"
        )
    if review.n_doubts:
        parts.append(f"{counted(review.n_doubts, 'word')} {'is' if review.n_doubts == 1 else 'are'} still to be decided")
    return f"The review of the removal of names is not complete: {' and '.join(parts)}." if parts else "The review is not complete."


def _not_tested() -> str:
    return (
        "Differences between groups are tested by dealing labels over whole sessions, and corrected for the number of comparisons. "
        "A group heard in two sessions can seldom be tested. Where no difference was found, there may still be one."
    )
