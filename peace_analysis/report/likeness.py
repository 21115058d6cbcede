"""What stands beside the tests: how alike people in one session are, and a regression where there are sessions enough for one."""

from __future__ import annotations

import pandas as pd

from peace_analysis.charts.rows import Row, rows_of
from peace_analysis.groups.gee import MORE_THAN, second_view
from peace_analysis.groups.heard import Heard
from peace_analysis.groups.likeness import estimate_likeness
from peace_analysis.report.html import Fragment, folded, join, paragraph
from peace_analysis.report.material import attribute_words, name_of
from peace_analysis.report.tabular import is_missing, table
from peace_analysis.wording import _


def show_likeness(heard: Heard, attribute: str, themes: pd.DataFrame) -> Fragment:
    """Set the design effect and ICC of each theme; rounded, because more decimals would tell how single sessions differ.

    Args:
        heard: Who was heard.
        attribute: Whose groups are set aside first.
        themes: theme_id and name of themes without a hidden count, in order: beside hidden ones a design effect would tell of them.

    Examples:
        >>> from peace_analysis import groups
        >>> from peace_analysis import report
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> heard = groups.count_heard(made.statements, made.assignments, made.participants, made.sessions, by=["neighborhood"])
        >>> "Waiting for help" in report.show_likeness(heard, "neighborhood", made.themes).markup
        True
    """
    if themes.empty:
        return paragraph(
            _("Every theme has a count that is hidden. How alike people in one session are would tell of it, and is not shown.")
        )
    found = estimate_likeness(heard, attribute, list(themes["theme_id"])).dropna(subset="design_effect")
    if found.empty:
        return paragraph(_("There are too few sessions to tell how alike people in one session are."))
    numbers = (_("Design effect"), _("ICC"))
    shown = pd.DataFrame(
        {
            _("Theme"): found["theme_id"].map(themes.set_index("theme_id")["name"]),
            numbers[0]: [f"{effect:.1f}" for effect in found["design_effect"]],
            numbers[1]: [f"{icc:.2f}".lstrip("0") or "0" for icc in found["icc"]],
        }
    )
    remark = _(
        "A design effect of 2 says that twelve people in one session tell as much as six who never met. "
        "The ICC is the same on a scale from 0 (like strangers) to 1 (all as one)."
    )
    caption = _("How alike people in one session are, differences by {attribute} taken out", attribute=attribute_words(attribute))
    return table(shown, caption=caption, numbers=numbers, remark=remark)


def show_second_view(heard: Heard, contrasts: pd.DataFrame) -> Fragment:
    """Set a regression beside the tests of every attribute heard in more than 40 sessions; below, say why there is none.

    Args:
        heard: Who was heard.
        contrasts: As `comparisons.mask_contrasts` gives them; only what may be shown there is shown here.

    Examples:
        >>> from peace_analysis import groups, report
        >>> from peace_analysis.example.material import invented_material
        >>> from peace_analysis.report.comparisons import mask_contrasts
        >>> material = invented_material()
        >>> people = material.statements, material.assignments, material.participants, material.sessions
        >>> heard = groups.count_heard(*people, by=["neighborhood"])
        >>> contrasts = groups.theme_contrasts(*people, by=["neighborhood"])
        >>> masked = mask_contrasts(contrasts, material.released, material.themes, material.config.privacy)
        >>> "No regression stands beside the tests." in report.show_second_view(heard, masked).markup  # eight sessions are too few
        True
    """
    pieces = []
    for attribute in dict.fromkeys(contrasts["attribute"]):
        known = heard.people[heard.people[attribute].notna()]
        if known["session_id"].nunique() <= MORE_THAN:
            continue
        rows = contrasts[(contrasts["attribute"] == attribute) & ~contrasts["masked"].astype(bool)]
        if len(rows):
            pieces.append(_second(heard, attribute, rows))
    if pieces:
        return join(pieces)
    return paragraph(
        _(
            "No regression stands beside the tests. With {sessions} sessions or fewer its errors come out too small, and it cries wolf.",
            sessions=MORE_THAN,
        )
    )


def _second(heard: Heard, attribute: str, rows: pd.DataFrame) -> Fragment:
    themes = list(dict.fromkeys(rows["theme_id"]))
    found = second_view(heard, attribute, themes).merge(
        rows[["group", "theme_id", "name", "verdict"]].assign(guarded=rows["p"].isna()), on=["group", "theme_id"]
    )
    found["p"] = found["p"].where(~found["guarded"])  # a theme with a masked count has no p of any kind
    kinds = rows_of(found)
    words = attribute_words(attribute)
    numbers = (_("Odds ratio"), _("95% interval"), _("p, uncorrected"))
    shown = pd.DataFrame(
        {
            _("Theme"): found["name"],
            words.capitalize(): found["group"].map(name_of),
            numbers[0]: ["" if is_missing(row["odds_ratio"]) else f"{row['odds_ratio']:.1f}" for row in kinds],
            numbers[1]: [_interval(row) for row in kinds],
            numbers[2]: ["" if is_missing(row["p"]) else f"{row['p']:.3f}".lstrip("0") for row in kinds],
            _("Permutation test"): [_(verdict) for verdict in found["verdict"]],
            _("Note"): [_(why) for why in found["note"]],
        }
    )
    remark = _("By generalised estimating equations, sessions as clusters, bias-reduced covariance. The permutation test leads.")
    caption = _("A second view by {attribute}: odds of raising a theme against everybody else", attribute=words)
    return folded(
        _("Show a second view by {attribute}", attribute=words),
        table(shown, caption=caption, row_headers=2, numbers=numbers, remark=remark),
    )


def _interval(row: Row) -> str:
    return "" if is_missing(row["low"]) else _("{low:.1f} to {high:.1f}", low=row["low"], high=row["high"])
