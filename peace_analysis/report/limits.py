"""What these findings cannot carry, worked out from what happened in this city."""

from __future__ import annotations

import math

from peace_analysis.anonymize.review import Review
from peace_analysis.charts.labels import counted, listed
from peace_analysis.groups.coverage import count_coverage
from peace_analysis.groups.heard import find_unread
from peace_analysis.report.accounted import LEFT_OUT
from peace_analysis.report.html import Fragment, bullets, join, note
from peace_analysis.report.material import Material, count_unplaced, name_of
from peace_analysis.report.sessions_held import OFFICIALS_COLUMNS, form_words, language_words
from peace_analysis.report.themes_overview import set_aside_sentence
from peace_analysis.report.trust_changed import say_causes
from peace_analysis.tables import TENTATIVE
from peace_analysis.wording import _, marked, ngettext

INTERVALS = marked(
    "Each share has a 95% interval. People in one session influence each other, and the interval is widened for that. "
    "It does not make up for people who never came."
)


def limits(material: Material, *, reviewed: bool | None = None) -> Fragment:
    """List the limits of a city's findings.

    Args:
        material: The city.
        reviewed: A person's review is complete; by default as `material.review` says.

    Examples:
        >>> from peace_analysis import report
        >>> from peace_analysis.example.material import invented_material
        >>> material = invented_material()
        >>> "They are not a random sample of the city." in report.limits(material).markup
        True
    """
    review = material.review
    if reviewed is None:
        reviewed = review is not None and review.complete
    points = [point for point in (_chosen(), _unheard(material), *_sources(material), *_language(material), _left_out(material)) if point]
    points += [_residual(material), _machine(), _tentative(material), _(INTERVALS), _not_tested()]
    points += [] if material.measured is None else [" ".join(say_causes(material.measured, material.policies))]
    if review is not None and review.complete:
        points.append(_reviewed(review))
    draft = Fragment("") if reviewed else note(_draft(review), kind="draft")
    return join([draft, bullets([point for point in points if point])])


def _chosen() -> str:
    return _(
        "People came by invitation and by choice. They are not a random sample of the city. "
        "Shares describe the people heard, not everyone who lives here."
    )


def _unheard(material: Material) -> str:
    planned = count_coverage(material.sessions, material.config.plan)
    planned = planned[planned["planned"]]
    n_missing = int((planned["n_sessions"] == 0).sum())
    if not n_missing:
        return ""
    return _("{missing} of {total} planned pairs of a neighborhood and a group had no session.", missing=n_missing, total=len(planned))


def _sources(material: Material) -> list[str]:
    points = []
    sessions = material.sessions
    heard = set(material.statements["session_id"])
    silent = sessions[~sessions["session_id"].isin(heard)]
    if len(silent):
        points.append(
            _(
                "{sessions} left no statement, because there is no transcript or nothing in it could be used: {names}.",
                sessions=counted(len(silent), "session", "sessions"),
                names=listed([name_of(key) for key in silent["session_id"]]),
            )
        )
    unnamed = material.statements.loc[material.statements["speaker_id"].isna(), "session_id"]
    if len(unnamed):
        points.append(
            _(
                "{statements} from {sessions} cannot be tied to a person. They help to find themes. They do not count in shares of people.",
                statements=counted(len(unnamed), "statement", "statements"),
                sessions=counted(unnamed.nunique(), "session", "sessions"),
            )
        )
    others = sessions[sessions["form"] != "verbatim"]["form"].value_counts().sort_index()
    for form, n in others.items():
        points.append(
            ngettext(
                "{n:,} session was kept as {form}, not word for word.",
                "{n:,} sessions were kept as {form}, not word for word.",
                int(n),
                form=form_words(form),
            )
        )
    column = next((name for name in OFFICIALS_COLUMNS if name in sessions.columns), None)
    if column and (n := int(sessions[column].fillna("").str.lower().isin(("yes", "y", "true", "1")).sum())):
        points.append(
            _(
                "Police or officials were present at {sessions}. Some people may have held back.",
                sessions=counted(n, "session", "sessions"),
            )
        )
    return points


def _language(material: Material) -> list[str]:
    n = int(material.accounting["n_not_read"].sum())
    if not n:
        return []
    codes = material.statements.loc[material.statements["statement_id"].isin(find_unread(material.assignments)), "language"].value_counts()
    only = _("Whoever spoke in such a language only is not among the people heard one by one. How many they were is not told.")
    which = f" ({listed([language_words(code) for code in sorted(codes.index)])})" if len(codes) else ""
    apart = ngettext(
        "{n:,} statement is in a language that the model does not read{which}. They were counted and set apart. A person should read them.",
        "{n:,} statements are in a language that the model does not read{which}. "
        "They were counted and set apart. A person should read them.",
        n,
        which=which,
    )
    return [f"{apart} {only}"]


def _left_out(material: Material) -> str:
    parts = []
    for column, reason in LEFT_OUT.items():
        if column in material.accounting and (n := int(material.accounting[column].sum())):
            parts.append(f"{n:,} ({_(reason)})")
    if not parts:
        return ""
    return _("Some of what participants said is not a statement and was left out, by reason: {reasons}.", reasons="; ".join(parts))


def _residual(material: Material) -> str:
    n, aside = count_unplaced(material)
    if not n:
        return set_aside_sentence(aside)
    fits = ngettext("{n:,} statement fits no theme.", "{n:,} statements fit no theme.", n)
    return " ".join(filter(None, [fits, _("What is said in few words, or by few, is easily missed."), set_aside_sentence(aside)]))


def _machine() -> str:
    return _(
        "Software grouped the statements into themes. Like a hurried reader, it takes some statements for what they are not. "
        "Another cut of the same statements gives other shares, and the intervals do not allow for that."
    )


def _tentative(material: Material) -> str:
    """Say what "tentative" means and how many themes are, or that nothing is known of how steady they are."""
    top = material.themes[material.themes["parent_id"].isna()]
    if top.empty:
        return ""
    if top["stability"].isna().all():
        return _("There was too little to tell how steady the themes are: with other sessions some of them might not have been found.")
    n = int((top["stability"] < TENTATIVE).sum())
    unknown = int(top["stability"].isna().sum())
    how = _(
        "Themes were looked for again in 20 random draws of the sessions. A theme is tentative where, on average, less than half of what "
        "it and its nearest match hold is common to both."
    )
    themes = counted(len(top) - unknown, "theme", "themes")
    none = _("None of the {themes} that were looked for again is tentative.", themes=themes)
    some = ngettext(
        "{n} of {themes} that were looked for again is tentative.",
        "{n} of {themes} that were looked for again are tentative.",
        n,
        themes=themes,
    )
    left = ngettext(
        "{n} other was not looked for again, because people decided which statements it holds, or there was too little of it.",
        "{n} others were not looked for again, because people decided which statements they hold, or there was too little of them.",
        unknown,
    )
    return " ".join([how, some if n else none, left] if unknown else [how, some if n else none])


def _reviewed(review: Review) -> str:
    """Say who looked for missed names in how many statements, and what that shows."""
    missed = _("Nothing had been missed in them.")
    if review.n_missed:
        missed = _("Something had been missed in {missed:,} of them, and was removed.", missed=review.n_missed)
    read = _(
        "Names were removed by software. {reviewers} read {read:,} of {total:,} statements, drawn at random, and decided what the software "
        "was unsure of.",
        reviewers=listed(list(review.reviewers)),
        read=review.n_read,
        total=review.n_statements,
    )
    shows = _(
        "With 95% confidence, at least {bound} of all statements hold no name or other identifier that was missed. "
        "The review was not about the themes.",
        bound=floor_percent(review.bound),
    )
    return f"{read} {missed} {shows}"


def floor_percent(share: float) -> str:
    """Say a lower bound in percent with one decimal, never more than it is."""
    return f"{math.floor(share * 1000 + 1e-6) / 10:g}%"


def _draft(review: Review | None) -> str:
    if review is None or not review.signed:
        return _("No person has signed a review of this report yet: of the quotes, and of the removal of names.")
    parts = []
    if review.unread:
        parts.append(
            ngettext(
                "{n:,} statement of the sample is still to be read",
                "{n:,} statements of the sample are still to be read",
                len(review.unread),
            )
        )
    if review.n_doubts:
        parts.append(ngettext("{n:,} word is still to be decided", "{n:,} words are still to be decided", review.n_doubts))
    if not parts:
        return _("The review is not complete.")
    return _("The review of the removal of names is not complete: {parts}.", parts=listed(parts))


def _not_tested() -> str:
    return _(
        "Differences between groups are tested by dealing labels over whole sessions, and corrected for the number of comparisons. "
        "A group heard in two sessions can seldom be tested. Where no difference was found, there may still be one."
    )
